"""Bulletins as rows: what is posted beside the shared questions, each slot of a kind once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from bot.store.tables import Bulletin
from bot.store.tx import Tx

OPEN = "open"
CLOSED = "closed"


def claim(tx: Tx, new: Bulletin) -> int | None:
    """Insert a bulletin and give its id; None where its (group, kind, slot) is taken."""
    rows = tx.run(
        "INSERT INTO bulletin (group_id, kind, slot, state, content, round_id, opens_at, closes_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (
            new.group_id, new.kind, new.slot, new.state, json.dumps(new.content), new.round_id,
            new.opens_at, new.closes_at,
        ),
    ).fetchall()  # fmt: skip
    return int(rows[0][0]) if rows else None


def mark_closed(tx: Tx, bulletin_id: int, now: datetime) -> bool:
    """Turn an open bulletin into a closed one; False if somebody was faster."""
    done = tx.execute(
        update(Bulletin)
        .where(col(Bulletin.id) == bulletin_id, col(Bulletin.state) == OPEN)
        .values(state=CLOSED, closed_at=now)
    )
    return bool(getattr(done, "rowcount", 0))


def to_close(tx: Tx, now: datetime, limit: int, simulated: bool = False) -> list[int]:
    """Give the ids of open bulletins whose close has come."""
    rows = tx.run(
        "SELECT b.id FROM bulletin b JOIN study_group g ON g.id = b.group_id"
        " WHERE b.state = 'open' AND b.closes_at <= ? AND g.simulated = ?"
        " ORDER BY b.closes_at, b.id LIMIT ?",
        (now, simulated, limit),
    ).fetchall()
    return [int(row[0]) for row in rows]


def latest(tx: Tx, group_id: int, kind: str, limit: int = 1) -> Sequence[Bulletin]:
    """Give a group's bulletins of a kind, the latest first."""
    return tx.exec(
        select(Bulletin)
        .where(Bulletin.group_id == group_id, Bulletin.kind == kind)
        .order_by(col(Bulletin.opens_at).desc(), col(Bulletin.id).desc())
        .limit(limit)
    ).all()


def in_slot(tx: Tx, group_id: int, kind: str, slot: str) -> Bulletin | None:
    """Find the bulletin that holds a slot."""
    return tx.exec(
        select(Bulletin).where(
            Bulletin.group_id == group_id, Bulletin.kind == kind, Bulletin.slot == slot
        )
    ).first()


def put_content(tx: Tx, bulletin: Bulletin, **changes: Any) -> None:
    """Change parts of a bulletin's content."""
    bulletin.content = {**bulletin.content, **changes}
    tx.add(bulletin)
