"""Installations of the Slack app as rows. Tokens are text here: it knows no key and no cipher."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from bot.store.tables import SlackInstallation
from bot.store.tx import Tx


def find(tx: Tx, workspace: str, enterprise: str) -> SlackInstallation | None:
    """Find an installation, removed or not, by workspace and organisation ("" for none)."""
    return tx.find(
        SlackInstallation, "WHERE workspace = ? AND enterprise = ?", (workspace, enterprise)
    )


def keep(tx: Tx, new: SlackInstallation) -> None:
    """Keep an installation in the place of the one before for the same workspace."""
    old = find(tx, new.workspace, new.enterprise)
    if old is not None:
        tx.delete(old)
        tx.flush()
    tx.add(new)
    tx.flush()


def remove(tx: Tx, workspace: str, enterprise: str, now: datetime) -> bool:
    """Forget an installation's tokens and note when it ended; False where none holds."""
    found = find(tx, workspace, enterprise)
    if found is None or found.removed_at is not None:
        return False
    found.bot_token, found.refresh_token, found.expires_at = "", "", None
    found.removed_at = now
    tx.add(found)
    tx.wipe()
    return True


def living(tx: Tx) -> Sequence[SlackInstallation]:
    """Give the installations that hold, the oldest first."""
    query = select(SlackInstallation).where(col(SlackInstallation.removed_at).is_(None))
    return tx.exec(query.order_by(col(SlackInstallation.id))).all()
