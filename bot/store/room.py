"""The room's own messages: it is a platform, and this is its memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from bot.store.tables import RoomMessage
from bot.store.tx import Tx


def keep_message(
    tx: Tx, place_id: int, nonce: str, card: dict[str, Any], now: datetime, thread_of: int | None
) -> int:
    """Keep a message and give its id; one with the same nonce is kept once."""
    kept = message_by_nonce(tx, nonce)
    if kept is not None:
        return kept
    message = RoomMessage(
        place_id=place_id, nonce=nonce, card=card, posted_at=now, thread_of=thread_of
    )
    tx.add(message)
    tx.flush()
    assert message.id is not None
    return message.id


def message_by_nonce(tx: Tx, nonce: str) -> int | None:
    """Find a message by its nonce."""
    return tx.exec(select(col(RoomMessage.id)).where(RoomMessage.nonce == nonce)).first()


def put_card(tx: Tx, message_id: int, card: dict[str, Any], now: datetime) -> RoomMessage | None:
    """Put a card in the place of a message's content; None where the message is gone."""
    message = tx.get(RoomMessage, message_id)
    if message is not None:
        message.card = card
        message.edited_at = now
        tx.add(message)
    return message


def messages_in(tx: Tx, place_id: int, limit: int) -> Sequence[RoomMessage]:
    """Give a place's latest messages, the oldest first, without those in threads."""
    found = tx.exec(
        select(RoomMessage)
        .where(RoomMessage.place_id == place_id, col(RoomMessage.thread_of).is_(None))
        .order_by(col(RoomMessage.id).desc())
        .limit(limit)
    ).all()
    return found[::-1]


def replies_to(tx: Tx, message_ids: Sequence[int]) -> Sequence[RoomMessage]:
    """Give the messages in some messages' threads, the oldest first."""
    return tx.exec(
        select(RoomMessage)
        .where(col(RoomMessage.thread_of).in_(message_ids))
        .order_by(col(RoomMessage.id))
    ).all()
