"""Actions on oneself: one's data, name, zone, reminders, consent, other accounts, and leaving.

Texts travel as inputs of a form, never in the action: names, times, zones and codes typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Me:
    """Show what can be done about oneself."""


@dataclass(frozen=True, slots=True)
class MeData:
    """Give the asker everything that is held about them, as one file."""


@dataclass(frozen=True, slots=True)
class AskAlias:
    """Open the form for the name that stands on boards."""


@dataclass(frozen=True, slots=True)
class SetAlias:
    """Take a name for boards: input ``name``; an empty one takes it off."""


@dataclass(frozen=True, slots=True)
class AskZone:
    """Open the form for one's time zone."""


@dataclass(frozen=True, slots=True)
class SetZone:
    """Keep one's time zone: input ``zone``; an empty one means the group's."""


@dataclass(frozen=True, slots=True)
class AskReminders:
    """Show when one is reminded, with the form to change it."""


@dataclass(frozen=True, slots=True)
class SetReminders:
    """Switch reminders on: inputs ``at``, and if given ``zone``, ``quiet_from``, ``quiet_to``."""


@dataclass(frozen=True, slots=True)
class StopReminders:
    """Switch reminders off."""


@dataclass(frozen=True, slots=True)
class Snooze:
    """Be reminded again in an hour."""


@dataclass(frozen=True, slots=True)
class NotToday:
    """Be reminded no more today."""


@dataclass(frozen=True, slots=True)
class AskConsent:
    """Show what the lead may see of the asker, and let them change it."""


@dataclass(frozen=True, slots=True)
class Share:
    """Say whether the lead may see one's domain bands and active days."""

    shares: bool


@dataclass(frozen=True, slots=True)
class MakeCode:
    """Ask for a one-time code, to be typed where one's other account is."""


@dataclass(frozen=True, slots=True)
class EnterCode:
    """Look what a code from one's other account would link: input ``code``."""


@dataclass(frozen=True, slots=True)
class LinkAccounts:
    """Become one person with the account that asked for this code, for good."""

    code: str


@dataclass(frozen=True, slots=True)
class AskErase:
    """Say what erasing would mean, and open the form to do it."""


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase the asker, for good: input ``word``, by which they say that they mean it."""


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """Lead: show the members who agreed in bands, and everybody else as one line."""


@dataclass(frozen=True, slots=True)
class AskGroup:
    """Show which of one's groups counts where none lives, with the form to choose another."""


@dataclass(frozen=True, slots=True)
class UseGroup:
    """Let another group count where none lives: input ``group``, a name or an id."""


@dataclass(frozen=True, slots=True)
class AskMemory:
    """Show how well one wants to keep what one answered, and let it be chosen."""


@dataclass(frozen=True, slots=True)
class SetMemory:
    """Choose the share of what comes back that should still be known, in percent; 0: as usual."""

    percent: int


MeAction: TypeAlias = (
    Me
    | MeData
    | AskAlias
    | SetAlias
    | AskZone
    | SetZone
    | AskReminders
    | SetReminders
    | StopReminders
    | Snooze
    | NotToday
    | AskConsent
    | Share
    | MakeCode
    | EnterCode
    | LinkAccounts
    | AskErase
    | Erase
    | GroupProgress
    | AskGroup
    | UseGroup
    | AskMemory
    | SetMemory
)

#: Those that change nothing.
VIEWS = (
    Me, MeData, AskAlias, AskZone, AskReminders, AskConsent, AskErase, AskGroup,
    AskMemory,
)  # fmt: skip
