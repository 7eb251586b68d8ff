"""What a week's domain review says: firm and shaky ground, the trap, coverage, and the way up.

It knows closed shared questions and how they were answered, as figures of a group. It knows
no rows, no screens and no clock. Nothing it gives can tell who was wrong: a figure stands on
five answers or more, and what no question's own reveal has told yet enters it only where it
stands on five answers by three people for itself, so that nothing follows by subtraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, TypeAlias

from bot.core.items import Item, Kind
from bot.core.keys import Ruling
from bot.core.packs import Domain
from bot.core.showing import Showing

#: A figure stands on so many answers at least, as the shares of one question do …
TOLD_FROM = 5
#: … and, where no reveal has told it, on so many people.
PEOPLE_FROM = 3
#: A distractor that drew fewer is no trap.
TRAP_FROM = 2
#: Those who agreed to it are counted together, from so many on, with so many answers each.
SHARERS_FROM = 5
SHARER_ANSWERS = 2
#: Shares right from which ground is firm, and below which it is shaky.
FIRM, SHAKY = 0.7, 0.6

#: (answered, right).
Score: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A closed shared question. ``chose`` counts answers by the option's source index.

    ``people`` are those who answered; they matter only below ``TOLD_FROM`` answers. ``ruling``
    is there where another key holds than the item's own.
    """

    item: Item
    answers: int
    right: int
    chose: Mapping[int, int] = field(default_factory=dict)
    people: frozenset[int] = frozenset()
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A task statement: ``right`` of ``told`` answers; with ``told`` 0 nothing can be said.

    ``answers`` are all there were.
    """

    task: str
    title: str
    answers: int
    told: int
    right: int

    @property
    def share(self) -> float | None:
        """The share right, from 0 to 1; None where it cannot be told."""
        return self.right / self.told if self.told else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """The distractor that drew most, with what it had going for it and what it breaks."""

    question: str
    option: str
    drew: int
    answers: int
    tempts: str
    breaks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A domain since its last review. All its figures are fixed when it is made.

    ``met`` of ``concepts`` have been asked so far, ``fresh`` of them since then. ``before``
    is what could be told at the review before; ``climbed`` are (better, counted) among
    members who agreed to share their figures. ``onward`` names next week's domain.
    """

    domain: str
    title: str
    since: date
    answers: int
    lines: tuple[Line, ...]
    trap: Trap | None
    met: int
    fresh: int
    concepts: int
    before: Score | None = None
    climbed: Score | None = None
    onward: str = ""

    @property
    def told(self) -> Score:
        """All that can be told, added up: (answered, right)."""
        return sum(line.told for line in self.lines), sum(line.right for line in self.lines)

    @property
    def firmest(self) -> Line | None:
        """The task with the highest share right, if any can be told."""
        return max(
            self._figures, key=lambda line: (line.right / line.told, line.told), default=None
        )

    @property
    def shakiest(self) -> Line | None:
        """The task with the lowest share right, if any can be told."""
        return min(
            self._figures, key=lambda line: (line.right / line.told, -line.told), default=None
        )

    @property
    def _figures(self) -> list[Line]:
        return [line for line in self.lines if line.told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A review that was made: what it promised, what it told, and how far it had read.

    ``until`` is the ``seq`` of the last close that it counted.
    """

    domain: str
    onward: str
    day: date
    until: int
    told: Score


def lines_of(domain: Domain, asked: Iterable[Asked]) -> tuple[Line, ...]:
    """Give a line for each task statement of a domain, with figures only where they may be told."""
    by_task: dict[str, list[Asked]] = {task.id: [] for task in domain.tasks}
    for each in asked:
        by_task.setdefault(each.item.task, []).append(each)
    titles = {task.id: task.title for task in domain.tasks}
    return tuple(_line(task, titles.get(task, task), found) for task, found in by_task.items())


def trap_of(asked: Iterable[Asked], hushed: frozenset[str] = frozenset()) -> Trap | None:
    """Give the distractor that drew the largest share of a question's answers.

    ``hushed`` are concepts of which nothing may be said now, since they are being asked.
    """
    best: tuple[float, int, Trap] | None = None
    for each in asked:
        item = each.item
        if each.answers < TOLD_FROM or item.concept in hushed:
            continue
        if item.kind not in (Kind.SINGLE, Kind.MULTIPLE):
            continue
        showing = Showing(item, (), each.ruling)
        for source, option in enumerate(item.options):
            drew = each.chose.get(source, 0)
            share = drew / each.answers
            if showing.is_key(source) or drew < TRAP_FROM or (best and (share, drew) < best[:2]):
                continue
            trap = Trap(
                question=item.question,
                option=option.text,
                drew=drew,
                answers=each.answers,
                tempts=option.tempts if showing.argument_holds(source) else "",
                breaks=option.breaks if showing.argument_holds(source) else "",
            )
            best = share, drew, trap
    return best[2] if best else None


def climbed(before: Mapping[int, Score], now: Mapping[int, Score]) -> Score | None:
    """Count members who do better than before: (better, counted), from five counted on.

    Both hold (answered, right) of those who agreed to it. None where there are too few, or
    where nobody did better: nobody is put to shame.
    """
    pairs = [
        (before[person], now[person])
        for person in before.keys() & now.keys()
        if min(before[person][0], now[person][0]) >= SHARER_ANSWERS
    ]
    better = sum(then[1] * later[0] < later[1] * then[0] for then, later in pairs)
    return (better, len(pairs)) if better and len(pairs) >= SHARERS_FROM else None


def last_of(past: Sequence[Past], domain: str) -> Past | None:
    """Give the latest review of a domain."""
    return next((each for each in reversed(past) if each.domain == domain), None)


def missed(answers: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    """Give the items whose latest answer was wrong, the latest first.

    ``answers`` are (item id, right) in the order in which they were given.
    """
    latest: dict[str, bool] = {}
    for item, right in answers:
        latest.pop(item, None)
        latest[item] = right
    return tuple(item for item, right in reversed(latest.items()) if not right)


def to_json(review: Review) -> dict[str, Any]:
    """Give a review as plain JSON values; ``from_json`` reads it back unchanged."""
    return {**asdict(review), "since": review.since.isoformat()}


def from_json(data: Mapping[str, Any]) -> Review:
    """Read what ``to_json`` wrote. Raises ``KeyError`` or ``TypeError`` on anything else."""
    values = dict(data)
    values["since"] = date.fromisoformat(values["since"])
    values["lines"] = tuple(Line(**line) for line in values["lines"])
    values["trap"] = Trap(**values["trap"]) if values["trap"] else None
    for name in ("before", "climbed"):
        values[name] = _score(values[name])
    return Review(**values)


def _score(pair: Sequence[int] | None) -> Score | None:
    return (pair[0], pair[1]) if pair else None


def _line(task: str, title: str, asked: Sequence[Asked]) -> Line:
    open_to_all = [each for each in asked if each.answers >= TOLD_FROM]
    rest = [each for each in asked if each.answers < TOLD_FROM]
    people = frozenset[int]().union(*(each.people for each in rest))
    if sum(each.answers for each in rest) >= TOLD_FROM and len(people) >= PEOPLE_FROM:
        open_to_all += rest
    return Line(
        task=task,
        title=title,
        answers=sum(each.answers for each in asked),
        told=sum(each.answers for each in open_to_all),
        right=sum(each.right for each in open_to_all),
    )
