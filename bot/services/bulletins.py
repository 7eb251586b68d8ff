"""Issuing a bulletin: its slot is claimed, then it is owed to places, or to one person.

The same deliveries carry it as carry the shared questions: claimed, retried, edited. What a
bulletin says is decided by whoever issues it; ``occasions`` turns it into a card.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.store import bulletins, deliveries, groups, people
from bot.store.tables import Account, Bulletin
from bot.store.tx import Tx

OCCASION = "bulletin"
MESSAGE = "message"  #: its one message


def issue(
    tx: Tx,
    group_id: int,
    kind: str,
    slot: str,
    content: dict[str, Any],
    now: datetime,
    *,
    closes_at: datetime | None = None,
    round_id: int | None = None,
    to: Account | None = None,
) -> int | None:
    """Issue a bulletin to a group's places, or to one of its people alone; give its id.

    None where a bulletin of this kind holds the slot already. With ``round_id`` it stands in
    that question's thread. ``content`` is JSON: all that its card needs.
    """
    new = Bulletin(
        group_id=group_id,
        kind=kind,
        slot=slot,
        state=bulletins.OPEN,
        content=content,
        round_id=round_id,
        opens_at=now,
        closes_at=closes_at,
    )
    number = bulletins.claim(tx, new)
    if number is not None:
        publish(tx, group_id, number, now, to=to)
    return number


def plan(
    tx: Tx,
    group_id: int,
    kind: str,
    slot: str,
    due_at: datetime,
    now: datetime,
    *,
    round_id: int | None = None,
) -> int:
    """Keep an empty bulletin for later: it is due, as if to be closed, at ``due_at``.

    Whoever closes it then fills it and calls ``publish``. Its slot must be free. With
    ``round_id`` it will stand in that question's thread.
    """
    new = Bulletin(
        group_id=group_id,
        kind=kind,
        slot=slot,
        state=bulletins.OPEN,
        content={},
        round_id=round_id,
        opens_at=now,
        closes_at=due_at,
    )
    number = bulletins.claim(tx, new)
    assert number is not None
    return number


def publish(
    tx: Tx, group_id: int, bulletin_id: int, now: datetime, *, to: Account | None = None
) -> None:
    """Owe a bulletin's message to a group's places, or to one of its people alone."""
    shared = groups.places_of(tx, group_id)
    for place in shared if to is None else people.private_places(tx, shared, to):
        assert place.id is not None
        deliveries.owe(tx, OCCASION, bulletin_id, place.id, MESSAGE, now)


def revise(tx: Tx, bulletin_id: int) -> None:
    """Say that a bulletin's message no longer shows what is true."""
    deliveries.want_edit(tx, OCCASION, bulletin_id)
