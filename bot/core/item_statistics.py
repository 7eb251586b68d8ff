"""How well an item tells the able from the others, and which of its options draws whom.

Classical item analysis against an ability that is known beside the item: the model's, since
people answer different items, or the score on all other items where everybody answered all.
It knows numbers alone. Nothing here says that an item is wrong: with thirty answers a bad one
is found about one time in four, so every doubt is a reason to look, and switches nothing off.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.ability import Term
from bot.core.facility import IDLE_BELOW, IDLE_FROM, Z90, Concern, Doubt, Facility, doubts
from bot.core.items import Response

#: The normal quantile of a two-sided 80 % interval.
Z80 = 1.2815515655446004
#: First answers from which on a correlation is told, and doubts rest on it. Below, the 90 %
#: interval of any correlation is wider than 0.6 (Fisher 1921).
TELLING_FROM = 30
#: A correlation that surely stays below this hardly tells the able from the others (Ebel 1965).
WEAK_BELOW = 0.20
#: Two options are torn between where each draws this share ...
TORN_SHARE = 0.30
#: ... from people whose mean ability differs by no more than this many standard deviations: half
#: of what counts as a small difference (Cohen 1988).
TORN_WITHIN = 0.10
#: Flags by people from which on an item is worth a look for them alone.
REPORTED_FROM = 2


@dataclass(frozen=True, slots=True)
class Sat:
    """One person's first answer: the options it chose, whether it was right, how able they are.

    ``ability`` must not rest on this answer: see ``without``. None is one that is hardly known:
    such an answer counts, but tells nothing apart.
    """

    chosen: Response
    right: bool
    ability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLine:
    """Who chose an option: how many, their share, and its correlation with ability.

    ``correlation`` is None where it says nothing (yet); ``ability`` is the choosers' mean in
    standard deviations from everybody's. An ``idle`` one is wrong and draws almost nobody.
    """

    option: int
    count: int
    share: float
    correlation: float | None
    ability: float | None
    is_key: bool
    idle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStatistics:
    """What first answers say of an item.

    ``discrimination`` is the corrected point-biserial, -1 to 1, with its 90 % interval; None
    where it cannot be told: too few answers, or all alike.
    """

    facility: Facility
    floor: float
    discrimination: float | None
    interval: tuple[float, float]
    options: tuple[OptionLine, ...]
    doubts: tuple[Doubt, ...]


def statistics(
    answers: Sequence[Sat],
    *,
    options: int,
    key: Response,
    floor: float,
    reports: int = 0,
    is_choice: bool = True,
) -> ItemStatistics:
    """Sum up first answers to an item with so many ``options``.

    ``key`` are the right options; ``floor`` is the chance to be right by guessing, ``reports``
    counts people's flags. Where it ``is_choice`` no more (steps, pairs), ``chosen`` are the
    places that were right, and no option is a wrong one.
    """
    facility = Facility(sum(answer.right for answer in answers), len(answers))
    known = [(answer, answer.ability) for answer in answers if answer.ability is not None]
    n, abilities = len(known), [ability for _, ability in known]
    r = correlation([answer.right for answer, _ in known], abilities)
    right = set(key) if is_choice else set(range(options))
    sitters = [answer for answer, _ in known]
    lines = tuple(
        _line(option, answers, sitters, abilities, option in right) for option in range(options)
    )
    wrong = {line.option: line.count for line in lines if not line.is_key}
    found = list(doubts(facility, floor, wrong))
    told = r if n >= TELLING_FROM else None
    if n >= TELLING_FROM:
        rival = _rival(lines, told, n) if is_choice else None
        if rival is not None:
            found.insert(0, rival)
        elif told is not None and interval_of(told, n)[1] < WEAK_BELOW:
            found.append(Doubt(Concern.WEAK))
        torn = _torn(lines) if is_choice and rival is None else None
        if torn is not None:
            found.append(Doubt(Concern.AMBIGUOUS, torn))
    if reports >= REPORTED_FROM:
        found.append(Doubt(Concern.REPORTED))
    return ItemStatistics(
        facility=facility,
        floor=floor,
        discrimination=told,
        interval=interval_of(told, n) if told is not None else (-1.0, 1.0),
        options=lines,
        doubts=tuple(found),
    )


def correlation(marks: Sequence[bool], abilities: Sequence[float]) -> float | None:
    """Give the point-biserial correlation of marks with abilities; None where either is flat."""
    n, hit = len(marks), sum(marks)
    if not 0 < hit < n:
        return None
    mean = sum(abilities) / n
    spread = math.sqrt(sum((each - mean) ** 2 for each in abilities) / n)
    if spread < 1e-9:
        return None
    above = sum(each for each, mark in zip(abilities, marks, strict=True) if mark) / hit - mean
    share = hit / n
    return max(-1.0, min(1.0, above / spread * math.sqrt(share / (1 - share))))


def interval_of(r: float, n: int, z: float = Z90) -> tuple[float, float]:
    """Give a correlation's interval by Fisher's transform (1921), 90 % unless told otherwise."""
    if n <= 3:
        return -1.0, 1.0
    middle, reach = math.atanh(max(-0.999999, min(0.999999, r))), z / math.sqrt(n - 3)
    return math.tanh(middle - reach), math.tanh(middle + reach)


def without(ability: Term, right: bool, p: float) -> float:
    """Give how able somebody is thought to be without one of their answers.

    ``p`` is the chance the model gives that answer now. One Newton step back from the mode
    (Pregibon 1981): m - v (y - p) / (1 - v p (1 - p)).
    """
    v = min(ability.variance, 2.0)
    return ability.mean - v * (right - p) / (1.0 - v * p * (1.0 - p))


def _line(
    option: int,
    answers: Sequence[Sat],
    sitters: Sequence[Sat],
    abilities: Sequence[float],
    is_key: bool,
) -> OptionLine:
    """Give an option's line: counts of all ``answers``, the rest of those ``sitters`` known."""
    n = len(answers)
    count = sum(option in answer.chosen for answer in answers)
    marks = [option in sitter.chosen for sitter in sitters]
    r = correlation(marks, abilities) if len(sitters) >= TELLING_FROM else None
    share, drawn = (count / n if n else 0.0), sum(marks)
    return OptionLine(
        option=option,
        count=count,
        share=share,
        correlation=r,
        ability=None if r is None else r * math.sqrt((len(marks) - drawn) / drawn),
        is_key=is_key,
        idle=not is_key and n >= IDLE_FROM and share < IDLE_BELOW,
    )


