"""Workspaces that sent us away, as rows, and whom to forget when their time has come."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from bot.core.erasing import GONE
from bot.store.tables import Account, Departure, Place, SlackInstallation
from bot.store.tx import Tx

#: An account that is bound to its workspace.
_BOUND = f"""
SELECT a.id FROM account a WHERE a.platform = ? AND a.workspace = ?
AND a.external_id NOT LIKE '{GONE}%' ORDER BY a.id LIMIT 1
"""
#: One of a platform that knows its people everywhere: they were in a group there, are in no
#: group anywhere else, and have answered nothing since.
_FREE = f"""
SELECT a.id FROM account a WHERE a.platform = ? AND a.workspace = ''
AND a.external_id NOT LIKE '{GONE}%'
AND EXISTS (SELECT 1 FROM membership m JOIN place p ON p.group_id = m.group_id
WHERE m.learner_id = a.learner_id AND p.account_id IS NULL AND p.removed_at IS NULL
AND p.platform = ? AND p.workspace = ?)
AND NOT EXISTS (SELECT 1 FROM membership m JOIN place p ON p.group_id = m.group_id
WHERE m.learner_id = a.learner_id AND p.account_id IS NULL AND p.removed_at IS NULL
AND NOT (p.platform = ? AND p.workspace = ?))
AND NOT EXISTS (SELECT 1 FROM attempt t WHERE t.learner_id = a.learner_id AND t.at > ?)
ORDER BY a.id LIMIT 1
"""


def keep(tx: Tx, new: Departure) -> bool:
    """Keep that a workspace sent us away; False where that is known."""
    if tx.get(Departure, (new.platform, new.workspace)) is not None:
        return False
    tx.add(new)
    tx.flush()
    return True


def has_left(tx: Tx, place: Place) -> bool:
    """Say whether the workspace of a place has sent us away."""
    return tx.get(Departure, (place.platform, place.workspace)) is not None


def due(tx: Tx, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Give (platform, workspace) of those whose time has come."""
    rows = tx.run(
        "SELECT platform, workspace FROM departure WHERE purge_at <= ? LIMIT ?", (now, limit)
    ).fetchall()
    return [(platform, workspace) for platform, workspace in rows]


def close_places(tx: Tx, platform: str, workspace: str, reason: str, now: datetime) -> None:
    """Send nothing more to a workspace, neither to its channels nor to its people."""
    tx.run(
        "UPDATE place SET paused_at = ?, pause_reason = ?"
        " WHERE platform = ? AND workspace = ? AND paused_at IS NULL",
        (now, reason, platform, workspace),
    )


def open_places(tx: Tx, platform: str, workspace: str, reason: str) -> None:
    """Send to a workspace again, but for places that were closed for another reason."""
    tx.run(
        "UPDATE place SET paused_at = NULL, pause_reason = ''"
        " WHERE platform = ? AND workspace = ? AND pause_reason = ? AND removed_at IS NULL",
        (platform, workspace, reason),
    )


def places_in(tx: Tx, platform: str, workspace: str) -> list[Place]:
    """Give the shared places of a workspace that live."""
    query = select(Place).where(
        Place.platform == platform,
        Place.workspace == workspace,
        col(Place.account_id).is_(None),
        col(Place.removed_at).is_(None),
    )
    return list(tx.exec(query.order_by(col(Place.id))))


def workspaces(tx: Tx, platform: str) -> dict[str, bool]:
    """Give the workspaces that groups live in, each with whether it has sent us away."""
    lived = tx.run(
        "SELECT DISTINCT workspace FROM place"
        " WHERE platform = ? AND account_id IS NULL AND removed_at IS NULL",
        (platform,),
    ).fetchall()
    left = tx.run("SELECT workspace FROM departure WHERE platform = ?", (platform,)).fetchall()
    return {**{name: False for (name,) in lived}, **{name: True for (name,) in left}}


def next_account(tx: Tx, departure: Departure) -> Account | None:
    """Give somebody of a departed workspace who is still to be forgotten."""
    there = (departure.platform, departure.workspace)
    row = tx.run(_BOUND, there).fetchone() if departure.workspace else None
    if row is None:
        values = (departure.platform, *there, *there, departure.left_at)
        row = tx.run(_FREE, values).fetchone()
    return tx.get(Account, row[0]) if row is not None else None


def close_for_good(tx: Tx, departure: Departure) -> None:
    """Forget a departure that is done, with the tokens of its workspace."""
    if departure.platform == "slack":
        tx.run(
            f"DELETE FROM {SlackInstallation.__tablename__}"
            " WHERE workspace = ? AND removed_at IS NOT NULL",
            (departure.workspace,),
        )
    tx.delete(departure)
    tx.flush()
