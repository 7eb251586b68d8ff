"""A platform in this process that is strict about what it is asked and fails on command.

It never forgives: a message posted twice stands there twice, an edit of a message that does
not exist is an error of the caller's, and so is a reply to nothing.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from bot.cards.blocks import Card
from bot.core.errors import SurfaceFault
from bot.services.surface import Spot


class Trouble(Enum):
    """What goes wrong with a call."""

    REFUSED = "refused"  #: nothing was done; later it may work
    LOST = "lost"  #: it was done, but the answer never came
    UNSENT = "unsent"  #: it was not done, and nobody can know that
    GONE = "gone"  #: the place is closed to us for good
    DELETED = "deleted"  #: the message is there no more
    CRASH = "crash"  #: a mistake in the adapter itself


@dataclass(slots=True)
class Message:
    """A message as the platform keeps it."""

    id: str
    spot: Spot
    nonce: str
    card: Card
    thread_of: str
    edits: int = 0


@dataclass(slots=True)
class StrictSurface:
    """Keeps messages. ``troubles`` are used up call by call; None lets a call through."""

    messages: dict[str, Message] = field(default_factory=dict)
    posting: deque[Trouble | None] = field(default_factory=deque)
    editing: deque[Trouble | None] = field(default_factory=deque)
    finding: deque[Trouble | None] = field(default_factory=deque)
    looked_up: list[str] = field(default_factory=list)
    asked: int = 0

    async def post(self, spot: Spot, card: Card, *, nonce: str, thread_of: str = "") -> str:
        """Keep a message, a second time too."""
        self.asked += 1
        assert not thread_of or thread_of in self.messages, f"a reply to nothing: {thread_of}"
        trouble = _next(self.posting)
        number = f"m{len(self.messages) + 1}"
        if trouble in (None, Trouble.LOST):
            self.messages[number] = Message(number, spot, nonce, card, thread_of)
        _fail(trouble)
        return number

    async def update(self, spot: Spot, remote_id: str, card: Card) -> None:
        """Put a card in the place of a message's content."""
        message = self.messages[remote_id]
        assert message.spot == spot, "a message edited in another place"
        trouble = _next(self.editing)
        if trouble in (None, Trouble.LOST):
            message.card = card
            message.edits += 1
        _fail(trouble)

    async def find(
        self, spot: Spot, *, nonce: str, thread_of: str = "", since: datetime | None = None
    ) -> str | None:
        """Look for a message by its nonce."""
        self.looked_up.append(nonce)
        _fail(_next(self.finding))
        found = (message.id for message in self.messages.values() if message.nonce == nonce)
        return next(found, None)

    @property
    def nonces(self) -> list[str]:
        """The nonces of all that was posted, in order."""
        return [message.nonce for message in self.messages.values()]


def _next(troubles: deque[Trouble | None]) -> Trouble | None:
    return troubles.popleft() if troubles else None


def _fail(trouble: Trouble | None) -> None:
    match trouble:
        case None:
            return
        case Trouble.REFUSED:
            raise SurfaceFault("the platform is busy")
        case Trouble.LOST | Trouble.UNSENT:
            raise SurfaceFault("the platform did not answer", sent=True)
        case Trouble.GONE:
            raise SurfaceFault("the channel is gone", permanent=True)
        case Trouble.DELETED:
            raise SurfaceFault("somebody deleted the message", gone=True)
        case Trouble.CRASH:
            raise ZeroDivisionError("a mistake in the adapter")
