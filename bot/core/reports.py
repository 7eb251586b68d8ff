"""What a workbook holds, as values: a group's report for its lead, and a member's own.

It knows figures, names and words: a person only in bands, everybody else inside totals of
five or more. It knows no rows, no files and no
spreadsheet. Everything here can be pickled, so that another process can write it down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from bot.core.bands import Band, Counted, band_of
from bot.core.consent import CROWD
from bot.core.crowds import monday_of
from bot.core.facility import Doubt, Facility
from bot.core.growth import Growth
from bot.core.item_statistics import ItemStatistics

#: A cell of a row of answers, and such a row in the order of its columns.
Cell: TypeAlias = str | int | float | date | datetime | None
AnswerRow: TypeAlias = tuple[Cell, ...]
#: Is told how much is done of how much.
Progress: TypeAlias = Callable[[int, int], None]

GROUP_ANSWERS = (
    "study_day", "source", "asked_on", "domain", "concept", "item", "kind", "response", "key",
    "right", "share", "confidence",
)  # fmt: skip
OWN_ANSWERS = (
    "answered_at", "study_day", "source", "asked_on", "domain", "concept", "question", "response",
    "key", "right", "share", "points", "confidence", "seconds", "item",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer of one's own. ``shared`` says that it went to a group's question."""

    day: date
    item: str
    domain: str
    concept: str
    is_right: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Answers of several people together. ``right`` is at most ``n``."""

    people: int
    n: int
    right: int

    @property
    def share(self) -> float | None:
        """The share right, 0 to 1; None without answers."""
        return self.right / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week from its Monday: answers to shared questions in time, and practised ones.

    ``score`` is None where too few people stand behind it.
    """

    monday: date
    people: int
    answers: int
    practised: int
    score: Score | None


@dataclass(frozen=True, slots=True)
class DomainLine:
    """A domain of the blueprint. ``weight`` is a percentage of the exam.

    ``everyone`` and ``others`` (those who never agreed to be shown, together) are None
    where fewer than five people stand behind them.
    """

    title: str
    weight: int
    everyone: Score | None
    others: Band | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """A member who has agreed to be shown: bands, in the order of the domains, and active days.

    What people agree to names these and no more.
    """

    name: str
    team: str
    active_days: int
    bands: tuple[Band | None, ...]
    last_active: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrownLine:
    """A member who stands on the board of growth, as that board shows them."""

    place: int
    name: str
    growth: float
    questions: int


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team. ``score`` needs five people; ``band`` needs five, or that all have agreed."""

    name: str
    members: int
    score: Score | None
    band: Band | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """An item and its first answers. ``shares`` are the options' in source order.

    ``keyed`` are the source indexes of the key; steps and pairs have none. ``facility`` is
    None, and ``shares`` and ``doubts`` are empty, under five answers. ``everywhere`` is what
    first answers over all groups say, from five people on; the doubts are then those.
    """

    id: str
    domain: str
    concept: str
    question: str
    kind: str
    asked: int
    n: int
    floor: float
    facility: Facility | None
    shares: tuple[float, ...]
    keyed: tuple[int, ...]
    doubts: tuple[Doubt, ...]
    everywhere: ItemStatistics | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupReport:
    """All of a group's workbook but the rows of answers, of which ``listed`` will come.

    ``answers`` stand in the totals. ``unlisted`` of them are left out of the rows: too few
    people answered on their day. ``others_until`` is the Monday up to which the others'
    bands reach; ``growth_days`` are the first and the last day of growth's weeks.
    ``made_at`` is wall time in ``zone``, without a zone of its own.
    """

    group: str
    pack: str
    exam: str
    zone: str
    made_at: datetime
    first_day: date | None
    last_day: date | None
    members: int
    agreed: int
    questions: int
    everyone: Score | None
    answers: int
    weeks: tuple[WeekLine, ...]
    domains: tuple[DomainLine, ...]
    others_until: date
    shown: tuple[MemberLine, ...]
    growth_days: tuple[date, date]
    grown: tuple[GrownLine, ...]
    teams: tuple[TeamLine, ...]
    items: tuple[ItemLine, ...]
    listed: int
    unlisted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDomain:
    """A domain as its owner sees it: concepts met of all, and the self-rating in words."""

    title: str
    weight: int
    answered: int
    right: int
    met: int
    concepts: int
    rated: str


@dataclass(frozen=True, slots=True)
class OwnGrowth:
    """One's own growth over all domains, or in one of them. ``title`` says which."""

    title: str
    found: Growth


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """A question that was missed and not right since."""

    missed_on: date
    times: int
    domain: str
    concept: str
    question: str
    takeaway: str
    reference: str


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note as it was kept."""

    day: date
    domain: str
    question: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberReport:
    """All of a member's own workbook but the rows of answers, of which ``listed`` will come.

    ``streak``, ``best`` and ``freezes`` count posting days. ``made_at`` is wall time in
    ``zone``, without a zone of its own. ``growth_days`` are the first and the last day of
    growth's weeks; growth over all domains stands before that in each. ``ready`` says how
    ready they are, the answer first.
    """

    name: str
    group: str
    pack: str
    exam: str
    zone: str
    made_at: datetime
    streak: int
    best: int
    freezes: int
    weeks: tuple[WeekLine, ...]
    domains: tuple[OwnDomain, ...]
    growth_days: tuple[date, date]
    growth: tuple[OwnGrowth, ...]
    revisits: tuple[Revisit, ...]
    notes: tuple[OwnNote, ...]
    listed: int
    ready: tuple[str, ...] = ()


def total(counts: Iterable[Counted]) -> Score | None:
    """Add people's answers up; None where fewer than five people stand behind the sum."""
    answered = [count for count in counts if count.n]
    people = len({count.learner for count in answered})
    if people < CROWD:
        return None
    return Score(people, sum(count.n for count in answered), sum(count.right for count in answered))


