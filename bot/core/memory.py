"""When a concept comes back: FSRS, told everything, so that it never reads a clock or a lot.

A card is a concept of a pack, and what is kept of it is its stability, its difficulty and when
it was last answered; when it is due is worked out on reading, so that another exam date or
another wish moves every concept at once. The mathematics are py-fsrs's; the rules around it
(what an answer is worth, exam dates, the cap of a day, the order) are here. It knows no rows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from bot.core.slots import study_day

if TYPE_CHECKING:
    import fsrs

#: The share of due concepts that should still be known, and how far a member may move it.
RETENTION, LEAST_RETENTION, MOST_RETENTION = 0.90, 0.80, 0.95
#: Days within which everything comes back, with and near an exam date.
LONGEST, SHORTEST_LIMIT = 180, 3
#: How many days before the exam the last pass of a concept lies.
LEAST_LEAD, MOST_LEAD = 2, 10
#: How many reviews a day brings at most; a longer queue helps nobody.
DAILY_CAP = 15
#: Below this stability, in days, a concept is weak and has its last pass early.
WEAK_BELOW = 4.0
_CARD = 0  # py-fsrs wants a number for each card, and reads the clock without one
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Recall(IntEnum):
    """What an answer says of remembering; the values are py-fsrs's ratings."""

    AGAIN = 1  #: wrong, or only partly right
    HARD = 2  #: right by guessing
    GOOD = 3  #: right
    EASY = 4  #: right and certain at first sight


class Memory(NamedTuple):
    """How well a concept is kept: stability in days, difficulty 1 to 10, the last answer."""

    stability: float
    difficulty: float
    last: datetime


def recall_of(*, is_right: bool, confidence: str | None, first: bool) -> Recall:
    """Rate an answer. Speed never earns anything; ``first`` is the concept's first answer."""
    if not is_right:
        return Recall.AGAIN
    if confidence == "guessing":
        return Recall.HARD
    if confidence == "certain" and first:
        return Recall.EASY
    return Recall.GOOD


def answered(memory: Memory | None, recall: Recall, at: datetime) -> Memory:
    """Give the memory after an answer. One that came in late counts as of the latest before it."""
    at = at.astimezone(UTC)
    if memory is None:
        return Memory(*_begun(recall), at)
    import fsrs  # with the first answer: start-up does not wait for it

    stability, difficulty, last = memory
    at = max(at, last)
    card = fsrs.Card(_CARD, fsrs.State.Review, None, stability, difficulty, last, last)
    return Memory(*_rated(card, recall, at), at)


@cache
def _begun(recall: Recall) -> tuple[float, float]:
    """Give stability and difficulty after a concept's first answer, which no instant changes."""
    import fsrs

    return _rated(fsrs.Card(_CARD, due=_EPOCH), recall, _EPOCH)


def _rated(card: fsrs.Card, recall: Recall, at: datetime) -> tuple[float, float]:
    card, _ = _scheduler().review_card(card, _ratings()[recall], at)
    assert card.stability is not None
    assert card.difficulty is not None
    return card.stability, card.difficulty


