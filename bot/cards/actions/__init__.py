"""What can be pressed or asked, as data; ``bot.cards.wire`` says how it travels.

An action names rows by id and options by their *shown* position, so that no payload says
anything about the key. Each family is a module of its own; ``VIEWS`` are those that change
nothing and are answered beside the writer, also for somebody unknown.
"""

from __future__ import annotations

from typing import TypeAlias

from bot.cards.actions import boards, lead, own, question, setup
from bot.cards.actions.boards import BoardAction, ChooseBoard, ShowBoard
from bot.cards.actions.lead import LeadAction, Pause, PostNow, Resume, Skip, Status, Unskip
from bot.cards.actions.own import About, Help, Notes, OwnAction, Progress, RateSelf, Today
from bot.cards.actions.question import (
    Change,
    Lock,
    QuestionAction,
    Respond,
    Reveal,
    SaveNote,
    Show,
    Tap,
    Why,
    WriteNote,
)
from bot.cards.actions.runs import Continue, Practise, RunAction
from bot.cards.actions.setup import (
    CheckSetup,
    EditSetting,
    EndTest,
    Leads,
    MoreSetup,
    NameLead,
    PostTest,
    ProposePack,
    ProposeSetting,
    ProposeSetup,
    SaveSetup,
    Setup,
    SetupAction,
    SetupHistory,
    StayWithPack,
    UndoSetup,
    UnnameLead,
    UseDays,
)
from bot.cards.actions.values import Asked, Confidence, Familiarity, Target

Action: TypeAlias = QuestionAction | RunAction | BoardAction | OwnAction | LeadAction | SetupAction
VIEWS: tuple[type[Action], ...] = (
    *question.VIEWS,
    *boards.VIEWS,
    *own.VIEWS,
    *lead.VIEWS,
    *setup.VIEWS,
)

__all__ = [
    "VIEWS",
    "About",
    "Action",
    "Asked",
    "BoardAction",
    "Change",
    "CheckSetup",
    "ChooseBoard",
    "Confidence",
    "Continue",
    "EditSetting",
    "EndTest",
    "Familiarity",
    "Help",
    "LeadAction",
    "Leads",
    "Lock",
    "MoreSetup",
    "NameLead",
    "Notes",
    "OwnAction",
    "Pause",
    "PostNow",
    "PostTest",
    "Practise",
    "Progress",
    "ProposePack",
    "ProposeSetting",
    "ProposeSetup",
    "QuestionAction",
    "RateSelf",
    "Respond",
    "Resume",
    "Reveal",
    "RunAction",
    "SaveNote",
    "SaveSetup",
    "Setup",
    "SetupAction",
    "SetupHistory",
    "Show",
    "ShowBoard",
    "Skip",
    "Status",
    "StayWithPack",
    "Tap",
    "Target",
    "Today",
    "UndoSetup",
    "UnnameLead",
    "Unskip",
    "UseDays",
    "Why",
    "WriteNote",
]
