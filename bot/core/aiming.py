"""Aiming a group's daily question: how hard it should be, and how well an item fits that.

It knows what is expected of a group on an item, how near the exam is, and how the last
questions went; from that it scores items. It knows no rows, no clock, and draws no lots.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from bot.core.ability import DEFAULTS, Parameters, Term, adjusted, chance
from bot.core.items import Item, Kind

#: The share of a group that should be right, by the days left to the exam or finish date:
#: easy enough to go on far from it, as hard as the exam near it. In between it slides.
RAMP = ((7, 0.60), (28, 0.65), (56, 0.75))
#: The share aimed at without a date.
UNDATED = 0.65
#: How far an item may be off the target before it fits badly: a standard deviation.
WIDTH = 0.12
INFORMATION, NOVELTY = 0.3, 0.2
#: What two hard questions in a row, both below ``HARD``, make the next one easier by.
EASED, HARD = 0.10, 0.40
#: Nothing is aimed at being easier than this.
CEILING = 0.90
#: Shares of fewer answers say little, and would say something about somebody.
ANSWERS_LEAST = 5
#: Items whose score is within this of the best one fit as well, and the lot decides.
AS_GOOD = 0.05
#: Expected shares between which people have something to argue about, and where it is best:
#: the range in which talk helps most in Crouch and Mazur, "Peer Instruction" (2001).
ARGUABLE = (0.35, 0.70)
ARGUED_AT = 0.50
#: A domain this many logits below the group's mean is as weak as counts.
WEAKEST = 0.6
#: Days before the exam or finish date in which no new ground is broken.
LAST_DAYS = 7

_SHARES = (
    (1 / 4, "one in four"), (1 / 3, "one in three"), (2 / 5, "two in five"),
    (1 / 2, "half"), (3 / 5, "three in five"), (2 / 3, "two in three"),
    (3 / 4, "three in four"), (4 / 5, "four in five"), (9 / 10, "nine in ten"),
)  # fmt: skip


class Foresight(NamedTuple):
    """What is expected of an item: the share right, what it teaches the model, how new it is."""

    share: float
    information: float
    novelty: float


#: Gives what is expected of each of some items of one domain, by id.
Foresee: TypeAlias = Callable[[Sequence[Item]], Mapping[str, Foresight]]


class Fit(NamedTuple):
    """The items that fit best, at which target, and what was expected of all of them.

    ``divides`` says that they are expected to divide the group.
    """

    items: Sequence[Item]
    target: float
    expected: Mapping[str, Foresight]
    divides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """How hard the next question should be, and what is expected of items.

    ``target`` is a share of the ``members``; ``eased`` makes it easier after two hard
    questions; ``argued`` asks for an item that divides the group, if there is one.
    """

    target: float
    foresee: Foresee
    members: int = 0
    eased: bool = False
    argued: bool = False

    def best(self, items: Sequence[Item]) -> Fit:
        """Choose among items that the rules left: those whose score is about the best."""
        expected = self.foresee(items)
        low, high = ARGUABLE
        dividing = [
            item
            for item in items
            if self.argued and item.kind is Kind.SINGLE and low <= expected[item.id].share <= high
        ]
        target = ARGUED_AT if dividing else min(CEILING, self.target + EASED * self.eased)
        fitting = dividing or items
        scores = [score(expected[item.id], target) for item in fitting]
        least = max(scores) - AS_GOOD
        best = [item for item, each in zip(fitting, scores, strict=True) if each >= least]
        return Fit(best, target, expected, bool(dividing))


def score(item: Foresight, target: float) -> float:
    """Give exp(-(share - target)^2 / (2 * 0.12^2)) + 0.3 * information + 0.2 * novelty."""
    off = (item.share - target) / WIDTH
    return math.exp(-off * off / 2) + INFORMATION * item.information + NOVELTY * item.novelty


def target_on(day: date, until: date | None) -> float:
    """Give the share to aim at on a day: 0.75, then 0.65, then 0.60 towards a date.

    A date that has passed is none.
    """
    if until is None or until < day:
        return UNDATED
    left = (until - day).days
    (near, hardest), *_ = RAMP
    if left <= near:
        return hardest
    for (start, low), (end, high) in pairwise(RAMP):
        if left <= end:
            return low + (high - low) * (left - start) / (end - start)
    return RAMP[-1][1]


def no_new_ground(day: date, until: date | None) -> bool:
    """Say whether a day lies in the last seven before a date, or is the date itself."""
    return until is not None and 0 <= (until - day).days <= LAST_DAYS


def eases(latest: Iterable[tuple[int, int, bool]]) -> bool:
    """Say whether the next question should be easier: the last two were hard, as they came.

    ``latest`` are (answers, right, eased) of closed questions, the latest first. One that was
    made easier already does not count, so that easing happens once and not for ever.
    """
    two = list(latest)[:2]
    return len(two) == 2 and all(
        answers >= ANSWERS_LEAST and right < HARD * answers and not eased
        for answers, right, eased in two
    )


class Crowd(NamedTuple):
    """Some members as one: how many they are, and their mean and spread in logits by domain.

    The spread holds how they differ as well as what is not known of each.
    """

    size: int
    domains: Mapping[str, Term]


def crowd_of(
    members: Sequence[Mapping[str, Term]], domains: Iterable[str], params: Parameters = DEFAULTS
) -> Crowd:
    """Take members together; each is their ability by domain. Without any it is the prior's.

    A mixture of normals is taken as one normal with its mean and variance, so that asking
    about an item costs the same however many they are.
    """
    size, found = len(members), {}
    for domain in domains:
        own = [each[domain] for each in members]
        if not own:
            found[domain] = Term(0.0, params.member_variance + params.domain_variance)
            continue
        mean = sum(each.mean for each in own) / size
        spread = sum(each.variance + (each.mean - mean) ** 2 for each in own) / size
        found[domain] = Term(mean, spread, sum(each.n for each in own))
    return Crowd(size, found)


def weakness_of(crowd: Crowd) -> dict[str, float]:
    """Give how weak a crowd is in each domain, from -1 (strongest) to 1 (weakest)."""
    if not crowd.domains:
        return {}
    middle = sum(term.mean for term in crowd.domains.values()) / len(crowd.domains)
    return {
        domain: min(1.0, max(-1.0, (middle - term.mean) / WEAKEST))
        for domain, term in crowd.domains.items()
    }


def foresight(
    crowd: Crowd,
    item: Item,
    *,
    common: Term,
    concept: Term,
    difficulty: Term,
    intercept: float = 0.0,
    met: float = 0.0,
    params: Parameters = DEFAULTS,
) -> Foresight:
    """Give what is expected of an item from a crowd; ``met`` is the share that met its concept.

    Information is the part of the doubt about item and concept that the crowd's answers would
    take away: V n h / (1 + V n h), with h = p (1 - p) for each of n answers.
    """
    unknown = Term(0.0, params.member_variance + params.domain_variance)
    own = crowd.domains.get(item.domain, unknown)
    doubt = concept.variance + difficulty.variance
    mean = common.mean + own.mean + concept.mean - difficulty.mean
    share = adjusted(chance(mean, common.variance + own.variance + doubt, params.guess), intercept)
    told = doubt * max(1, crowd.size) * share * (1.0 - share)
    return Foresight(share, told / (1.0 + told), 1.0 - met)


def share_in_words(share: float) -> str:
    """Write a share as people say it: ``two in three``."""
    return min(_SHARES, key=lambda pair: abs(pair[0] - share))[1]
