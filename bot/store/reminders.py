"""Reminders as rows: who wants one in which group, and which have come due."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from bot.store.tables import Account, Reminder
from bot.store.tx import Tx


def due(tx: Tx, now: datetime, limit: int, simulated: bool = False) -> list[tuple[int, int]]:
    """Give (account, group) of the reminders whose time has come, the longest due first."""
    rows = tx.run(
        "SELECT r.account_id, r.group_id FROM reminder r JOIN study_group g ON g.id = r.group_id"
        " WHERE r.next_at <= ? AND g.simulated = ? ORDER BY r.next_at, r.account_id LIMIT ?",
        (now, simulated, limit),
    ).fetchall()
    return [(int(row[0]), int(row[1])) for row in rows]


def own(tx: Tx, learner_id: int, group_id: int) -> Reminder | None:
    """Give a person's reminder in a group, whichever of their accounts it hangs on."""
    query = (
        select(Reminder)
        .join(Account, col(Account.id) == col(Reminder.account_id))
        .where(Account.learner_id == learner_id, Reminder.group_id == group_id)
        .order_by(col(Reminder.account_id))
    )
    return tx.exec(query).first()


def all_own(tx: Tx, learner_id: int) -> list[Reminder]:
    """Give all of a person's reminders, the oldest account's first."""
    query = (
        select(Reminder)
        .join(Account, col(Account.id) == col(Reminder.account_id))
        .where(Account.learner_id == learner_id)
        .order_by(col(Reminder.account_id), col(Reminder.group_id))
    )
    return list(tx.exec(query))
