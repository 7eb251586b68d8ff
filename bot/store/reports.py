"""What reports ask about a group's answers: sums over them, and the answers one after the other.

Only what has settled is read: whole days that may stand in a total, and nothing of a question
that is open now, since a figure about it would tell the key to those who have not answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, cast

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select

from bot.core.bands import Counted
from bot.core.consent import CROWD
from bot.core.crowds import days_held_back
from bot.core.items import Response
from bot.store.rounds import CLOSED, OPEN
from bot.store.sittings import MOCK
from bot.store.tables import Attempt, Group, KeyRule, Round
from bot.store.talks import IS_ARGUED
from bot.store.tx import Tx

_A, _R, _K, _G = (sa.inspect(table).local_table for table in (Attempt, Round, KeyRule, Group))

DAILY = "daily"
LATE = "late"
AT_ONCE = "at_once"
#: A faster answer was not read, and says nothing about the item.
READ_MS = 3_000
#: Answers that are read at a time.
CHUNK = 1_000

#: (study day, source, the round's day, domain, concept, item, version, response, is right,
#: share, confidence)
GivenRow: TypeAlias = tuple[
        date, str, date | None, str, str, str, str, tuple[int, ...], bool, float, str | None
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Which of a group's answers may be read: study days before ``today`` but those held back.

    ``quiet`` are days that may stand in totals, but whose answers are not listed singly.
    """

    group_id: int
    pack: str
    today: date
    held_back: frozenset[date]
    quiet: frozenset[date]

    def holds(self, pack: str, day: date) -> bool:
        """Say whether the answers of a study day in a pack may be read."""
        return pack == self.pack and day < self.today and day not in self.held_back


@dataclass(frozen=True, slots=True)
class WeekCount:
    """A week's answers of one source, from its Monday, and from how many people they came."""

    monday: date
    source: str
    people: int
    n: int
    right: int


@dataclass(frozen=True, slots=True)
class Activity:
    """On how many study days a learner answered, how often, and when first and last."""

    days: int
    n: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Given:
    """How often a response was the first to an item version, and how many were right.

    ``latest`` is the ``seq`` of the last of them.
    """

    item_id: str
    version: str
    response: Response
    n: int
    right: int
    latest: int


def _first_picks(pack: str) -> ColumnElement[bool]:
    return and_(_A.c.pack == pack, _A.c.counts, _A.c.phase == 1)


def _in_group(group_id: int, pack: str) -> ColumnElement[bool]:
    # What somebody answered in a mock exam is theirs alone, and its questions stay sealed.
    return and_(_A.c.group_id == group_id, _A.c.source != MOCK, _first_picks(pack))


def _open_items(group_id: int) -> sa.Select[tuple[str]]:
    return select(_R.c.item_id).where(_R.c.group_id == group_id, _R.c.state == OPEN)


def _settled(of: Settled) -> ColumnElement[bool]:
    return and_(
        _in_group(of.group_id, of.pack),
        _A.c.study_day < of.today,
        _A.c.study_day.not_in(of.held_back),
        _A.c.item_id.not_in(_open_items(of.group_id)),
    )


def _right() -> ColumnElement[int]:
    return func.sum(case((_A.c.is_right, 1), else_=0))


def settle(tx: Tx, group_id: int, pack: str, today: date) -> Settled:
    """Find out which of a group's answers may be read on a study day."""
    here = and_(_in_group(group_id, pack), _A.c.study_day < today)
    closed = _A.c.item_id.not_in(_open_items(group_id))
    days = (
        select(_A.c.study_day)
        .where(here, closed)
        .group_by(_A.c.study_day)
        .having(func.count(_A.c.learner_id.distinct()) < CROWD)
    )
    pairs = select(_A.c.study_day, _A.c.learner_id).where(here, closed, _A.c.study_day.in_(days))
    quiet: dict[date, frozenset[int]] = {}
    for day, learner in tx.execute(pairs.distinct()):
        quiet[day] = quiet.get(day, frozenset()) | {learner}
    held_back = days_held_back(quiet, today)
    return Settled(
        group_id=group_id,
        pack=pack,
        today=today,
        held_back=held_back,
        quiet=frozenset(quiet) - held_back,
    )


def domain_counts(tx: Tx, of: Settled) -> list[Counted]:
    """Give each learner's answers per domain; what was answered after the close is left out."""
    query = (
        select(_A.c.learner_id, _A.c.domain, func.count(), _right())
        .where(_settled(of), _A.c.source != LATE)
        .group_by(_A.c.learner_id, _A.c.domain)
    )
    return [
        Counted(learner, domain, n, int(right)) for learner, domain, n, right in tx.execute(query)
    ]


def activities(tx: Tx, group_id: int, pack: str) -> dict[int, Activity]:
    """Give each learner's active days; they tell nothing of a key, so open questions count."""
    day = _A.c.study_day
    query = (
        select(
            _A.c.learner_id, func.count(day.distinct()), func.count(), func.min(day), func.max(day)
        )
        .where(_in_group(group_id, pack))
        .group_by(_A.c.learner_id)
    )
    return {learner: Activity(*found) for learner, *found in tx.execute(query)}


