"""Sittings of mock exams as rows: their places, their clock, and who sits which item now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.crashpoints import reach
from bot.core.exams import Drawn, Plan
from bot.core.items import Response
from bot.store import rounds
from bot.store.columns import numbers_text, read_numbers
from bot.store.tables import Run, Sitting
from bot.store.tx import Tx, known_instant

#: What an attempt and a run of a mock exam are kept as.
MOCK = "mock"
_OPEN = "FROM sitting s JOIN run r ON r.id = s.run_id WHERE s.handed_in_at IS NULL"
_NOT_OVER = "JOIN run ON run.id = sitting.run_id WHERE sitting.handed_in_at IS NULL"
_OVER = "JOIN run ON run.id = sitting.run_id WHERE sitting.handed_in_at IS NOT NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class SatItem:
    """A place of a sitting: its item's version and order, and what its owner did with it."""

    place: int
    run_item_id: int
    item_id: str
    version: str
    order: tuple[int, ...]
    shown_at: datetime
    response: Response | None
    first: Response | None
    changes: int
    marked: bool
    scored: bool
    met: bool
    spent: timedelta


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What became of an item at the hand-in, as it is marked now."""

    response: Response
    is_right: bool
    seq: int


def begin(tx: Tx, run: Run, plan: Plan, break_left: timedelta, now: datetime) -> Sitting:
    """Begin a sitting of a new run; its items are laid down with ``lay``."""
    run.source, run.wanted, run.started_at = MOCK, plan.items, now
    tx.add(run)
    tx.flush()
    assert run.id is not None
    sitting = Sitting(
        run_id=run.id,
        form=plan.form,
        minutes=plan.minutes,
        deadline=now + timedelta(minutes=plan.minutes),
        break_left_s=int(break_left.total_seconds()),
    )
    tx.add(sitting)
    tx.flush()
    return sitting


def lay(
    tx: Tx, run_id: int, drawn: Sequence[Drawn], orders: Sequence[tuple[int, ...]], now: datetime
) -> None:
    """Lay a form's items down, each in the version and the order in which it will be shown."""
    rounds.keep_versions(tx, [each.item for each in drawn], now)
    tx.run_many(
        "INSERT INTO run_item (run_id, position, item_id, item_hash, option_order, reason,"
        " shown_at) VALUES (?, ?, ?, ?, ?, '', ?)",
        [
            (run_id, place, each.item.id, each.item.hash, numbers_text(order), now)
            for place, (each, order) in enumerate(zip(drawn, orders, strict=True), 1)
        ],
    )
    tx.run_many(
        "INSERT INTO sitting_item (run_id, position, scored, met, marked, changes, spent_ms)"
        " VALUES (?, ?, ?, ?, ?, 0, 0)",
        [(run_id, place, each.scored, each.met, False) for place, each in enumerate(drawn, 1)],
    )


def hold(tx: Tx, run_id: int) -> Sitting | None:
    """Give a sitting that nobody else changes until the transaction ends. SQLite has one writer."""
    if not tx.is_sqlite:
        tx.run("SELECT 1 FROM sitting WHERE run_id = ? FOR UPDATE", (run_id,))
    return tx.get(Sitting, run_id)


def hold_owner(tx: Tx, learner_id: int) -> None:
    """Let only one press at a time begin a sitting of a person."""
    if not tx.is_sqlite:
        tx.run("SELECT 1 FROM learner WHERE id = ? FOR UPDATE", (learner_id,))


def running(tx: Tx, learner_id: int) -> Sitting | None:
    """Give a person's sitting that is not over; of two (of linked accounts) the later one."""
    where = f"{_NOT_OVER} AND run.learner_id = ? ORDER BY sitting.run_id DESC LIMIT 1"
    return tx.find(Sitting, where, (learner_id,))


def past(tx: Tx, learner_id: int, limit: int) -> list[Sitting]:
    """Give a person's sittings that are over, the latest first."""
    rows = tx.run(
        f"SELECT sitting.run_id FROM sitting {_OVER} AND run.learner_id = ?"
        " ORDER BY sitting.handed_in_at DESC, sitting.run_id DESC LIMIT ?",
        (learner_id, limit),
    ).fetchall()
    found = (tx.get(Sitting, row[0]) for row in rows)
    return [each for each in found if each is not None]


def overdue(tx: Tx, now: datetime, limit: int) -> list[int]:
    """Give the runs of sittings whose time is up."""
    rows = tx.run(
        "SELECT run_id FROM sitting WHERE handed_in_at IS NULL AND deadline <= ?"
        " ORDER BY deadline LIMIT ?",
        (now, limit),
    ).fetchall()
    return [int(row[0]) for row in rows]


def is_sat(tx: Tx, learner_id: int, item_id: str) -> bool:
    """Say whether an item is on the form of a sitting of a person that is not over."""
    row = tx.run(
        "SELECT 1 FROM sitting s JOIN run r ON r.id = s.run_id JOIN run_item i ON i.run_id = r.id"
        " WHERE s.handed_in_at IS NULL AND r.learner_id = ? AND i.item_id = ? LIMIT 1",
        (learner_id, item_id),
    ).fetchone()
    return row is not None


