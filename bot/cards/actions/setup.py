"""Actions of a group's lead on how the group is set up, and on who leads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.core.setup import Setting


@dataclass(frozen=True, slots=True)
class Setup:
    """Lead: show how the group is set up, with the form of the three questions.

    Where no group lives it is founded, by whoever runs the workspace.

    ``draft`` names a proposal whose values fill the form; 0 takes what holds now.
    """

    draft: int


@dataclass(frozen=True, slots=True)
class MoreSetup:
    """Lead: show every other setting."""


@dataclass(frozen=True, slots=True)
class EditSetting:
    """Lead: open the form of one setting, filled from a proposal or (0) from what holds."""

    setting: Setting
    draft: int


@dataclass(frozen=True, slots=True)
class ProposeSetup:
    """Lead: look at the three answers: inputs ``pack``, ``opens``, ``days``, ``own_days``."""


@dataclass(frozen=True, slots=True)
class ProposeSetting:
    """Lead: look at one setting's new value: input ``value``, for the review also ``at``."""

    setting: Setting


@dataclass(frozen=True, slots=True)
class ProposePack:
    """Lead: look at what changes with another pack."""

    pack: str


@dataclass(frozen=True, slots=True)
class SaveSetup:
    """Lead: save what was looked at; with ``season`` the proposed season begins, too."""

    draft: int
    season: bool


@dataclass(frozen=True, slots=True)
class UndoSetup:
    """Lead: take the last save back."""

    save: int


@dataclass(frozen=True, slots=True)
class UseDays:
    """Lead: post on these ISO weekdays from the next question on."""

    days: str


@dataclass(frozen=True, slots=True)
class StayWithPack:
    """Lead: stay with a pack whose exam has closed, for the learning."""

    pack: str


@dataclass(frozen=True, slots=True)
class SetupHistory:
    """Lead: show who changed what and when, from a page on."""

    page: int


@dataclass(frozen=True, slots=True)
class CheckSetup:
    """Lead: name each thing that stands in the way of posting."""


@dataclass(frozen=True, slots=True)
class PostTest:
    """Lead: post a message that says it is a test."""


@dataclass(frozen=True, slots=True)
class EndTest:
    """Lead: take a test post's text away."""

    bulletin: int


@dataclass(frozen=True, slots=True)
class Leads:
    """Lead: show who leads, with the form to name somebody else."""


@dataclass(frozen=True, slots=True)
class NameLead:
    """Lead: make a member a co-lead: input ``member``."""


@dataclass(frozen=True, slots=True)
class UnnameLead:
    """Lead: take a membership's lead back."""

    membership: int


@dataclass(frozen=True, slots=True)
class NotNow:
    """Lead: take a group back that has not begun."""


@dataclass(frozen=True, slots=True)
class Places:
    """Lead: show where the group's questions are posted."""


@dataclass(frozen=True, slots=True)
class InvitePlace:
    """Lead: get a one-time code that opens another channel to the group."""


@dataclass(frozen=True, slots=True)
class JoinPlace:
    """Whoever runs the workspace: make this channel a place of a group: input ``code``."""


@dataclass(frozen=True, slots=True)
class AskRemovePlace:
    """Lead: ask whether a place shall be taken away."""

    place: int


@dataclass(frozen=True, slots=True)
class RemovePlace:
    """Lead: take a place away."""

    place: int


SetupAction: TypeAlias = (
    Setup
    | MoreSetup
    | EditSetting
    | ProposeSetup
    | ProposeSetting
    | ProposePack
    | SaveSetup
    | UndoSetup
    | UseDays
    | StayWithPack
    | SetupHistory
    | CheckSetup
    | PostTest
    | EndTest
    | Leads
    | NameLead
    | UnnameLead
    | NotNow
    | Places
    | InvitePlace
    | JoinPlace
    | AskRemovePlace
    | RemovePlace
)

#: Those that change nothing. ``Setup`` is none: where no group lives it founds one.
VIEWS = (
    MoreSetup, EditSetting, SetupHistory, CheckSetup, Leads, Places, AskRemovePlace,
)  # fmt: skip