def week_counts(tx: Tx, of: Settled) -> list[WeekCount]:
    """Give a group's settled answers per ISO week and source, the oldest first."""
    day = _A.c.study_day
    monday: ColumnElement[date]
    if tx.is_sqlite:
        monday = func.date(day, "-6 days", "weekday 1", type_=sa.Date)
    else:
        monday = sa.cast(func.date_trunc("week", day), sa.Date)
    people = func.count(_A.c.learner_id.distinct())
    query = (
        select(monday, _A.c.source, people, func.count(), _right())
        .where(_settled(of))
        .group_by(monday, _A.c.source)
        .order_by(monday)
    )
    return [
        WeekCount(first, source, people, n, int(right))
        for first, source, people, n, right in tx.execute(query)
    ]


def withheld_rounds(tx: Tx) -> frozenset[int]:
    """Give the open rounds whose verdicts wait for the close: by setting, or as argued ones."""
    rows = tx.run(
        "SELECT r.id FROM round r JOIN study_group g ON g.id = r.group_id"
        f" WHERE r.state = 'open' AND (g.verdicts <> 'at_once' OR {IS_ARGUED})"
    ).fetchall()
    return frozenset(int(row[0]) for row in rows)


def is_withheld_before(tx: Tx, day: date) -> bool:
    """Say whether a question of an earlier day is open whose verdicts wait for the close."""
    row = tx.run(
        "SELECT 1 FROM round r JOIN study_group g ON g.id = r.group_id WHERE r.state = 'open'"
        f" AND r.day < ? AND (g.verdicts <> 'at_once' OR {IS_ARGUED}) LIMIT 1",
        (day.isoformat(),),
    ).fetchone()
    return row is not None


def first_responses(tx: Tx, of: Settled) -> list[Given]:
    """Count the first answers that people ever gave to each item, by version and response.

    Left out: answers after the close, and those given too fast to have been read.
    """
    earlier = _A.alias()
    before = exists().where(
        earlier.c.learner_id == _A.c.learner_id,
        earlier.c.pack == _A.c.pack,
        earlier.c.concept == _A.c.concept,
        earlier.c.item_id == _A.c.item_id,
        earlier.c.seq < _A.c.seq,
    )
    query = (
        select(
            _A.c.item_id, _A.c.item_hash, _A.c.response, func.count(), _right(),
            func.max(_A.c.seq),
        )
        .where(
            _settled(of),
            _A.c.source != LATE,
            or_(_A.c.elapsed_ms.is_(None), _A.c.elapsed_ms >= READ_MS),
            not_(before),
        )
        .group_by(_A.c.item_id, _A.c.item_hash, _A.c.response)
    )  # fmt: skip
    return [
        Given(item_id, version, response, n, int(right), latest)
        for item_id, version, response, n, right, latest in tx.execute(query)
    ]


def times_asked(tx: Tx, group_id: int) -> dict[str, int]:
    """Give how often each item was asked as the group's shared question, open ones left out."""
    query = (
        select(_R.c.item_id, func.count())
        .where(_R.c.group_id == group_id, _R.c.state == CLOSED)
        .group_by(_R.c.item_id)
    )
    return dict(tx.execute(query).all())


def other_keys(tx: Tx, group_id: int) -> dict[str, Response]:
    """Give the keys that hold instead of the versions' own: the group's before everybody's."""
    query = (
        select(_K.c.item_hash, _K.c.key)
        .where(_K.c.group_id.in_((0, group_id)))
        .order_by(_K.c.group_id)
    )
    return dict(tx.execute(query).all())


def count_settled(tx: Tx, of: Settled) -> tuple[int, int]:
    """Count a group's settled answers: those that are listed singly, and all others."""
    day = _A.c.study_day
    query = select(day, func.count()).where(_settled(of)).group_by(day)
    counts: dict[date, int] = dict(tx.execute(query).all())
    quiet = sum(n for each, n in counts.items() if each in of.quiet)
    return sum(counts.values()) - quiet, quiet


def settled_answers(tx: Tx, of: Settled) -> Iterator[Sequence[GivenRow]]:
    """Give the answers that are listed singly, a thousand at a time.

    They come by day and by what they say, so that their order tells of nobody.
    """
    query = (
        select(
            _A.c.study_day, _A.c.source, _R.c.day, _A.c.domain, _A.c.concept, _A.c.item_id,
            _A.c.item_hash, _A.c.response, _A.c.is_right, _A.c.share, _A.c.confidence,
        )
        .select_from(_A)
        .outerjoin(_R, _R.c.id == _A.c.round_id)
        .where(_settled(of), _A.c.study_day.not_in(of.quiet))
        .order_by(
            _A.c.study_day, _A.c.source, _A.c.item_id, _A.c.response, _A.c.confidence
        )
        .execution_options(yield_per=CHUNK)
    )  # fmt: skip
    return cast(Iterator[Sequence[GivenRow]], tx.execute(query).partitions())
