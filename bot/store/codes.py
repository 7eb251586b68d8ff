"""Link codes as rows: the one that an account asked for, and guesses that missed."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, func, select

from bot.store.tables import LinkCode
from bot.store.tx import Tx


def keep(tx: Tx, code: str, account_id: int, expires_at: datetime, now: datetime) -> None:
    """Keep an account's code, by its hash, in the place of the one before; old ones go."""
    tx.run("DELETE FROM link_code WHERE expires_at <= ?", (now,))
    tx.run("DELETE FROM link_code WHERE account_id = ? AND wrong = ?", (account_id, False))
    tx.add(LinkCode(code=code, account_id=account_id, expires_at=expires_at))


def account_behind(tx: Tx, code: str, now: datetime) -> int | None:
    """Give the account that asked for a code which still works."""
    kept = tx.get(LinkCode, code)
    return kept.account_id if kept and not kept.wrong and kept.expires_at > now else None


def miss(tx: Tx, mark: str, account_id: int, until: datetime) -> None:
    """Remember until then that an account tried a wrong code; ``mark`` is unique."""
    tx.add(LinkCode(code=mark, account_id=account_id, expires_at=until, wrong=True))


def misses(tx: Tx, account_id: int, now: datetime) -> int:
    """Count the wrong codes that an account has tried of late."""
    query = select(func.count()).where(
        LinkCode.account_id == account_id, col(LinkCode.wrong), LinkCode.expires_at > now
    )
    return tx.exec(query).one()
