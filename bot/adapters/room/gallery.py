"""The room's pictures: charts by their digest, drawn when a page asks to see one.

All of it is in memory, bounded, and can be lost: a page that is loaded shows its charts here
again, and what was drawn is drawn anew. The drawing itself happens in the workshop.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TypeVar

from bot.adapters.room.codec import chart_digest
from bot.core.charting import Chart
from bot.core.errors import NotFound
from bot.services.workshop import Workshop

DRAW = "bot.charts.draw.draw"
CHARTS_AT_MOST = 400
PICTURES_AT_MOST = 100
_UNKNOWN = "This picture is not at hand any more. Load the page again, and it is drawn anew."
K = TypeVar("K")
V = TypeVar("V")


class Gallery:
    """Charts that pages show, and their pictures. Call it on the event loop only."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._charts: OrderedDict[str, Chart] = OrderedDict()
        self._pictures: OrderedDict[tuple[str, bool], bytes] = OrderedDict()
        self._drawing: dict[tuple[str, bool], asyncio.Task[bytes]] = {}
        self._turn = asyncio.Lock()

    def show(self, chart: Chart) -> str:
        """Remember a chart, and give the digest that its picture can be asked for by."""
        digest = chart_digest(chart)
        _keep(self._charts, digest, chart, CHARTS_AT_MOST)
        return digest

    async def picture(self, digest: str, *, dark: bool) -> bytes:
        """Give a chart's picture as PNG; everybody who waits for one waits for the same.

        Raises ``NotFound`` where no page has shown the chart since the start.
        """
        key = (digest, dark)
        kept = self._pictures.get(key)
        if kept is not None:
            self._pictures.move_to_end(key)
            return kept
        if key not in self._drawing:
            chart = self._charts.get(digest)
            if chart is None:
                raise NotFound(_UNKNOWN)
            task = asyncio.create_task(self._draw(key, chart))
            self._drawing[key] = task
            task.add_done_callback(lambda done: self._done(key, done))
        # Who leaves the page must not take the picture from those who stay.
        return await asyncio.shield(self._drawing[key])

    async def _draw(self, key: tuple[str, bool], chart: Chart) -> bytes:
        # One at a time: a page full of pictures must leave the workshop room for others.
        async with self._turn:
            return await asyncio.wrap_future(self._workshop.make(DRAW, chart, dark=key[1]))

    def _done(self, key: tuple[str, bool], task: asyncio.Task[bytes]) -> None:
        del self._drawing[key]
        # Asked for here in any case: perhaps nobody waits any more to hear what went wrong.
        if not task.cancelled() and task.exception() is None:
            _keep(self._pictures, key, task.result(), PICTURES_AT_MOST)


def _keep(memory: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > most:
        memory.popitem(last=False)
