"""Where one person sees the reply to one press: a window, a hint that vanishes, or their DM.

A window is opened while the press is three seconds young, and from then on changed in place.
What a later press has shown is never painted over by an earlier one. It decides nothing about
what is shown, only how.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections import OrderedDict
from dataclasses import replace

from bot.adapters.slack.blocks import Pictures
from bot.adapters.slack.escape import Part, shortened
from bot.adapters.slack.faults import TRIGGERS, Declined
from bot.adapters.slack.limits import DoesNotFit
from bot.adapters.slack.line import Line
from bot.adapters.slack.payload import Call, at, text
from bot.adapters.slack.pictures import FILE_ALT, Drawn
from bot.adapters.slack.surface import SlackSurface
from bot.adapters.slack.views import Origin, ephemeral, modal
from bot.cards.blocks import Card, File, Note, Prose
from bot.cards.help import fault_card, refusal_card
from bot.core.errors import SurfaceFault
from bot.services.reply import Enclosure, Reply

log = logging.getLogger(__name__)
REFUSAL = "refusal"
TOO_LATE = (
    "That took too long to open. Nothing you pressed is lost: tap it again, and the window opens."
)
WAITING = Card(title="One moment", blocks=(Prose(text="One moment, I'm at it…"),))
SAVING = Card(title="One moment", blocks=(Prose(text="Saving… You may close this: it counts."),))
SENT = "I've put it into our direct messages: open Cohort under Apps."
#: How long Slack may take to be told of a window: its trigger lives for three seconds.
HURRY = 1.5
REMEMBERED = 5_000
#: How many windows are opened or changed at once.
AT_ONCE = 24
_numbers = itertools.count(1)


class Windows:
    """Makes windows, and remembers which press each of them shows."""

    def __init__(self, line: Line, surface: SlackSurface, drawn: Drawn) -> None:
        self.line = line
        self.surface = surface
        self.drawn = drawn
        #: In a burst acknowledgements go first: only so many windows are worked on at once.
        self.turns = asyncio.Semaphore(AT_ONCE)
        self._shown: OrderedDict[str, int] = OrderedDict()

    def window(self, call: Call, origin: Origin, *, within: bool) -> Window:
        """Give the window of a press; ``within`` means that it was pressed in one already."""
        return Window(self, call, origin, within=within)

    def claim(self, view: str, number: int) -> bool:
        """Say whether a press may paint a window: none that came later has."""
        if self._shown.get(view, 0) > number:
            return False
        self._shown[view] = number
        self._shown.move_to_end(view)
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)
        return True


class Window:
    """One press's reply, shown. ``number`` counts presses as they came."""

    def __init__(self, windows: Windows, call: Call, origin: Origin, *, within: bool) -> None:
        self._windows = windows
        self._call = call
        self._origin = origin
        self._view = call.view if within else ""
        self._hash = call.hash if within else ""
        self._within = within
        self._number = next(_numbers)
        self._rank = 0
        self._is_lost = False
        self._card: Card | None = None
        self._turn = asyncio.Lock()

    @property
    def is_open(self) -> bool:
        """Whether there is a window."""
        return bool(self._view)

    def view(self, reply: Reply) -> Part:
        """Give a reply as a view, with the pictures that are there already."""
        known = self._windows.drawn.known(self._call.workspace, reply.card)
        return self._modal(reply, known)

    async def show(self, reply: Reply, rank: int = 0) -> None:
        """Show a reply, in the window where there is one. One of a lower ``rank`` is out of date.

        Never raises what Slack says: a window that cannot be shown has lost nothing.
        """
        async with self._turn:
            if rank < self._rank:
                return
            self._rank = rank
            try:
                async with self._windows.turns:
                    await self._show(reply)
            except SurfaceFault as wrong:
                log.warning("a reply was not shown: %s", wrong)
                return
            await self._hand_out(reply)

    async def adopt(self, reply: Reply) -> None:
        """Take note that a reply stands in the window already, and add what that lacks."""
        async with self._turn:
            self._windows.claim(self._view, self._number)
            self._card, self._hash = reply.card, ""
            if self._windows.drawn.lacks(self._call.workspace, reply.card):
                await self._paint(reply)
            await self._hand_out(reply)

    async def hint(self, card: Card) -> None:
        """Say something that only they see, until they reload."""
        await self._whisper(card)

    async def _show(self, reply: Reply) -> None:
        if self._is_lost:
            return  # they were told to tap again
        if reply.key == REFUSAL and not self._view:
            await self._whisper(reply.card)
        elif reply.key == REFUSAL and self._within and self._call.trigger:
            await self._push(reply)
        elif not self._view:
            await self._open(reply)
        elif reply.card != self._card:
            await self._paint(reply)

    async def _open(self, reply: Reply) -> None:
        known = self._windows.drawn.known(self._call.workspace, reply.card)
        try:
            await self._put("views.open", reply, known)
        except Declined as wrong:
            if wrong.code not in TRIGGERS:
                raise
            self._is_lost = True
            await self._whisper(refusal_card(TOO_LATE))
            return
        if self._windows.drawn.lacks(self._call.workspace, reply.card):
            await self._paint(reply)

    async def _push(self, reply: Reply) -> None:
        """Lay a refusal over the window, so that what stands in it is not lost."""
        try:
            await self._put("views.push", reply, None)
        except Declined:
            await self._paint(reply)

    async def _put(self, method: str, reply: Reply, pictures: Pictures | None) -> None:
        view = self._modal(reply, pictures)
        answer = await self._windows.line.call(
            self._call.workspace,
            method,
            {"trigger_id": self._call.trigger, "view": view},
            patience=HURRY,
        )
        if method == "views.open":
            shown = at(answer, "view")
            self._view, self._hash = text(shown, "id"), text(shown, "hash")
            self._windows.claim(self._view, self._number)
            self._card = reply.card

    async def _paint(self, reply: Reply) -> None:
        """Change the window in place; once more without the hash where another press was first."""
        if not self._windows.claim(self._view, self._number):
            return

        async def send(pictures: Pictures) -> None:
            await self._update(self._modal(reply, pictures))

        drawn = self._windows.drawn
        if drawn.lacks(self._call.workspace, reply.card):
            await self._update(self._modal(reply, drawn.known(self._call.workspace, reply.card)))
        self._card = reply.card
        await drawn.showing(self._call.workspace, reply.card, send)

    async def _update(self, view: Part) -> None:
        sent = {"view_id": self._view, "view": view}
        if self._hash:
            sent["hash"] = self._hash
        try:
            answer = await self._windows.line.call(self._call.workspace, "views.update", sent)
        except Declined as wrong:
            if wrong.code == "hash_conflict":
                self._hash = ""
                if self._windows.claim(self._view, self._number):
                    await self._update(view)
                return
            if wrong.code != "not_found":
                raise
            return  # they have closed it; nothing is lost by that
        self._hash = text(at(answer, "view"), "hash")

    async def _hand_out(self, reply: Reply) -> None:
        """Send a reply's files to the asker alone, and say so where they asked."""
        if not reply.files:
            return
        words = {block.id: block.words for block in reply.card.blocks if isinstance(block, File)}
        try:
            for file in reply.files:
                await self._send(file, words.get(file.id, ""))
        except SurfaceFault as wrong:
            log.warning("a file was not sent: %s", wrong)
            note = Note(text=f"The file did not reach you. {wrong}.", warning=True)
        else:
            note = Note(text=SENT)
        told = replace(reply.card, blocks=(*reply.card.blocks, note))
        try:
            await self._show(replace(reply, card=told, files=()))
        except SurfaceFault as wrong:
            log.warning("a reply was not shown: %s", wrong)

    async def _send(self, file: Enclosure, words: str) -> None:
        call, windows = self._call, self._windows
        channel = await windows.surface.direct(call.workspace, call.user)
        alt = shortened(f"{file.name}: {words}" if words else file.name, FILE_ALT)
        await windows.line.upload(
            call.workspace,
            channel=channel,
            name=file.name,
            data=file.data,
            alt=alt,
            comment="",
        )

    async def _whisper(self, card: Card) -> None:
        """Say something in the channel that only they see; by the reply's own address if any."""
        call, body = self._call, ephemeral(card)
        if call.response_url:
            said = {**body, "response_type": "ephemeral", "replace_original": False}
            await self._windows.line.respond(call.response_url, said)
        elif call.channel:
            sent = {"channel": call.channel, "user": call.user, **body}
            await self._windows.line.call(call.workspace, "chat.postEphemeral", sent)
        else:
            channel = await self._windows.surface.direct(call.workspace, call.user)
            await self._windows.line.call(
                call.workspace, "chat.postMessage", {"channel": channel, **body}
            )

    def _modal(self, reply: Reply, pictures: Pictures | None) -> Part:
        origin = replace(self._origin, key=reply.key)
        try:
            return modal(reply.card, origin, *([pictures] if pictures else []))
        except DoesNotFit as wrong:
            log.error("a card does not fit a window: %s", wrong)
            return modal(fault_card("too-long", "This is too long for a window."), origin)


def sentence(card: Card) -> str:
    """Give what a refusal's card says, as one text."""
    said = (block.text for block in card.blocks if isinstance(block, Note | Prose))
    return " ".join(said)
