"""Memories of concepts: written with each answer, folded anew where past answers change.

A memory follows from a learner's counted first answers to a concept in the order of ``seq``;
the rules of folding are ``bot.core.memory``'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from bot.core.memory import Memory, answered, recall_of
from bot.store import events
from bot.store.tx import Tx, known_instant

_READ = """
SELECT stability, difficulty, last_at, seq FROM memory
WHERE learner_id = ? AND pack = ? AND concept = ?
"""
_INSERT = """
INSERT INTO memory (learner_id, pack, concept, stability, difficulty, last_at, seq)
VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING seq
"""
_UPDATE = """
UPDATE memory SET stability = ?, difficulty = ?, last_at = ?, seq = ?
WHERE learner_id = ? AND pack = ? AND concept = ?
"""
#: The event by which a learner chooses how well to keep things; 0 percent is as usual.
WISHED = "retention"
_WISH = """
SELECT payload FROM event WHERE learner_id = ? AND kind = ? ORDER BY seq DESC LIMIT 1
"""
_ANSWERS = """
SELECT seq, is_right, confidence, at FROM attempt
WHERE learner_id = ? AND pack = ? AND concept = ? AND counts AND phase = 1 ORDER BY seq
"""


def remember(
    tx: Tx,
    learner_id: int,
    pack: str,
    concept: str,
    *,
    seq: int,
    is_right: bool,
    confidence: str | None,
    at: datetime,
) -> None:
    """Fold an answer that has just been kept into the memory of its concept."""
    key = (learner_id, pack, concept)
    # Two devices at once: the second waits for the first. SQLite has one writer.
    row = tx.run(_READ if tx.is_sqlite else f"{_READ} FOR UPDATE", key).fetchone()
    if row is not None and row[3] > seq:
        refold(tx, learner_id, pack, concept)
        return
    before = _memory(row) if row is not None else None
    recall = recall_of(is_right=is_right, confidence=confidence, first=before is None)
    after = answered(before, recall, at)
    if row is not None:
        tx.run(_UPDATE, (*after, seq, *key))
    elif not tx.run(_INSERT, (*key, *after, seq)).fetchall():
        refold(tx, learner_id, pack, concept)


def refold(tx: Tx, learner_id: int, pack: str, concept: str) -> None:
    """Make one memory again from all answers to its concept; without any it goes."""
    key = (learner_id, pack, concept)
    memory: Memory | None = None
    last = 0
    for seq, is_right, confidence, at in tx.run(_ANSWERS, key).fetchall():
        recall = recall_of(is_right=bool(is_right), confidence=confidence, first=memory is None)
        memory, last = answered(memory, recall, known_instant(at)), seq
    tx.run("DELETE FROM memory WHERE learner_id = ? AND pack = ? AND concept = ?", key)
    if memory is not None:
        tx.run(_INSERT, (*key, *memory, last))


def refold_each(tx: Tx, learner_id: int, concepts: Iterable[tuple[str, str]]) -> None:
    """Make a learner's memories of some (pack, concept) again."""
    for pack, concept in concepts:
        refold(tx, learner_id, pack, concept)


def memories_of(tx: Tx, learner_id: int, pack: str) -> dict[str, Memory]:
    """Give a learner's memories in a pack by concept."""
    rows = tx.run(
        "SELECT stability, difficulty, last_at, concept FROM memory"
        " WHERE learner_id = ? AND pack = ?",
        (learner_id, pack),
    ).fetchall()
    return {row[3]: _memory(row) for row in rows}


def memory_of(tx: Tx, learner_id: int, pack: str, concept: str) -> Memory | None:
    """Give a learner's memory of a concept, if they have answered to it."""
    found = standing(tx, learner_id, pack, concept)
    return found[0] if found is not None else None


def standing(tx: Tx, learner_id: int, pack: str, concept: str) -> tuple[Memory, int] | None:
    """Give a learner's memory of a concept, and the answer after which it stands so."""
    row = tx.run(_READ, (learner_id, pack, concept)).fetchone()
    return (_memory(row), int(row[3])) if row is not None else None


def wish_of(tx: Tx, learner_id: int) -> float | None:
    """Give the share of what comes back that a learner wants to know still; None: as usual.

    It follows from their last choice. Each verdict asks, so it is one read of an index.
    """
    row = tx.run(_WISH, (learner_id, WISHED)).fetchone()
    percent = events.read_payload(row[0])["percent"] if row is not None else 0
    return percent / 100 if percent else None


def reviewed_on(tx: Tx, learner_id: int, pack: str, day: date) -> int:
    """Count the reviews that a learner has answered on a study day."""
    row = tx.run(
        "SELECT COUNT(*) FROM attempt WHERE learner_id = ? AND study_day = ? AND pack = ?"
        " AND source = 'review'",
        (learner_id, day, pack),
    ).fetchone()
    return int(row[0]) if row else 0


def _memory(row: tuple[float, float, datetime | str, object]) -> Memory:
    return Memory(row[0], row[1], known_instant(row[2]))
