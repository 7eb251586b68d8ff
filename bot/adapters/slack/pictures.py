"""Charts as pictures on Slack: drawn in the workshop, uploaded once to each workspace, and
known by their file from then on.

All of it is in memory, bounded, and can be lost: then a chart is drawn and uploaded anew.
Where that fails or takes too long, a chart's words stand in its place.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import wrap_future
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.adapters.slack.blocks import Pictures, undrawn
from bot.adapters.slack.escape import shortened
from bot.adapters.slack.faults import Declined
from bot.adapters.slack.line import Line
from bot.cards.blocks import Card, Picture
from bot.core.charting import Chart
from bot.core.errors import CohortError
from bot.services.workshop import Workshop

log = logging.getLogger(__name__)
DRAW = "bot.charts.draw.draw"
KEPT_AT_MOST = 1_000
#: How long a message waits for its pictures, in seconds: well within a lease.
PATIENCE = 10.0
#: Slack looks at an uploaded picture for a moment, and refuses it until then.
PROCESSING = (0.0, 0.3, 0.7, 1.5, 3.0)
#: The longest alternative text of a file.
FILE_ALT = 1_000
REFUSED = ("invalid_blocks", "invalid_arguments")
T = TypeVar("T")


class Drawn:
    """Pictures by workspace and chart. Call it on the event loop only."""

    def __init__(self, line: Line, workshop: Workshop) -> None:
        self._line = line
        self._workshop = workshop
        self._files: OrderedDict[tuple[str, Chart], str] = OrderedDict()
        self._drawing: dict[tuple[str, Chart], asyncio.Task[str]] = {}
        self._turn = asyncio.Lock()

    def known(self, workspace: str, card: Card) -> Pictures:
        """Give the pictures of a card that are there already; words for the others."""
        files = {
            block.chart: self._files.get((workspace, block.chart), "") for block in _pictures(card)
        }
        return (lambda picture: files.get(picture.chart, "")) if files else undrawn

    def lacks(self, workspace: str, card: Card) -> bool:
        """Say whether a card has a picture that is not there yet."""
        return any((workspace, block.chart) not in self._files for block in _pictures(card))

    async def ready(self, workspace: str, card: Card, patience: float = PATIENCE) -> Pictures:
        """Give the pictures of a card, drawn and uploaded where that goes in time."""
        wanted = [self._start(workspace, block) for block in _pictures(card)]
        if wanted:
            await asyncio.wait(wanted, timeout=patience)
        return self.known(workspace, card)

    async def showing(
        self, workspace: str, card: Card, send: Callable[[Pictures], Awaitable[T]]
    ) -> T:
        """Send a card with its pictures; while Slack still looks at them, again in a moment.

        In the end it is sent with their words. Raises what ``send`` raises.
        """
        pictures = await self.ready(workspace, card)
        if pictures is not undrawn and any(pictures(block) for block in _pictures(card)):
            for wait in PROCESSING:
                await asyncio.sleep(wait)
                try:
                    return await send(pictures)
                except Declined as wrong:
                    if wrong.code not in REFUSED:
                        raise
            self._forget(workspace, card)
        return await send(undrawn)

    def _start(self, workspace: str, picture: Picture) -> asyncio.Task[str]:
        key = (workspace, picture.chart)
        if key not in self._drawing:
            task = asyncio.create_task(self._draw(workspace, picture))
            self._drawing[key] = task
            task.add_done_callback(lambda _: self._drawing.pop(key, None))
        return self._drawing[key]

    async def _draw(self, workspace: str, picture: Picture) -> str:
        key = (workspace, picture.chart)
        if key in self._files:
            self._files.move_to_end(key)
            return self._files[key]
        try:
            # One at a time: many reviews at once must leave the workshop room for others.
            async with self._turn:
                data = await wrap_future(self._workshop.make(DRAW, picture.chart))
            file = await self._line.upload(
                workspace,
                channel="",
                name="chart.png",
                data=data,
                alt=shortened(picture.words, FILE_ALT),
                comment="",
            )
        except CohortError as wrong:
            log.warning("a chart stays in words: %s", wrong)
            return ""
        if file:
            self._files[key] = file
            if len(self._files) > KEPT_AT_MOST:
                self._files.popitem(last=False)
        return file

    def _forget(self, workspace: str, card: Card) -> None:
        for block in _pictures(card):
            self._files.pop((workspace, block.chart), None)


def _pictures(card: Card) -> list[Picture]:
    return [block for block in card.blocks if isinstance(block, Picture)]