def bands(counts: Iterable[Counted], domains: Iterable[str]) -> tuple[Band | None, ...]:
    """Give one person's band in each domain."""
    found = {count.domain: band_of(count.right, count.n) for count in counts}
    return tuple(found.get(domain) for domain in domains)


def team_line(
    name: str, members: frozenset[int], counts: Iterable[Counted], agreed: frozenset[int]
) -> TeamLine:
    """Give a team's line: its share from five people on, its band also where all agreed."""
    own = [count for count in counts if count.learner in members]
    score = total(own)
    band = None
    if score is not None or {count.learner for count in own if count.n} <= agreed:
        band = band_of(sum(count.right for count in own), sum(count.n for count in own))
    return TeamLine(name, len(members), score, band)


def own_weeks(answers: Iterable[Answered]) -> tuple[WeekLine, ...]:
    """Give one person's weeks, the oldest first; nothing is withheld from its owner."""
    weeks: dict[date, list[Answered]] = {}
    for answer in answers:
        weeks.setdefault(monday_of(answer.day), []).append(answer)
    return tuple(
        WeekLine(
            monday=monday,
            people=1,
            answers=sum(answer.shared for answer in given),
            practised=sum(not answer.shared for answer in given),
            score=Score(1, len(given), sum(answer.is_right for answer in given)),
        )
        for monday, given in sorted(weeks.items())
    )


def not_right_since(answers: Iterable[Answered]) -> dict[str, tuple[int, date]]:
    """Give how often and when last each item was missed, if it has not been right since.

    ``answers`` are in order. What was missed last comes first.
    """
    missed: dict[str, tuple[int, date]] = {}
    for answer in answers:
        times, _ = missed.pop(answer.item, (0, answer.day))
        if not answer.is_right:
            missed[answer.item] = (times + 1, answer.day)
    return dict(reversed(missed.items()))
