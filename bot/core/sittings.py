"""A sitting of a mock exam: the state of each of its places, and what came of it.

Pure values over what was answered. It marks nothing itself, tells nobody, and never turns a
share of right answers into a score on an exam's own scale: nobody outside knows how.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.bands import Band, band_of
from bot.core.facility import wilson
from bot.core.items import Response

#: So many items are named as those that took longest.
SLOWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of a sitting as its owner left it, counted from 1."""

    number: int
    answered: bool
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A place after the hand-in. ``first`` and ``response`` are None where nothing was chosen.

    ``first_right`` says whether the first choice was right.
    """

    number: int
    domain: str
    task: str
    scored: bool
    met: bool
    is_right: bool
    first_right: bool
    first: Response | None
    response: Response | None
    spent: timedelta

    @property
    def changed(self) -> bool:
        """Whether the answer at the end was another than the first."""
        return self.first != self.response


@dataclass(frozen=True, slots=True)
class Part:
    """How a part of the blueprint went: ``right`` of ``n`` that count."""

    name: str
    right: int
    n: int

    @property
    def band(self) -> Band | None:
        """The band, or None while it is too early to say."""
        return band_of(self.right, self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a sitting. Trial items are in no figure but ``answered``, time and changes.

    ``interval`` is the 90 % interval of the share. ``changes`` counts changed answers by
    (first right, last right).
    """

    whole: Part
    interval: tuple[float, float]
    answered: int
    total: int
    trial: int
    met: int
    domains: tuple[Part, ...]
    tasks: tuple[Part, ...]
    slowest: tuple[Judged, ...]
    changes: dict[tuple[bool, bool], int]

    @property
    def percent(self) -> int:
        """The share of right answers among those that count, in whole per cent."""
        return round(100 * self.whole.right / self.whole.n) if self.whole.n else 0


def result_of(judged: Sequence[Judged], domains: Sequence[str], tasks: Sequence[str]) -> Result:
    """Sum a sitting up. ``domains`` and ``tasks`` give the order in which parts are named."""
    counted = [each for each in judged if each.scored]
    whole = _part("", counted)
    changes: dict[tuple[bool, bool], int] = {}
    for each in judged:
        if each.changed:
            key = (each.first_right, each.is_right)
            changes[key] = changes.get(key, 0) + 1
    slow = sorted((each for each in judged if each.spent), key=lambda e: (-e.spent, e.number))
    return Result(
        whole=whole,
        interval=wilson(whole.right, whole.n),
        answered=sum(each.response is not None for each in judged),
        total=len(judged),
        trial=len(judged) - len(counted),
        met=sum(each.met for each in judged),
        domains=_parts(domains, ((each.domain, each) for each in counted)),
        tasks=_parts(tasks, ((each.task, each) for each in counted)),
        slowest=tuple(slow[:SLOWEST]),
        changes=changes,
    )


def ranges(numbers: Iterable[int]) -> str:
    """Write numbers in short: ``1–4, 7, 9–12``; empty where there are none."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _parts(order: Sequence[str], named: Iterable[tuple[str, Judged]]) -> tuple[Part, ...]:
    by_name: dict[str, list[Judged]] = {}
    for name, each in named:
        by_name.setdefault(name, []).append(each)
    known = [name for name in order if name in by_name]
    rest = sorted(name for name in by_name if name not in order)
    return tuple(_part(name, by_name[name]) for name in [*known, *rest])


def _part(name: str, judged: Sequence[Judged]) -> Part:
    return Part(name, sum(each.is_right for each in judged), len(judged))
