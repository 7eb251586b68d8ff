"""Messages owed to places: who may send which one now, and what became of it.

A delivery is claimed under a lease with a rising fence, so that a sender that slept too
long finds that its claim has passed on. ``posted`` is only written together with the
platform's message id. Edits are driven by ``wanted_rev`` and ``shown_rev``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlmodel import col, func, or_, select, tuple_

from bot.store.rounds import CLOSED
from bot.store.tables import Delivery, Place, Round
from bot.store.tx import Tx, read_instant

#: A workspace of a platform.
Home: TypeAlias = tuple[str, str]

LEASE = timedelta(seconds=60)
RETRY_AFTER = timedelta(seconds=5)
MOST_ATTEMPTS = 5

PENDING = "pending"  #: owed, nobody is sending it
SENDING = "sending"  #: claimed under a lease
POSTED = "posted"  #: the platform has it; its message id is kept
AMBIGUOUS = "ambiguous"  #: may have been sent; must be looked up
FAILED = "failed"  #: given up, with the error
SKIPPED = "skipped"  #: not sent on purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery that its holder may send until ``lease_until``.

    ``in_doubt`` says that an earlier holder may have sent it, after ``owed_at``: look it up first.
    """

    delivery_id: int
    fence: int
    lease_until: datetime
    occasion_kind: str
    occasion_id: int
    place_id: int
    kind: str
    attempts: int
    wanted_rev: int
    in_doubt: bool
    owed_at: datetime


def owe(
    tx: Tx, occasion_kind: str, occasion_id: int, place_id: int, kind: str, now: datetime
) -> None:
    """Owe a message to a place, once for each (occasion, place, kind)."""
    tx.run(
        "INSERT INTO delivery (occasion_kind, occasion_id, place_id, kind, state, fence, attempts,"
        " remote_id, wanted_rev, shown_rev, error, created_at)"
        " VALUES (?, ?, ?, ?, 'pending', 0, 0, '', 1, 0, '', ?) ON CONFLICT DO NOTHING",
        (occasion_kind, occasion_id, place_id, kind, now),
    )


def want_edit(tx: Tx, occasion_kind: str, occasion_id: int) -> None:
    """Say that an occasion's messages no longer show what is true."""
    tx.run(
        "UPDATE delivery SET wanted_rev = wanted_rev + 1"
        " WHERE occasion_kind = ? AND occasion_id = ?",
        (occasion_kind, occasion_id),
    )


#: When a delivery may be claimed. Their order in the index is that of their ids.
_READY = (
    "d.state = 'pending' AND d.lease_until IS NULL",
    "d.state = 'pending' AND d.lease_until <= ?",
    "d.state = 'sending' AND d.lease_until <= ?",
)


def claim_next(
    tx: Tx,
    now: datetime,
    platforms: Sequence[str],
    *,
    busy: Collection[int] = (),
    full: Collection[Home] = (),
) -> Claim | None:
    """Claim the oldest delivery that may be sent now, to one of ``platforms``.

    Pending ones come as they are; one left ``sending`` past its lease comes in doubt.
    Places that are paused are passed over, and so is a message whose forerunner of the
    same occasion is still under way: a reply needs the message that it replies to. Nothing is
    claimed for ``busy`` places, and for those in ``full`` workspaces.
    """
    locked = "" if tx.is_sqlite else " FOR UPDATE OF d SKIP LOCKED"
    found = []
    # One look for each way to be ready: together they would sort all that waits, every time.
    for ready in _READY:
        row = tx.run(
            f"SELECT d.id, d.state FROM delivery d JOIN place p ON p.id = d.place_id WHERE {ready}"
            f" AND p.platform IN ({', '.join('?' * len(platforms))})"
            f" AND p.paused_at IS NULL{_none_of('d.place_id', busy)}{_not_at(full)}"
            " AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.occasion_kind = d.occasion_kind"
            " AND e.occasion_id = d.occasion_id AND e.place_id = d.place_id AND e.id < d.id"
            " AND e.state IN ('pending', 'sending')) ORDER BY d.id LIMIT 1" + locked,
            (
                *([now] if "?" in ready else []),
                *platforms,
                *busy,
                *(part for home in full for part in home),
            ),
        ).fetchone()
        found += [row] if row is not None else []
    if not found:
        return None
    delivery_id, state = min(found)
    claimed = tx.run(
        "UPDATE delivery SET state = 'sending', lease_until = ?, fence = fence + 1,"
        " attempts = attempts + 1 WHERE id = ?"
        " RETURNING fence, lease_until, occasion_kind, occasion_id, place_id, kind, attempts,"
        " wanted_rev, created_at",
        (now + LEASE, delivery_id),
    ).fetchall()
    fence, until, occasion_kind, occasion_id, place_id, kind, attempts, wanted, owed = claimed[0]
    lease, owed_at = read_instant(until), read_instant(owed)
    assert lease is not None
    assert owed_at is not None
    return Claim(
        delivery_id=delivery_id,
        fence=fence,
        lease_until=lease,
        occasion_kind=occasion_kind,
        occasion_id=occasion_id,
        place_id=place_id,
        kind=kind,
        attempts=attempts,
        wanted_rev=wanted,
        in_doubt=state == SENDING,
        owed_at=owed_at,
    )


def confirm(
    tx: Tx, claim: Claim, remote_id: str, now: datetime, *, looked_up: bool = False
) -> bool:
    """Record that a claimed message was posted; False if the claim has passed on.

    One that was ``looked_up`` shows what was true at an earlier claim, so it is edited next.
    """
    return _settle(
        tx,
        claim,
        "state = 'posted', remote_id = ?, posted_at = ?, shown_rev = ?, error = ''",
        (remote_id, now, 0 if looked_up else claim.wanted_rev),
    )


