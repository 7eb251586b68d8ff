"""What can be pressed or asked, as data; ``bot.cards.wire`` says how it travels.

An action names rows by id and options by their *shown* position, so that no payload says
anything about the key. Each family is a module of its own; ``VIEWS`` are those that change
nothing and are answered beside the writer, also for somebody unknown.
"""

from __future__ import annotations

from typing import TypeAlias

from bot.cards.actions import (
    boards,
    explaining,
    flags,
    lead,
    me,
    notes,
    own,
    question,
    setup,
    weekly,
)
from bot.cards.actions.boards import BoardAction, ChooseBoard, ShowBoard
from bot.cards.actions.explaining import (
    Explain,
    ExplainAction,
    PutBack,
    SaveExplanation,
    TakeBack,
    Thank,
)
from bot.cards.actions.flags import (
    BringBack,
    Flag,
    FlagAction,
    Flags,
    LookAt,
    OverrideKey,
    PutAside,
    Resolve,
    RestoreKey,
    SaveResolution,
    SendFlag,
    WeighKey,
    WriteKey,
)
from bot.cards.actions.lead import LeadAction, Pause, PostNow, Resume, Skip, Status, Unskip
from bot.cards.actions.me import (
    AskAlias,
    AskConsent,
    AskErase,
    AskReminders,
    AskZone,
    EnterCode,
    Erase,
    GroupProgress,
    LinkAccounts,
    MakeCode,
    Me,
    MeAction,
    MeData,
    NotToday,
    SetAlias,
    SetReminders,
    SetZone,
    Share,
    Snooze,
    StopReminders,
)
from bot.cards.actions.notes import ChangeNote, DropNote, EditNote, KeepNote, NoteAction
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
from bot.cards.actions.weekly import (
    ReviewFive,
    SaveDesign,
    SaveLab,
    ShowGallery,
    WeeklyAction,
    WriteDesign,
    WriteLab,
)

Action: TypeAlias = (
    QuestionAction
    | RunAction
    | BoardAction
    | OwnAction
    | LeadAction
    | FlagAction
    | ExplainAction
    | NoteAction
    | MeAction
    | SetupAction
    | WeeklyAction
)
VIEWS: tuple[type[Action], ...] = (
    *question.VIEWS,
    *boards.VIEWS,
    *own.VIEWS,
    *lead.VIEWS,
    *flags.VIEWS,
    *explaining.VIEWS,
    *notes.VIEWS,
    *me.VIEWS,
    *weekly.VIEWS,
    *setup.VIEWS,
)

__all__ = [
    "VIEWS",
    "About",
    "Action",
    "AskAlias",
    "AskConsent",
    "AskErase",
    "AskReminders",
    "AskZone",
    "Asked",
    "BoardAction",
    "BringBack",
    "Change",
    "ChangeNote",
    "CheckSetup",
    "ChooseBoard",
    "Confidence",
    "Continue",
    "DropNote",
    "EditNote",
    "EditSetting",
    "EndTest",
    "EnterCode",
    "Erase",
    "Explain",
    "ExplainAction",
    "Familiarity",
    "Flag",
    "FlagAction",
    "Flags",
    "GroupProgress",
    "Help",
    "KeepNote",
    "LeadAction",
    "Leads",
    "LinkAccounts",
    "Lock",
    "LookAt",
    "MakeCode",
    "Me",
    "MeAction",
    "MeData",
    "MoreSetup",
    "NameLead",
    "NotToday",
    "NoteAction",
    "Notes",
    "OverrideKey",
    "OwnAction",
    "Pause",
    "PostNow",
    "PostTest",
    "Practise",
    "Progress",
    "ProposePack",
    "ProposeSetting",
    "ProposeSetup",
    "PutAside",
    "PutBack",
    "QuestionAction",
    "RateSelf",
    "Resolve",
    "Respond",
    "RestoreKey",
    "Resume",
    "Reveal",
    "ReviewFive",
    "RunAction",
    "SaveDesign",
    "SaveExplanation",
    "SaveLab",
    "SaveNote",
    "SaveResolution",
    "SaveSetup",
    "SendFlag",
    "SetAlias",
    "SetReminders",
    "SetZone",
    "Setup",
    "SetupAction",
    "SetupHistory",
    "Share",
    "Show",
    "ShowBoard",
    "ShowGallery",
    "Skip",
    "Snooze",
    "Status",
    "StayWithPack",
    "StopReminders",
    "TakeBack",
    "Tap",
    "Target",
    "Thank",
    "Today",
    "UndoSetup",
    "UnnameLead",
    "Unskip",
    "UseDays",
    "WeeklyAction",
    "WeighKey",
    "Why",
    "WriteDesign",
    "WriteKey",
    "WriteLab",
    "WriteNote",
]