def retrievability(memory: Memory, now: datetime) -> float:
    """Give the chance that a concept is still known at an instant (FSRS, whole days)."""
    decay, factor = _curve()
    days = max(0, (now - memory.last).days)
    return float((1.0 + factor * days / memory.stability) ** decay)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a member's reviews are laid out. ``until`` is the exam or finish day, if any.

    Days are study days in ``zone``.
    """

    retention: float = RETENTION
    until: date | None = None
    zone: str = "UTC"

    def limit(self, day: date) -> int:
        """Give the longest interval of a concept answered on a day, in days."""
        if self.until is None or self.until <= day:
            return LONGEST
        return min(LONGEST, max(SHORTEST_LIMIT, (self.until - day).days // 2))


def interval(memory: Memory, pace: Pace) -> int:
    """Give the days from the last answer to the next review, at least one."""
    return _interval(memory, pace, study_day(memory.last, pace.zone))


def _interval(memory: Memory, pace: Pace, answered_on: date) -> int:
    decay, factor = _curve()
    wished = min(MOST_RETENTION, max(LEAST_RETENTION, pace.retention))
    days = memory.stability / factor * (wished ** (1.0 / decay) - 1.0)
    return int(min(max(1, round(days)), pace.limit(answered_on)))


def after(days: int, usual: float, wished: float) -> int:
    """Give the days after which comes back at one retention what does after ``days`` at another."""
    decay, _ = _curve()
    longer = (math.pow(wished, 1.0 / decay) - 1.0) / (math.pow(usual, 1.0 / decay) - 1.0)
    return max(1, round(days * longer))


def due_on(memory: Memory, pace: Pace, *, learner: int, concept: str) -> date:
    """Give the day on which a concept comes back.

    Before an exam it comes back once more two to ten days ahead, spread by member and concept,
    so that the last pass does not fall on one day; the weakest have the longest lead. A last
    pass never lies before the day after the last answer.
    """
    answered_on = study_day(memory.last, pace.zone)
    due = answered_on + timedelta(days=_interval(memory, pace, answered_on))
    if pace.until is None or pace.until <= answered_on:
        return due
    last_pass = pace.until - timedelta(days=lead_of(memory, learner=learner, concept=concept))
    if answered_on >= last_pass:
        return due  # its last pass is behind it
    return min(due, last_pass)


def lead_of(memory: Memory, *, learner: int, concept: str) -> int:
    """Give the days between a concept's last pass and the exam: the weaker, the longer."""
    middle = (LEAST_LEAD + MOST_LEAD) // 2
    low, high = (middle, MOST_LEAD) if memory.stability < WEAK_BELOW else (LEAST_LEAD, middle)
    return low + crc32(f"{learner}/{concept}".encode()) % (high - low + 1)


@dataclass(frozen=True, slots=True)
class DueConcept:
    """A concept to review: how likely it is still known, and since when it is due."""

    concept: str
    retrievability: float
    due: date


def due_concepts(
    memories: Mapping[str, Memory],
    pace: Pace,
    *,
    learner: int,
    today: date,
    now: datetime,
    weight: Callable[[str], float],
) -> list[DueConcept]:
    """Give what is due, what is most at risk first: lowest retrievability by domain weight.

    ``weight`` gives a concept's domain's share, adding up over domains to 1. What is certain to
    be forgotten in a heavy domain goes before what may be in a light one.
    """
    found = [
        DueConcept(name, retrievability(memory, now), due)
        for name, memory in memories.items()
        if _may_be_due(memory, pace, today)
        and (due := due_on(memory, pace, learner=learner, concept=name)) <= today
    ]
    return sorted(
        found,
        key=lambda each: (
            -(1.0 - each.retrievability) * weight(each.concept),
            each.due,
            each.concept,
        ),
    )


def _may_be_due(memory: Memory, pace: Pace, today: date) -> bool:
    """Tell cheaply what cannot be due, a day or two early: most concepts, most of the time."""
    if pace.until is not None and (pace.until - today).days <= MOST_LEAD:
        return True
    after = memory.last.date() + timedelta(days=2)  # in no zone is it later
    return after - timedelta(days=3) + timedelta(_interval(memory, pace, after)) <= today


def left_today(answered_today: int) -> int:
    """Give how many reviews a day still holds."""
    return max(0, DAILY_CAP - answered_today)


def folded(answers: Iterable[tuple[bool, str | None, datetime]]) -> Memory | None:
    """Give what is kept of a concept after (right, confidence, instant) of answers in order."""
    memory: Memory | None = None
    for is_right, confidence, at in answers:
        recall = recall_of(is_right=is_right, confidence=confidence, first=memory is None)
        memory = answered(memory, recall, at)
    return memory


@cache
def _scheduler() -> fsrs.Scheduler:
    """Give the one scheduler: its stability and difficulty depend on no wish and no date."""
    import fsrs

    return fsrs.Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST,
        enable_fuzzing=False,
    )


@cache
def _ratings() -> Mapping[Recall, fsrs.Rating]:
    """Give py-fsrs's name for each recall: looked up, since a rebuild asks a million times."""
    import fsrs

    return {recall: fsrs.Rating(recall) for recall in Recall}


@cache
def _curve() -> tuple[float, float]:
    """Give (decay, factor) of FSRS's forgetting curve, which is 90 % at the stability."""
    decay = -_scheduler().parameters[20]
    return decay, math.pow(0.9, 1.0 / decay) - 1.0