def items_sat(tx: Tx, learner_id: int) -> frozenset[str]:
    """Give the items on the forms of a person's sittings that are not over."""
    rows = tx.run(
        "SELECT i.item_id FROM sitting s JOIN run r ON r.id = s.run_id"
        " JOIN run_item i ON i.run_id = r.id WHERE s.handed_in_at IS NULL AND r.learner_id = ?",
        (learner_id,),
    ).fetchall()
    return frozenset(row[0] for row in rows)


def items_of(tx: Tx, run_id: int) -> list[SatItem]:
    """Give a sitting's places in order."""
    rows = tx.run(
        "SELECT i.position, i.id, i.item_id, i.item_hash, i.option_order, i.shown_at, i.picked,"
        " s.first, s.changes, s.marked, s.scored, s.met, s.spent_ms FROM run_item i"
        " JOIN sitting_item s ON s.run_id = i.run_id AND s.position = i.position"
        " WHERE i.run_id = ? ORDER BY i.position",
        (run_id,),
    ).fetchall()
    return [
        SatItem(
            place=row[0],
            run_item_id=row[1],
            item_id=row[2],
            version=row[3],
            order=read_numbers(row[4]),
            shown_at=known_instant(row[5]),
            response=None if row[6] is None else read_numbers(row[6]),
            first=None if row[7] is None else read_numbers(row[7]),
            changes=row[8],
            marked=bool(row[9]),
            scored=bool(row[10]),
            met=bool(row[11]),
            spent=timedelta(milliseconds=row[12]),
        )
        for row in rows
    ]


def answers_of(tx: Tx, run_id: int) -> dict[int, OwnAnswer]:
    """Give what was answered in a sitting that is over, by place, as it is marked now."""
    rows = tx.run(
        "SELECT i.position, a.response, a.is_right, a.seq FROM run_item i"
        " JOIN attempt a ON a.run_item_id = i.id WHERE i.run_id = ?",
        (run_id,),
    ).fetchall()
    return {row[0]: OwnAnswer(read_numbers(row[1]), bool(row[2]), row[3]) for row in rows}


def pick(tx: Tx, run_id: int, place: int, response: Response, *, changes: int) -> None:
    """Keep a response, in place of any before; the first one is remembered for good."""
    text = numbers_text(response)
    tx.run(
        "UPDATE run_item SET picked = ? WHERE run_id = ? AND position = ?", (text, run_id, place)
    )
    reach("in-pick")
    tx.run(
        "UPDATE sitting_item SET first = COALESCE(first, ?), changes = ?"
        " WHERE run_id = ? AND position = ?",
        (text, changes, run_id, place),
    )


def mark(tx: Tx, run_id: int, place: int, *, on: bool) -> None:
    """Mark a place for review, or take its mark off."""
    tx.run(
        "UPDATE sitting_item SET marked = ? WHERE run_id = ? AND position = ?", (on, run_id, place)
    )


def spend(tx: Tx, run_id: int, place: int, spent: timedelta) -> None:
    """Add to the time that a place was looked at."""
    tx.run(
        "UPDATE sitting_item SET spent_ms = spent_ms + ? WHERE run_id = ? AND position = ?",
        (int(spent.total_seconds() * 1000), run_id, place),
    )


def last_met(tx: Tx, learner_id: int, items: Sequence[str]) -> dict[str, datetime]:
    """Give when a person last answered an item or had it on a form, by item; else nothing."""
    met: dict[str, datetime] = {}
    wanted = frozenset(items)
    for query in (
        "SELECT item_id, MAX(at) FROM attempt WHERE learner_id = ? GROUP BY item_id",
        "SELECT i.item_id, MAX(i.shown_at) FROM run r JOIN run_item i ON i.run_id = r.id"
        " WHERE r.learner_id = ? AND r.source = 'mock' GROUP BY i.item_id",
    ):
        for item, at in tx.run(query, (learner_id,)).fetchall():
            if item in wanted:
                met[item] = max(known_instant(at), met.get(item, known_instant(at)))
    return met


def abandon(tx: Tx, learner_id: int, now: datetime) -> None:
    """End a person's sittings without handing anything in: what was chosen in them goes."""
    rows = tx.run(f"SELECT s.run_id {_OPEN} AND r.learner_id = ?", (learner_id,)).fetchall()
    for (run_id,) in rows:
        tx.run("UPDATE run_item SET picked = NULL WHERE run_id = ?", (run_id,))
        tx.run("UPDATE sitting_item SET first = NULL, changes = 0 WHERE run_id = ?", (run_id,))
        tx.run("UPDATE sitting SET handed_in_at = ? WHERE run_id = ?", (now, run_id))
        tx.run("UPDATE run SET ended_at = ? WHERE id = ?", (now, run_id))
