"""What aiming a group's question reads: who answered lately, what they met, how it went.

Each look is bounded by the latest rounds and some members, so it costs the same however long
the past. It knows rows; what follows from them is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.store.tx import Tx

#: Shown questions whose answers say who is active.
ROUNDS = 10


def answering_lately(tx: Tx, group_id: int, most: int) -> list[int]:
    """Give the learners who answered one of the last ten questions in time, the latest first.

    Of more than ``most`` those who answered last.
    """
    rows = tx.run(
        "SELECT a.learner_id FROM (SELECT id FROM round WHERE group_id = ? AND state <> 'skipped'"
        " ORDER BY opens_at DESC, id DESC LIMIT ?) AS r CROSS JOIN attempt a"
        " WHERE a.round_id = r.id AND a.phase = 1 AND a.source = 'daily' AND a.counts"
        " GROUP BY a.learner_id ORDER BY MAX(a.seq) DESC LIMIT ?",
        (group_id, ROUNDS, most),
    ).fetchall()
    return [int(row[0]) for row in rows]


def met_by(tx: Tx, learners: Sequence[int], pack: str, concepts: Sequence[str]) -> dict[str, int]:
    """Count how many of some learners have answered each of some concepts, 0 left out."""
    if not learners or not concepts:
        return {}
    rows = tx.run(
        f"SELECT concept, COUNT(*) FROM concept_total WHERE learner_id IN ({_marks(learners)})"
        f" AND pack = ? AND concept IN ({_marks(concepts)}) GROUP BY concept",
        (*learners, pack, *concepts),
    ).fetchall()
    return {row[0]: int(row[1]) for row in rows}


def last_outcomes(tx: Tx, group_id: int, limit: int) -> list[tuple[int, int, str]]:
    """Give (answers, right, reason) of a group's latest closed questions, the latest first."""
    rows = tx.run(
        "SELECT r.id, r.reason,"
        " COALESCE(SUM(CASE WHEN t.cell = 'answers' THEN t.n ELSE 0 END), 0),"
        " COALESCE(SUM(CASE WHEN t.cell LIKE '%+' THEN t.n ELSE 0 END), 0)"
        " FROM (SELECT id, reason, opens_at FROM round WHERE group_id = ? AND state = 'closed'"
        " ORDER BY opens_at DESC, id DESC LIMIT ?) AS r LEFT JOIN tally t ON t.round_id = r.id"
        " GROUP BY r.id, r.reason, r.opens_at ORDER BY r.opens_at DESC, r.id DESC",
        (group_id, limit),
    ).fetchall()
    return [(int(row[2]), int(row[3]), row[1]) for row in rows]


def concepts_shown(tx: Tx, group_id: int, pack: str) -> frozenset[str]:
    """Give the concepts of a pack that a group was ever asked about."""
    rows = tx.run(
        "SELECT DISTINCT concept FROM round WHERE group_id = ? AND pack = ? AND state <> 'skipped'",
        (group_id, pack),
    ).fetchall()
    return frozenset(row[0] for row in rows)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
