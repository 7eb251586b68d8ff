"""The answer to one interaction: a window, a message in the place of another, or a new one.

All of it is for one person's eyes. A message carries a number made from its reply's key, so that a
press on it is answered in its place where it is the same matter, also after a restart. What takes
longer than Discord waits is put off, and told within the quarter of an hour that it allows.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from concurrent.futures import Future
from dataclasses import replace
from typing import TypeVar

import discord
from discord import InteractionType

from bot.adapters.discord.easel import Easel, as_files
from bot.adapters.discord.faults import MESSAGE_GONE
from bot.adapters.discord.layout import Layout, layouts
from bot.adapters.discord.marks import number_of
from bot.adapters.discord.modals import fits_modal, modal
from bot.adapters.discord.reading import Ask, Redraw
from bot.cards.help import refusal_card
from bot.services.reply import Reply

log = logging.getLogger(__name__)
#: Discord waits three seconds; what is on its way there and back has its share of them.
PATIENCE = 1.5
#: The number of a message that only says that something takes a moment, and of none at all.
_THINKING, _NONE = -1, 0
_TOO_LARGE = (
    "That file is larger than Discord takes here. Ask whoever runs Cohort: `cohort export` writes "
    "it to a file."
)
T = TypeVar("T")


class Answer:
    """Answers one interaction, at once or later. Call it on the client's event loop only."""

    def __init__(self, interaction: discord.Interaction, easel: Easel) -> None:
        self._interaction = interaction
        self._response = interaction.response
        self._easel = easel
        self._until = asyncio.get_running_loop().time() + PATIENCE
        self._turn = asyncio.Lock()
        #: What the message shows that the interaction calls its original, and further messages.
        self._original = _NONE
        self._further: dict[int, int] = {}
        self._waiting: dict[str, Reply] = {}

    async def give(self, work: Future[Reply]) -> None:
        """Show what comes of a press, and put it off where that takes long."""
        async with self._turn:
            await self._show(await self._waited(asyncio.wrap_future(work)))

    async def tell(self, reply: Reply) -> None:
        """Show what was promised for later; of several replies with one key the newest wins."""
        self._waiting[reply.key] = reply
        async with self._turn:
            newest = self._waiting.pop(reply.key, None)
            if newest is not None:
                await self._show(newest)

    async def go_on(self, meant: Ask | Redraw) -> None:
        """Open a window, or put a form in the place of itself."""
        match meant:
            case Ask(window=window):
                await self._response.send_modal(window)
            case Redraw(view=view):
                await self._response.edit_message(view=view)

    async def _waited(self, work: Awaitable[T]) -> T:
        """Wait for something, and tell Discord in time where it takes long."""
        if self._response.is_done():
            return await work
        loop = asyncio.get_running_loop()
        late: list[asyncio.Task[None]] = []
        timer = loop.call_at(self._until, lambda: late.append(loop.create_task(self._put_off())))
        try:
            return await work
        finally:
            timer.cancel()
            for task in late:
                await task

    async def _put_off(self) -> None:
        pressed = self._interaction.message
        if pressed is not None and pressed.flags.ephemeral:
            await self._response.defer()
            self._original = _number_on(pressed)
        else:
            await self._response.defer(ephemeral=True, thinking=True)
            self._original = _THINKING

    async def _show(self, reply: Reply) -> None:
        card = reply.card
        is_first = not self._response.is_done()
        if is_first and self._interaction.type in _OPENING and fits_modal(card):
            await self._response.send_modal(modal(card))
            return
        if not self._easel.has_all(card):
            await self._waited(self._easel.draw(card))
        reply = self._within_limits(reply)
        data = self._easel.at_hand(reply.card, reply.files)
        number = number_of(reply.key) if reply.key else _NONE
        first, *more = layouts(reply.card, data, number)
        await self._put(reply, first, _NONE if more else number)
        for page in more:
            await self._follow(reply, page)

    async def _put(self, reply: Reply, page: Layout, number: int) -> None:
        """Show a page in the place of the one with the same number, else as a new message."""
        pressed = self._interaction.message
        files = self._files(reply, page)
        if not self._response.is_done():
            if number and pressed is not None and _number_on(pressed) == number:
                await self._response.edit_message(view=page, attachments=files)
            else:
                await self._response.send_message(view=page, files=files, ephemeral=True)
            self._original = number
            return
        try:
            if self._original == _THINKING or (number and self._original == number):
                self._original = number
                await self._interaction.edit_original_response(view=page, attachments=files)
                return
            if number and number in self._further:
                await self._interaction.followup.edit_message(
                    self._further[number], view=page, attachments=files
                )
                return
        except discord.NotFound as wrong:
            if wrong.code != MESSAGE_GONE:
                raise
            # Whoever sent the promise away is told all the same what came of it.
        shown = await self._follow(reply, page)
        if number:
            self._further[number] = shown

    async def _follow(self, reply: Reply, page: Layout) -> int:
        files = self._files(reply, page)
        shown = await self._interaction.followup.send(
            view=page, files=files, ephemeral=True, wait=True
        )
        return shown.id

    def _files(self, reply: Reply, page: Layout) -> list[discord.File]:
        data = self._easel.at_hand(reply.card, reply.files)
        return as_files(reply.card, data, page.attachments)

    def _within_limits(self, reply: Reply) -> Reply:
        size = sum(len(file.data) for file in reply.files)
        if size <= self._interaction.filesize_limit:
            return reply
        return replace(reply, card=refusal_card(_TOO_LARGE), files=())


#: What a window can be the answer to: not to another window.
_OPENING = (InteractionType.application_command, InteractionType.component)


def _number_on(message: discord.Message) -> int:
    """Read the number that a message of ours carries."""
    return next((number for part in message.components if (number := getattr(part, "id", 0))), 0)
