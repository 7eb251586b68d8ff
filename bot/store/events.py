"""The one order of everything that happened: ``seq``, and events that are no attempt."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from bot.store.tables import Event, Learner
from bot.store.tx import Tx


def next_seq(tx: Tx) -> int:
    """Draw the next number; attempts and events share one counter. Gaps mean nothing."""
    if tx.is_sqlite:
        row = tx.run("UPDATE counter SET value = value + 1 WHERE name = 'seq' RETURNING value")
    else:
        # A counter row would make every writer wait for the one before it.
        row = tx.run("SELECT nextval('seq')")
    value = row.fetchone()
    assert value is not None
    return int(value[0])


#: The upper half of the numbers under which transactions announce themselves on Postgres.
_ANNOUNCED = 0x434F << 48
#: The last number drawn on Postgres, 0 before the first.
_DRAWN = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM seq"


def announce(tx: Tx) -> None:
    """Let others see, until this transaction ends, from which ``seq`` on it may add answers.

    Postgres commits in another order than numbers are drawn in, and who reads answers in the
    order of ``seq`` must not run past one that is still on its way. SQLite has one writer.
    """
    if not tx.is_sqlite and not tx.announced:
        tx.run(
            f"SELECT pg_advisory_xact_lock_shared(?::bigint + ({_DRAWN}))",
            (_ANNOUNCED,),
        )
        tx.announced = True


def settled_seq(tx: Tx) -> int:
    """Give the highest ``seq`` up to which no other transaction can add an answer any more."""
    if tx.is_sqlite:
        row = tx.run("SELECT MAX(seq) FROM attempt").fetchone()
        return int(row[0] or 0) if row else 0
    # In this order: who announces itself after the first look draws a higher number.
    drawn = tx.run(_DRAWN).fetchone()
    assert drawn is not None
    number = "((classid::bigint << 32) | objid::bigint)"
    waiting = tx.run(
        f"SELECT MIN({number} - ?::bigint) FROM pg_locks WHERE locktype = 'advisory'"
        " AND objsubid = 1 AND granted AND pid <> pg_backend_pid()"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        f" AND {number} BETWEEN ?::bigint AND ?::bigint",
        (_ANNOUNCED, _ANNOUNCED, _ANNOUNCED + (1 << 48) - 1),
    ).fetchone()
    lowest = waiting[0] if waiting else None
    return int(drawn[0]) if lowest is None else min(int(drawn[0]), int(lowest))


def append_event(
    tx: Tx,
    kind: str,
    at: datetime,
    *,
    group_id: int | None = None,
    learner_id: int | None = None,
    **payload: Any,
) -> int:
    """Keep an event for good and give its ``seq``."""
    seq = next_seq(tx)
    tx.add(
        Event(seq=seq, kind=kind, at=at, group_id=group_id, learner_id=learner_id, payload=payload)
    )
    return seq


def events_of(
    tx: Tx,
    kind: str,
    *,
    group_id: int | None = None,
    learner_id: int | None = None,
    after: int = 0,
) -> Sequence[Event]:
    """Give events of one kind in order, of a group, of a learner, or of both.

    With ``after`` only those that came after that ``seq``.
    """
    query = select(Event).where(Event.kind == kind, col(Event.seq) > after)
    query = query.order_by(col(Event.seq))
    if group_id is not None:
        query = query.where(Event.group_id == group_id)
    if learner_id is not None:
        query = query.where(Event.learner_id == learner_id)
    return tx.exec(query).all()


def events_among(
    tx: Tx, kinds: Collection[str], *, group_id: int, learner_id: int | None = None
) -> Sequence[Event]:
    """Give a group's events of some kinds in order, or one learner's among them."""
    query = (
        select(Event)
        .where(Event.group_id == group_id, col(Event.kind).in_(kinds))
        .order_by(col(Event.seq))
    )
    if learner_id is not None:
        query = query.where(Event.learner_id == learner_id)
    return tx.exec(query).all()


def own_events(tx: Tx, learner_id: int, kinds: Collection[str]) -> Sequence[Event]:
    """Give one person's events of some kinds in order, in every group and in none."""
    query = (
        select(Event)
        .where(Event.learner_id == learner_id, col(Event.kind).in_(kinds))
        .order_by(col(Event.seq))
    )
    return tx.exec(query).all()


def has_own(tx: Tx, learner_id: int, kinds: Collection[str]) -> bool:
    """Say whether there is any event of some kinds about one person."""
    among = ", ".join("?" * len(kinds))
    found = tx.find(
        Event, f"WHERE learner_id = ? AND kind IN ({among}) LIMIT 1", (learner_id, *kinds)
    )
    return found is not None


def real_events(tx: Tx, kinds: Collection[str]) -> Sequence[Event]:
    """Give everybody's events of some kinds in order, without those of simulated people."""
    query = (
        select(Event)
        .join(Learner, col(Learner.id) == col(Event.learner_id))
        .where(col(Event.kind).in_(kinds), col(Learner.simulated).is_(False))
        .order_by(col(Event.seq))
    )
    return tx.exec(query).all()


def payloads_of(tx: Tx, group_id: int, kinds: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    """Give (kind, payload) of a group's events of some kinds in order: what folds often need."""
    rows = tx.run(
        "SELECT kind, payload FROM event WHERE group_id = ?"
        f" AND kind IN ({', '.join('?' * len(kinds))}) ORDER BY seq",
        (group_id, *kinds),
    ).fetchall()
    return [(row[0], read_payload(row[1])) for row in rows]


def read_payload(value: str | dict[str, Any]) -> dict[str, Any]:
    """Read a payload from a driver row, whichever database it came from."""
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found


def payloads_since(tx: Tx, kind: str, group_id: int, seq: int) -> list[tuple[int, dict[str, Any]]]:
    """Give (seq, payload) of a group's events of one kind that came after ``seq``, in order."""
    query = (
        select(col(Event.seq), col(Event.payload))
        .where(Event.kind == kind, Event.group_id == group_id, col(Event.seq) > seq)
        .order_by(col(Event.seq))
    )
    return [(number, payload) for number, payload in tx.exec(query)]


def latest_at(tx: Tx, group_id: int) -> datetime | None:
    """Give the time of the group's event that lies furthest ahead; None without one."""
    query = select(func.max(col(Event.at))).where(Event.group_id == group_id)
    return tx.exec(query).one()


def groups_with(tx: Tx, kind: str) -> list[int]:
    """Give the living groups in which something of a kind has ever happened."""
    rows = tx.run(
        "SELECT g.id FROM study_group g WHERE g.ended_at IS NULL AND EXISTS"
        " (SELECT 1 FROM event e WHERE e.group_id = g.id AND e.kind = ?) ORDER BY g.id",
        (kind,),
    ).fetchall()
    return [int(row[0]) for row in rows]
