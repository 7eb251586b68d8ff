"""What the silence of a group is read from: answers per posting day, members, the last sign."""

from __future__ import annotations

from datetime import datetime

from bot.store.tx import Tx, read_instant


def answers_by_day(tx: Tx, group_id: int, since: datetime, limit: int) -> list[int]:
    """Give the answers in time on each posting day whose question has closed, the latest first.

    Of several questions on a day the best one counts. Those opened before ``since`` do not.
    """
    rows = tx.run(
        "SELECT r.day, MAX(COALESCE(t.n, 0)) FROM round r"
        " LEFT JOIN tally t ON t.round_id = r.id AND t.cell = 'answers'"
        " WHERE r.group_id = ? AND r.state = 'closed' AND r.opens_at >= ?"
        " GROUP BY r.day ORDER BY r.day DESC LIMIT ?",
        (group_id, since, limit),
    ).fetchall()
    return [int(n) for _, n in rows]


def lively_since(tx: Tx, group_id: int, answers: int) -> datetime | None:
    """Give the close of the latest question that had so many answers; None without one."""
    row = tx.run(
        "SELECT MAX(r.closed_at) FROM round r"
        " JOIN tally t ON t.round_id = r.id AND t.cell = 'answers'"
        " WHERE r.group_id = ? AND r.state = 'closed' AND t.n >= ?",
        (group_id, answers),
    ).fetchone()
    return read_instant(row[0]) if row else None


def count_members(tx: Tx, group_id: int) -> int:
    """Count a group's members who still have an account."""
    row = tx.run(
        "SELECT COUNT(*) FROM membership m WHERE m.group_id = ?"
        " AND EXISTS (SELECT 1 FROM account a WHERE a.learner_id = m.learner_id)",
        (group_id,),
    ).fetchone()
    return int(row[0]) if row else 0


def last_answer(tx: Tx, group_id: int) -> datetime | None:
    """Give the time of the latest answer of any kind in a group; None without one."""
    row = tx.run(
        "SELECT MAX(at) FROM attempt WHERE group_id = ? AND study_day ="
        " (SELECT MAX(study_day) FROM attempt WHERE group_id = ?)",
        (group_id, group_id),
    ).fetchone()
    return read_instant(row[0]) if row else None


def closed_since(tx: Tx, group_id: int, since: datetime) -> int:
    """Count a group's closed questions that were opened after an instant."""
    row = tx.run(
        "SELECT COUNT(*) FROM round WHERE group_id = ? AND opens_at > ? AND state = 'closed'",
        (group_id, since),
    ).fetchone()
    return int(row[0]) if row else 0