def _rival(lines: Sequence[OptionLine], r: float | None, n: int) -> Doubt | None:
    """Say whether the key is suspect, and which wrong option stands in its place, if one does."""
    keyed = [line for line in lines if line.is_key]
    least = min(line.share for line in keyed)
    bar = min((-1.0 if line.correlation is None else line.correlation) for line in keyed)
    wrong = [line for line in lines if not line.is_key and line.correlation is not None]
    best = max(wrong, key=lambda line: line.correlation or 0.0, default=None)
    ahead = [
        line for line in wrong if line.share > least and (line.correlation or 0.0) > max(bar, 0.0)
    ]
    if ahead:
        first = max(ahead, key=lambda line: line.correlation or 0.0)
        return Doubt(Concern.SUSPECT_KEY, first.option)
    if r is not None and interval_of(r, n, Z80)[1] < 0.0:
        liked = best is not None and (best.correlation or 0.0) > 0.0
        return Doubt(Concern.SUSPECT_KEY, best.option if best is not None and liked else None)
    return None


def _torn(lines: Sequence[OptionLine]) -> int | None:
    """Give the wrong option that people as able as the key's take as readily as the key."""
    keyed = [line for line in lines if line.is_key and line.share >= TORN_SHARE]
    for line in lines:
        if line.is_key or line.share < TORN_SHARE or line.ability is None:
            continue
        for other in keyed:
            if other.ability is not None and abs(line.ability - other.ability) <= TORN_WITHIN:
                return line.option
    return None
