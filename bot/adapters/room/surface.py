"""The room as a surface: messages are kept in its book and shown on live pages."""

from __future__ import annotations

from asyncio import wrap_future
from datetime import datetime

from bot.adapters.room.codec import card_to_json
from bot.adapters.room.hub import Event, Hub
from bot.cards.blocks import Card
from bot.core.errors import StoreFault, SurfaceFault
from bot.services.room import RoomBook
from bot.services.surface import Spot


class RoomSurface:
    """Posts to the room. Live pages are told to show a message once it is kept."""

    def __init__(self, book: RoomBook, hub: Hub) -> None:
        self._book = book
        self._hub = hub

    async def post(self, spot: Spot, card: Card, *, nonce: str, thread_of: str = "") -> str:
        """Keep a message under its nonce, which makes a second call harmless."""
        parent = int(thread_of) if thread_of else None
        try:
            number = await wrap_future(self._book.keep(spot, nonce, card_to_json(card), parent))
        except StoreFault as wrong:
            raise SurfaceFault(str(wrong)) from wrong
        self._tell("message", spot, number, card, parent)
        return str(number)

    async def update(self, spot: Spot, remote_id: str, card: Card) -> None:
        """Put a card in the place of a message's content."""
        try:
            await wrap_future(self._book.put(int(remote_id), card_to_json(card)))
        except StoreFault as wrong:
            raise SurfaceFault(str(wrong)) from wrong
        self._tell("edit", spot, int(remote_id), card)

    async def find(
        self,
        spot: Spot,
        *,
        nonce: str,
        thread_of: str = "",  # noqa: ARG002 - a nonce belongs to one place only
        since: datetime | None = None,  # noqa: ARG002 - and is kept for good
    ) -> str | None:
        """Look for a message by its nonce."""
        try:
            number = await wrap_future(self._book.find(nonce))
        except StoreFault as wrong:
            raise SurfaceFault(f"{spot.address}: {wrong}") from wrong
        return None if number is None else str(number)

    def _tell(
        self, name: str, spot: Spot, number: int, card: Card, parent: int | None = None
    ) -> None:
        # What is for one person alone shows on their own pages of the group's room.
        self._hub.tell(
            Event(
                name="told" if spot.person else name,
                place_id=spot.beside if spot.person else spot.id,
                number=number,
                parent=parent,
                card=card,
                member=spot.person,
            )
        )
