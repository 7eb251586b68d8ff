"""What is left to do for single people, in chunks: erasures and links under way."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, or_, select

from bot.store.tables import Chore
from bot.store.tx import Tx


def ask(tx: Tx, learner_id: int, now: datetime, into_id: int | None = None) -> int:
    """Note that a person is to be erased, or with ``into_id`` moved into another; give its id."""
    chore = Chore(learner_id=learner_id, into_id=into_id, asked_at=now)
    tx.add(chore)
    tx.flush()
    assert chore.id is not None
    return chore.id


def waiting(tx: Tx, limit: int) -> list[int]:
    """Give the ids of what is left to do, the oldest first."""
    rows = tx.run("SELECT id FROM chore ORDER BY id LIMIT ?", (limit,)).fetchall()
    return [int(row[0]) for row in rows]


def under_way(tx: Tx, learner_id: int) -> bool:
    """Say whether something is still being done for a person."""
    query = select(col(Chore.id)).where(
        or_(Chore.learner_id == learner_id, Chore.into_id == learner_id)
    )
    return tx.exec(query.limit(1)).first() is not None