def give_back(tx: Tx, claim: Claim, error: str, now: datetime) -> bool:
    """Record that nothing was sent: tried again a little later, given up after five times."""
    if claim.attempts >= MOST_ATTEMPTS:
        return _settle(tx, claim, "state = 'failed', error = ?", (error,))
    return _settle(
        tx,
        claim,
        "state = 'pending', error = ?, lease_until = ?",
        (error, now + RETRY_AFTER * claim.attempts),
        keep_lease=True,
    )


def put_off(tx: Tx, claim: Claim, until: datetime) -> bool:
    """Give a claimed message back unsent, as it was: nobody takes it before ``until``.

    That is no attempt: the platform only had no turn for it.
    """
    state = SENDING if claim.in_doubt else PENDING
    return _settle(
        tx,
        claim,
        "state = ?, attempts = attempts - 1, lease_until = ?",
        (state, until),
        keep_lease=True,
    )


def leave_in_doubt(tx: Tx, claim: Claim, error: str, now: datetime) -> bool:
    """Record that a message may have been sent: looked up a little later, and given up as
    ambiguous after five times."""
    if claim.attempts >= MOST_ATTEMPTS:
        return _settle(tx, claim, "state = 'ambiguous', error = ?", (error,))
    return _settle(
        tx,
        claim,
        "state = 'sending', error = ?, lease_until = ?",
        (error, now + RETRY_AFTER * claim.attempts),
        keep_lease=True,
    )


def pass_over(tx: Tx, claim: Claim, reason: str) -> bool:
    """Record that a message is not to be sent (any more), and why."""
    return _settle(tx, claim, "state = 'skipped', error = ?", (reason,))


def _none_of(column: str, values: Collection[int]) -> str:
    return f" AND {column} NOT IN ({', '.join('?' * len(values))})" if values else ""


def _not_at(homes: Collection[Home]) -> str:
    return " AND NOT (p.platform = ? AND p.workspace = ?)" * len(homes)


def _settle(
    tx: Tx,
    claim: Claim,
    change: str,
    values: tuple[str | int | datetime, ...],
    *,
    keep_lease: bool = False,
) -> bool:
    lease = "" if keep_lease else ", lease_until = NULL"
    rows = tx.run(
        f"UPDATE delivery SET {change}{lease}"
        " WHERE id = ? AND fence = ? AND state = 'sending' RETURNING id",
        (*values, claim.delivery_id, claim.fence),
    ).fetchall()
    return bool(rows)


def fail(tx: Tx, claim: Claim, error: str) -> bool:
    """Record that a message was refused for good."""
    return _settle(tx, claim, "state = 'failed', error = ?", (error,))


def pause_place(tx: Tx, place_id: int, reason: str, now: datetime) -> None:
    """Send nothing more to a place that refuses us, until somebody has looked."""
    tx.run(
        "UPDATE place SET paused_at = ?, pause_reason = ? WHERE id = ? AND paused_at IS NULL",
        (now, reason, place_id),
    )


def edits_due(
    tx: Tx,
    limit: int,
    platforms: Sequence[str],
    *,
    full: Collection[Home] = (),
    patient: Collection[Home] = (),
) -> list[tuple[Delivery, Place, bool]]:
    """Give posted deliveries whose message no longer shows what is true, and whether by a close.

    Questions that closed go first. Nothing is given for ``full`` workspaces, and for
    ``patient`` ones only what closed.
    """
    closed = col(Round.state) == CLOSED
    query = (
        select(Delivery, Place, func.coalesce(closed, False))
        .join(Place, col(Place.id) == col(Delivery.place_id))
        .join(
            Round,
            (col(Delivery.occasion_kind) == "round") & (col(Round.id) == col(Delivery.occasion_id)),
            isouter=True,
        )
        .where(
            Delivery.state == POSTED,
            col(Delivery.wanted_rev) > col(Delivery.shown_rev),
            col(Place.paused_at).is_(None),
            col(Place.platform).in_(platforms),
        )
        .order_by(func.coalesce(closed, False).desc(), col(Delivery.id))
        .limit(limit)
    )
    home = tuple_(col(Place.platform), col(Place.workspace))
    if full:
        query = query.where(home.not_in(full))
    if patient:
        query = query.where(or_(func.coalesce(closed, False), home.not_in(patient)))
    return [(delivery, place, bool(by_close)) for delivery, place, by_close in tx.exec(query)]


def mark_shown(tx: Tx, delivery_id: int, rev: int) -> None:
    """Record that the posted message now shows revision ``rev``."""
    tx.run(
        "UPDATE delivery SET shown_rev = ? WHERE id = ? AND shown_rev < ?", (rev, delivery_id, rev)
    )


def posted_for(tx: Tx, occasion_kind: str, occasion_id: int, kind: str, place_id: int) -> str:
    """Give the message id of a posted delivery, or the empty string."""
    row = tx.exec(
        select(col(Delivery.remote_id)).where(
            Delivery.occasion_kind == occasion_kind,
            Delivery.occasion_id == occasion_id,
            Delivery.kind == kind,
            Delivery.place_id == place_id,
        )
    ).first()
    return row or ""


def last_deliveries(tx: Tx, group_id: int, limit: int) -> Sequence[Delivery]:
    """Give a group's latest deliveries, the newest first; what single people are told is theirs."""
    return tx.exec(
        select(Delivery)
        .join(Place, col(Place.id) == col(Delivery.place_id))
        .where(Place.group_id == group_id, col(Place.account_id).is_(None))
        .order_by(col(Delivery.id).desc())
        .limit(limit)
    ).all()
