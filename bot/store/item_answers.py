"""First answers to items over all groups: who chose what, and what the model folded of it.

Left out are answers after the close, answers given too fast to have been read, and those to
rounds that are still open. It knows rows; what they say of an item is decided above.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from bot.core.consent import CROWD
from bot.core.crowds import days_held_back
from bot.core.flags import FlagEvent, open_flags
from bot.core.items import Response
from bot.store.columns import read_numbers
from bot.store.reports import LATE, READ_MS
from bot.store.tables import Event
from bot.store.tx import Row, Tx, read_date

_FIRST = """
SELECT {what}
FROM attempt a JOIN learner l ON l.id = a.learner_id LEFT JOIN round r ON r.id = a.round_id
WHERE a.pack = ? AND a.counts AND a.phase = 1 AND a.source <> ? AND a.study_day < ?
    AND (a.elapsed_ms IS NULL OR a.elapsed_ms >= ?) AND (r.id IS NULL OR r.state = 'closed')
    AND {simulated} l.simulated AND NOT EXISTS (
        SELECT 1 FROM attempt b WHERE b.learner_id = a.learner_id AND b.pack IN ({packs})
        AND b.concept = a.concept AND b.item_id = a.item_id AND b.seq < a.seq
    ){only}
"""
_ANSWER = (
    "a.seq, a.learner_id, a.domain, a.concept, a.item_id, a.item_hash, a.response, a.is_right,"
    " a.study_day"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAnswer:
    """Somebody's first answer to an item, as it was marked where it was given."""

    seq: int
    learner_id: int
    domain: str
    concept: str
    item_id: str
    version: str
    response: Response
    is_right: bool
    day: date


def first_answers(
    tx: Tx,
    pack: str,
    today: date,
    *,
    packs: Iterable[str] = (),
    item: str | None = None,
    simulated: bool = False,
) -> list[FirstAnswer]:
    """Give people's first answers in a pack, or to one of its items, from days before ``today``.

    ``packs`` are all those in which somebody may have met an item before. Simulated members
    are never among real ones.
    """
    only = " AND a.item_hash IN (SELECT hash FROM item_version WHERE item_id = ?)" if item else ""
    rows = _read(
        tx,
        _ANSWER,
        pack,
        today,
        packs,
        f"{only} ORDER BY a.seq",
        [item] if item else [],
        simulated=simulated,
    )
    return [
        FirstAnswer(
            seq=int(row[0]), learner_id=int(row[1]), domain=row[2], concept=row[3],
            item_id=row[4], version=row[5], response=read_numbers(row[6]),
            is_right=bool(row[7]), day=read_date(row[8]),
        )
        for row in rows
    ]  # fmt: skip


def people_by_day(
    tx: Tx,
    pack: str,
    today: date,
    weeks: Collection[date],
    *,
    packs: Iterable[str] = (),
    simulated: bool = False,
) -> dict[date, frozenset[int]]:
    """Give who gave a first answer in a pack on each day of some weeks, named by their Mondays."""
    days = [(monday + timedelta(days=n)).isoformat() for monday in weeks for n in range(7)]
    only = f" AND a.study_day IN ({', '.join('?' * len(days))})"
    what = "DISTINCT a.study_day, a.learner_id"
    found: dict[date, set[int]] = {}
    for day, learner in _read(tx, what, pack, today, packs, only, days, simulated=simulated):
        found.setdefault(read_date(day), set()).add(int(learner))
    return {day: frozenset(who) for day, who in found.items()}


def _read(
    tx: Tx,
    what: str,
    pack: str,
    today: date,
    packs: Iterable[str],
    only: str,
    bound: Sequence[str],
    *,
    simulated: bool,
) -> list[Row]:
    names = sorted({pack, *packs})
    query = _FIRST.format(
        what=what,
        simulated="" if simulated else "NOT",
        packs=", ".join("?" * len(names)),
        only=only,
    )
    return tx.run(query, [pack, LATE, today.isoformat(), READ_MS, *names, *bound]).fetchall()


def by_day(answers: Iterable[FirstAnswer]) -> dict[date, frozenset[int]]:
    """Give who gave each day's answers."""
    days: dict[date, set[int]] = {}
    for answer in answers:
        days.setdefault(answer.day, set()).add(answer.learner_id)
    return {day: frozenset(who) for day, who in days.items()}


def in_crowds(
    answers: Iterable[FirstAnswer], days: Mapping[date, frozenset[int]], today: date
) -> list[FirstAnswer]:
    """Give the answers of days that may stand in a total: never fewer than five people join.

    ``days`` say who answered anything in the pack.
    """
    quiet = {day: who for day, who in days.items() if len(who) < CROWD}
    held_back = days_held_back(quiet, today)
    return [answer for answer in answers if answer.day not in held_back]


def folded_until(tx: Tx) -> int:
    """Give the first ``seq`` that the ability model has not folded yet."""
    row = tx.run("SELECT next_seq FROM ability_cursor WHERE id = 1").fetchone()
    assert row is not None
    return int(row[0])


def reports_of(tx: Tx, items: Collection[str] | None = None) -> dict[str, int]:
    """Count the people whose flag on an item nobody has answered, over all groups."""
    kinds = tuple(FlagEvent)
    query = select(Event).where(col(Event.kind).in_(kinds)).order_by(col(Event.seq))
    by_group: dict[int | None, list[Event]] = {}
    for event in tx.exec(query):
        by_group.setdefault(event.group_id, []).append(event)
    people: dict[str, set[int | None]] = {}
    for happened in by_group.values():
        for item, flags in open_flags(happened).items():
            if items is None or item in items:
                people.setdefault(item, set()).update(flag.learner_id for flag in flags)
    return {item: len(who) for item, who in people.items()}
