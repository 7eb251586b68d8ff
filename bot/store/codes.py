"""Link codes as rows: the one that an account asked for, and guesses that missed."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, func, select

from bot.store.tables import LinkCode
from bot.store.tx import Tx


def keep(
    tx: Tx,
    code: str,
    account_id: int,
    expires_at: datetime,
    now: datetime,
    group_id: int | None = None,
) -> None:
    """Keep an account's code, by its hash, in the place of the one before; old ones go.

    With a ``group_id`` it opens another place to that group, else it links two accounts.
    """
    tx.run("DELETE FROM link_code WHERE expires_at <= ?", (now,))
    kind = "group_id IS NULL" if group_id is None else "group_id IS NOT NULL"
    tx.run(
        f"DELETE FROM link_code WHERE account_id = ? AND wrong = ? AND {kind}", (account_id, False)
    )
    tx.add(LinkCode(code=code, account_id=account_id, expires_at=expires_at, group_id=group_id))


def account_behind(tx: Tx, code: str, now: datetime) -> int | None:
    """Give the account that asked for a code which still works."""
    kept = _works(tx, code, now)
    return kept.account_id if kept is not None and kept.group_id is None else None


def group_behind(tx: Tx, code: str, now: datetime) -> int | None:
    """Give the group to which a code that still works opens another place."""
    kept = _works(tx, code, now)
    return kept.group_id if kept is not None else None


def use_up(tx: Tx, code: str) -> None:
    """Let a code work no more."""
    tx.run("DELETE FROM link_code WHERE code = ?", (code,))


def _works(tx: Tx, code: str, now: datetime) -> LinkCode | None:
    kept = tx.get(LinkCode, code)
    return kept if kept is not None and not kept.wrong and kept.expires_at > now else None


def miss(tx: Tx, mark: str, account_id: int, until: datetime) -> None:
    """Remember until then that an account tried a wrong code; ``mark`` is unique."""
    tx.add(LinkCode(code=mark, account_id=account_id, expires_at=until, wrong=True))


def misses(tx: Tx, account_id: int, now: datetime) -> int:
    """Count the wrong codes that an account has tried of late."""
    query = select(func.count()).where(
        LinkCode.account_id == account_id, col(LinkCode.wrong), LinkCode.expires_at > now
    )
    return tx.exec(query).one()
