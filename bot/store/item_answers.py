"""First answers to items over all groups: who chose what, and what the model folded of it.

Left out are answers after the close, answers given too fast to have been read, and those to
rounds that are still open. It knows rows; what they say of an item is decided above.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from bot.core.consent import CROWD
from bot.core.crowds import days_held_back
from bot.core.flags import FlagEvent, open_flags
from bot.core.items import Response
from bot.store.columns import read_numbers
from bot.store.reports import LATE, READ_MS
from bot.store.tables import Event
from bot.store.tx import Tx, read_date

_FIRST = """
SELECT a.seq, a.learner_id, a.domain, a.concept, a.item_id, a.item_hash, a.response, a.is_right,
    a.study_day
FROM attempt a JOIN learner l ON l.id = a.learner_id LEFT JOIN round r ON r.id = a.round_id
WHERE a.pack = ? AND a.counts AND a.phase = 1 AND a.source <> ? AND a.study_day < ?
    AND (a.elapsed_ms IS NULL OR a.elapsed_ms >= ?) AND (r.id IS NULL OR r.state = 'closed')
    AND {simulated} l.simulated AND NOT EXISTS (
        SELECT 1 FROM attempt b WHERE b.learner_id = a.learner_id AND b.pack IN ({packs})
        AND b.concept = a.concept AND b.item_id = a.item_id AND b.seq < a.seq
    ){only} ORDER BY a.seq
"""


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
    names = sorted({pack, *packs})
    only = " AND a.item_hash IN (SELECT hash FROM item_version WHERE item_id = ?)" if item else ""
    query = _FIRST.format(
        simulated="" if simulated else "NOT", packs=", ".join("?" * len(names)), only=only
    )
    values: list[str | int] = [pack, LATE, today.isoformat(), READ_MS, *names]
    values += [item] if item else []
    return [
        FirstAnswer(
            seq=int(row[0]), learner_id=int(row[1]), domain=row[2], concept=row[3],
            item_id=row[4], version=row[5], response=read_numbers(row[6]),
            is_right=bool(row[7]), day=read_date(row[8]),
        )
        for row in tx.run(query, values).fetchall()
    ]  # fmt: skip


def in_crowds(answers: Iterable[FirstAnswer], today: date) -> list[FirstAnswer]:
    """Give the answers of days that may stand in a total: never fewer than five people join."""
    every = list(answers)
    days: dict[date, set[int]] = {}
    for answer in every:
        days.setdefault(answer.day, set()).add(answer.learner_id)
    quiet = {day: frozenset(who) for day, who in days.items() if len(who) < CROWD}
    held_back = days_held_back(quiet, today)
    return [answer for answer in every if answer.day not in held_back]


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
