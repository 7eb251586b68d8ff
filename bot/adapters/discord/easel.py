"""The files that go with a message: charts drawn in the workshop, and what was handed out.

What was drawn is kept for a while, for the next who looks; it can be lost, and is drawn anew. A
chart that cannot be drawn is left out: its words stand in the message in any case.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from concurrent.futures import Future

import discord

from bot.adapters.discord.layout import attachments, described
from bot.cards.blocks import Card, File, Picture
from bot.core.charting import Chart
from bot.core.errors import CohortError
from bot.services.reply import Enclosure
from bot.services.workshop import Workshop

log = logging.getLogger(__name__)
DRAW = "bot.charts.draw.draw"
KEPT_AT_MOST = 50


class Easel:
    """Makes a card's attachments. Call it on the event loop only."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._drawn: OrderedDict[Chart, bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    def at_hand(self, card: Card, files: Iterable[Enclosure] = ()) -> dict[str, bytes]:
        """Give what can be attached at once: files that were handed out, and charts drawn before.

        Names are those by which the card's layout knows them.
        """
        given = {file.id: file.data for file in files}
        found: dict[str, bytes] = {}
        for name, block in attachments(card).items():
            match block:
                case File(id=identity) if identity in given:
                    found[name] = given[identity]
                case Picture(chart=chart) if chart in self._drawn:
                    found[name] = self._drawn[chart]
                case _:
                    pass
        return found

    def has_all(self, card: Card) -> bool:
        """Say whether every chart of a card is at hand, or it has none."""
        return all(
            block.chart in self._drawn for block in card.blocks if isinstance(block, Picture)
        )

    async def draw(self, card: Card) -> bool:
        """Draw what of a card's charts is not at hand; say whether there is any new one."""
        new = False
        for block in attachments(card).values():
            if isinstance(block, Picture) and block.chart not in self._drawn:
                new |= await self._draw(block.chart)
        return new

    async def _draw(self, chart: Chart) -> bool:
        # One at a time: a message full of pictures must leave the workshop room for others.
        async with self._turn:
            try:
                work: Future[bytes] = self._workshop.make(DRAW, chart, dark=True)
                drawn = await asyncio.wrap_future(work)
            except CohortError as wrong:
                log.warning("a chart is told in words alone: %s", wrong)
                return False
        self._drawn[chart] = drawn
        if len(self._drawn) > KEPT_AT_MOST:
            self._drawn.popitem(last=False)
        return True


def as_files(card: Card, data: Mapping[str, bytes], names: Iterable[str]) -> list[discord.File]:
    """Make the attachments of one message, pictures with their description."""
    blocks = attachments(card)
    files = []
    for name in names:
        block = blocks[name]
        said = described(block) if isinstance(block, Picture) else None
        files.append(discord.File(io.BytesIO(data[name]), filename=name, description=said))
    return files
