"""What is set beside a review: a design round one week, a lab card the next, of its domain.

It chooses and posts; the life of either is a module of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.exercises import DesignRound, Exercise, LabCard, from_json, to_json
from bot.core.rotation import choose_exercise
from bot.services import bulletins
from bot.services.library import Library
from bot.store import bulletins as rows
from bot.store.tables import Bulletin, Group
from bot.store.tx import Tx

DESIGN, LAB = "design", "lab"  #: the kinds of their bulletins
#: So many exercises of a kind are remembered as used: eight years of every other week.
REMEMBERED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The review that an exercise stands beside: its ``slot``, its domain, its ``seq``.

    A design round closes at ``closes_at``.
    """

    slot: str
    domain: str
    seq: int
    closes_at: datetime


def set_beside(tx: Tx, library: Library, group: Group, week: Week, now: datetime) -> int | None:
    """Post the other kind than last time, or whichever there is; give its bulletin's id."""
    assert group.id is not None
    used = {kind: rows.latest(tx, group.id, kind, REMEMBERED) for kind in (DESIGN, LAB)}
    newest = {kind: found[0].id or 0 if found else 0 for kind, found in used.items()}
    there: dict[str, tuple[Exercise, ...]] = {
        DESIGN: library.designs(group.pack, week.domain),
        LAB: library.labs(group.pack, week.domain),
    }
    for kind in sorted(there, key=lambda kind: newest[kind]):
        chosen = choose_exercise(
            [each.id for each in there[kind]],
            [each.content["exercise"]["id"] for each in used[kind]],
            meaning=(group.pack, str(group.id), week.slot),
        )
        for each in there[kind]:
            if each.id == chosen:
                return post(tx, group, each, week, now)
    return None


def post(tx: Tx, group: Group, exercise: Exercise, week: Week, now: datetime) -> int | None:
    """Post an exercise as it stands now; None where the slot has one of its kind."""
    assert group.id is not None
    content = {"exercise": to_json(exercise), "since": week.seq}
    match exercise:
        case DesignRound():
            return bulletins.issue(
                tx, group.id, DESIGN, week.slot, content, now, closes_at=week.closes_at
            )
        case LabCard():
            return bulletins.issue(tx, group.id, LAB, week.slot, content, now)


def exercise_of(bulletin: Bulletin) -> Exercise:
    """Give the exercise of a bulletin, as it stood when it was posted."""
    return from_json(bulletin.content["exercise"])
