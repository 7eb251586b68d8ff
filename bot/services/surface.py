"""The one Protocol between the program and a platform: post, update, reply in a thread.

Only adapters implement it, and only the scheduler's carrier calls it. A surface raises
``SurfaceFault`` and says there whether the message may have gone out all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.cards.blocks import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place as its platform needs it. ``id`` is ours.

    With a ``person`` (the platform's id of somebody) it is theirs alone: a direct message.
    ``beside`` is then the id of the group's shared place on that platform. A ``mention`` names
    the role or user group that the message may mention, as the lead wrote it.
    """

    id: int
    workspace: str
    address: str
    person: str = ""
    beside: int = 0
    mention: str = ""


class Surface(Protocol):
    """A platform's messages."""

    async def post(self, spot: Spot, card: Card, *, nonce: str, thread_of: str = "") -> str:
        """Post a message, in a thread if ``thread_of`` names one, and give its id.

        A second call with the same ``nonce`` gives the first one's id, where the platform
        can do that.
        """
        ...

    async def update(self, spot: Spot, remote_id: str, card: Card) -> None:
        """Put a card in the place of a message's content.

        Raises ``NotYet`` where the platform takes no more edits for now: it is asked again later,
        with the newest card.
        """
        ...

    async def find(
        self, spot: Spot, *, nonce: str, thread_of: str = "", since: datetime | None = None
    ) -> str | None:
        """Look for a message by its nonce: its id, or None where it surely was not posted.

        ``thread_of`` is what it was posted with, ``since`` a moment before that. Raises
        ``SurfaceFault`` where that cannot be known.
        """
        ...
