"""A group's settings, as a fold over the changes that its leads saved.

A setting's value is a short text, whatever column keeps it; what was saved together is undone
together. It knows no columns, no schedules and no words for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.happening import Happened

#: ``setting``, ``before``, ``after``, ``save`` (a number shared by what was saved together),
#: ``undoes`` (the number of the save that it takes back, or 0), and ``by``, the lead. It is the
#: group's and no learner's: it stays when the lead is erased, and then names nobody.
CHANGED = "setup-changed"
#: ``changes``: what a lead looks at before saving it. Nothing follows from it.
PROPOSED = "setup-proposed"


class Setting(StrEnum):
    """What a lead can set, with what its value looks like."""

    PACK = "pack"  #: a pack's id
    DAYS = "days"  #: ISO weekdays as digits
    OPENS = "opens"  #: a wall time, ``09:00``
    CLOSES = "closes"  #: a wall time; one not after the opening is on the next day
    ZONE = "zone"  #: a time zone's name
    VERDICTS = "verdicts"  #: a ``Verdicts``
    REVIEW = "review"  #: an ISO weekday and a wall time, ``5 16:00``; empty without a review
    HOLIDAYS = "holidays"  #: ISO dates or ranges with spaces between
    MENTION = "mention"  #: the role to mention, or nothing
    EXPORT = "export"  #: ``on`` or ``off``
    ARGUE = "argue"  #: an ISO weekday, or ``none``
    BREAKS = "breaks"  #: ``on`` or ``off``: whether a mock exam's clock can be stopped


#: The settings that say when the daily question comes.
RHYTHM = frozenset({Setting.DAYS, Setting.OPENS, Setting.CLOSES, Setting.ZONE, Setting.HOLIDAYS})
ON, OFF = "on", "off"
#: The argue day of a group that wants none.
NEVER = "none"


class Verdicts(StrEnum):
    """When somebody is told how their answer stands."""

    AT_ONCE = "at_once"  #: as soon as it is locked
    AT_CLOSE = "at_close"  #: when the question closes


@dataclass(frozen=True, slots=True)
class Change:
    """One setting's value before and after."""

    setting: Setting
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Changes that were saved together by a learner. ``undoes`` is another save's number, or 0."""

    number: int
    changes: tuple[Change, ...]
    by: int | None
    at: datetime
    undoes: int = 0


def fold(events: Iterable[Happened]) -> tuple[Saved, ...]:
    """Give everything that was saved, the oldest first."""
    found: dict[int, Saved] = {}
    for event in events:
        if event.kind != CHANGED:
            continue
        said = event.payload
        change = Change(Setting(said["setting"]), said["before"], said["after"])
        kept = found.get(said["save"])
        found[said["save"]] = Saved(
            number=said["save"],
            changes=(*kept.changes, change) if kept else (change,),
            by=said["by"],
            at=event.at,
            undoes=said["undoes"],
        )
    return tuple(found.values())


def settled(saves: Iterable[Saved]) -> dict[Setting, str]:
    """Give the value of each setting that was ever changed."""
    return {change.setting: change.after for saved in saves for change in saved.changes}


def undoable(saves: Sequence[Saved]) -> Saved | None:
    """Give the last save that stands: neither an undo nor undone."""
    standing: list[Saved] = []
    for saved in saves:
        if saved.undoes:
            standing = [each for each in standing if each.number != saved.undoes]
        else:
            standing.append(saved)
    return standing[-1] if standing else None


def reverse(saved: Saved) -> tuple[Change, ...]:
    """Give the changes that take a save back."""
    return tuple(Change(c.setting, c.after, c.before) for c in saved.changes)


def differences(before: Mapping[Setting, str], after: Mapping[Setting, str]) -> tuple[Change, ...]:
    """Give what a proposal changes, in the order of the settings."""
    return tuple(
        Change(setting, before[setting], after[setting])
        for setting in Setting
        if setting in after and after[setting] != before[setting]
    )
