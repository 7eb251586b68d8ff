"""What can be pressed or asked, as data; ``bot.cards.wire`` says how it travels.

An action names rows by id and options by their *shown* position, so that no payload says
anything about the key. Each family is a module of its own; ``VIEWS`` are those that change
nothing and are answered beside the writer, also for somebody unknown.
"""

from __future__ import annotations

from typing import TypeAlias

from bot.cards.actions import boards, lead, leave, me, own, question, seasons, setup, teams, weekly
from bot.cards.actions.boards import BoardAction, ChooseBoard, ShowBoard
from bot.cards.actions.lead import LeadAction, Pause, PostNow, Resume, Skip, Status, Unskip
from bot.cards.actions.leave import (
    DeclareLeave,
    LeaveAction,
    PickRepair,
    RepairStreak,
    RestoreLeave,
    ShowLeave,
    UndoRepair,
    WithdrawLeave,
)
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
from bot.cards.actions.seasons import (
    AskEndSeason,
    BeginSeason,
    EndSeason,
    PlanSeason,
    SeasonAction,
    ShowSeason,
    UndoSeason,
)
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
from bot.cards.actions.teams import (
    AssignTeams,
    CreateTeam,
    DeleteTeam,
    JoinTeam,
    LeaveTeam,
    NameTeam,
    NewTeam,
    PickTeam,
    PlaceMembers,
    RenameTeam,
    RestoreTeam,
    ShowTeams,
    TeamAction,
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
    | TeamAction
    | SeasonAction
    | LeaveAction
    | OwnAction
    | LeadAction
    | MeAction
    | SetupAction
    | WeeklyAction
)
VIEWS: tuple[type[Action], ...] = (
    *question.VIEWS,
    *boards.VIEWS,
    *teams.VIEWS,
    *seasons.VIEWS,
    *leave.VIEWS,
    *own.VIEWS,
    *lead.VIEWS,
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
    "AskEndSeason",
    "AskErase",
    "AskReminders",
    "AskZone",
    "Asked",
    "AssignTeams",
    "BeginSeason",
    "BoardAction",
    "Change",
    "CheckSetup",
    "ChooseBoard",
    "Confidence",
    "Continue",
    "CreateTeam",
    "DeclareLeave",
    "DeleteTeam",
    "EditSetting",
    "EndSeason",
    "EndTest",
    "EnterCode",
    "Erase",
    "Familiarity",
    "GroupProgress",
    "Help",
    "JoinTeam",
    "LeadAction",
    "Leads",
    "LeaveAction",
    "LeaveTeam",
    "LinkAccounts",
    "Lock",
    "MakeCode",
    "Me",
    "MeAction",
    "MeData",
    "MoreSetup",
    "NameLead",
    "NameTeam",
    "NewTeam",
    "NotToday",
    "Notes",
    "OwnAction",
    "Pause",
    "PickRepair",
    "PickTeam",
    "PlaceMembers",
    "PlanSeason",
    "PostNow",
    "PostTest",
    "Practise",
    "Progress",
    "ProposePack",
    "ProposeSetting",
    "ProposeSetup",
    "QuestionAction",
    "RateSelf",
    "RenameTeam",
    "RepairStreak",
    "Respond",
    "RestoreLeave",
    "RestoreTeam",
    "Resume",
    "Reveal",
    "ReviewFive",
    "RunAction",
    "SaveDesign",
    "SaveLab",
    "SaveNote",
    "SaveSetup",
    "SeasonAction",
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
    "ShowLeave",
    "ShowSeason",
    "ShowTeams",
    "Skip",
    "Snooze",
    "Status",
    "StayWithPack",
    "StopReminders",
    "Tap",
    "Target",
    "TeamAction",
    "Today",
    "UndoRepair",
    "UndoSeason",
    "UndoSetup",
    "UnnameLead",
    "Unskip",
    "UseDays",
    "WeeklyAction",
    "Why",
    "WithdrawLeave",
    "WriteDesign",
    "WriteLab",
    "WriteNote",
]
