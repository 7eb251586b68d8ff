"""What the room keeps of its own messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from bot.store.columns import Instant


class RoomMessage(SQLModel, table=True):
    """What the room shows: it is a platform of its own and keeps its messages itself.

    ``nonce`` is the delivery's, so that a message sent twice is stored once.
    """

    __tablename__ = "room_message"
    id: int | None = Field(default=None, primary_key=True)
    place_id: int = Field(foreign_key="place.id", index=True)
    thread_of: int | None = Field(default=None, foreign_key="room_message.id", index=True)
    nonce: str = Field(unique=True)
    card: dict[str, Any] = Field(sa_type=JSON)
    posted_at: datetime = Field(sa_type=Instant)
    edited_at: datetime | None = Field(default=None, sa_type=Instant)
