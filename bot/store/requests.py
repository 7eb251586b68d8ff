"""Requests of other commands on the same database, waiting for the running bot."""

from __future__ import annotations

from bot.store.tx import Tx


def waiting(tx: Tx, limit: int) -> list[int]:
    """Give the ids of requests that nobody has carried out, the oldest first."""
    rows = tx.run(
        "SELECT id FROM request WHERE done_at IS NULL ORDER BY id LIMIT ?", (limit,)
    ).fetchall()
    return [int(row[0]) for row in rows]
