"""What people's screens are held against: the desk's replies and the cards that were posted."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards.actions.own import Home
from bot.cards.blocks import Card
from bot.services.desk import Desk, Press
from bot.services.reply import Reply, Tell
from bot.services.surface import Spot, Surface


class RecordingDesk(Desk):
    """A desk that remembers who pressed what, and the last replies to each person."""

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.replies: dict[str, list[Reply]] = {}
        self.presses: list[Press] = []

    def press(self, press: Press, tell: Tell = lambda _: None) -> Future[Reply]:
        """Press, and remember what came of it, and what was told later."""
        self.presses.append(press)
        if isinstance(press.what, Home) and not press.where.address:
            return super().press(press, tell)  # an app's home page, which nobody pressed for
        kept = self.replies.setdefault(press.who.external_id, [])

        def told(reply: Reply) -> None:
            kept.append(reply)
            tell(reply)

        answered = super().press(press, told)
        answered.add_done_callback(lambda done: kept.append(done.result()))
        return answered


@dataclass
class RecordingSurface:
    """Passes on to a platform, and remembers which card stands in which message."""

    platform: Surface
    cards: dict[str, Card] = field(default_factory=dict)

    async def post(self, spot: Spot, card: Card, *, nonce: str, thread_of: str = "") -> str:
        """Post, and remember."""
        name = await self.platform.post(spot, card, nonce=nonce, thread_of=thread_of)
        self.cards[name] = card
        return name

    async def update(self, spot: Spot, remote_id: str, card: Card) -> None:
        """Edit, and remember."""
        await self.platform.update(spot, remote_id, card)
        self.cards[remote_id] = card

    async def find(
        self, spot: Spot, *, nonce: str, thread_of: str = "", since: datetime | None = None
    ) -> str | None:
        """Look up."""
        return await self.platform.find(spot, nonce=nonce, thread_of=thread_of, since=since)
