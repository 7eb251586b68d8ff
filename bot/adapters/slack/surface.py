"""Slack as a surface: messages are posted once, edited in place, and found again by their nonce.

The nonce travels in a message's metadata. Slack has no key that makes a second post harmless,
so a post in doubt is looked up in the channel's history, where Cohort may read that.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from bot.adapters.slack.blocks import Pictures, message_blocks
from bot.adapters.slack.faults import Declined
from bot.adapters.slack.limits import DoesNotFit
from bot.adapters.slack.line import PATIENCE, Line
from bot.adapters.slack.mentions import Mentions
from bot.adapters.slack.pacing import (
    EDITS,
    IN_CHANNEL,
    IN_WORKSPACE,
    TALLIES,
    TIER_3,
    Key,
    Rate,
)
from bot.adapters.slack.payload import Payload, at, listed, text
from bot.adapters.slack.pictures import Drawn
from bot.adapters.slack.views import message
from bot.cards.blocks import Card
from bot.core.errors import SurfaceFault
from bot.services.surface import Spot

EVENT = "cohort_delivery"
#: How far back a post in doubt is looked for, in seconds and in pages of the history.
LOOK_BACK, PAGES, ON_A_PAGE = 24 * 3600.0, 5, 100
#: How long an edit waits for its turn before it is left for later, in seconds.
EDIT_PATIENCE = 1.0
CHANNELS_AT_MOST = 10_000
_AS_IT_IS = {"unfurl_links": False, "unfurl_media": False, "parse": "none", "link_names": False}


def message_id(channel: str, ts: str) -> str:
    """Name a message for the store: Slack counts messages by channel."""
    return f"{channel}/{ts}"


class SlackSurface:
    """Posts to Slack. ``now`` gives seconds since 1970, as Slack counts messages."""

    def __init__(self, line: Line, drawn: Drawn, now: Callable[[], float] = time.time) -> None:
        self._line = line
        self._drawn = drawn
        self._now = now
        self._mentions = Mentions(line)
        self._direct: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def post(self, spot: Spot, card: Card, *, nonce: str, thread_of: str = "") -> str:
        """Post a message once, with its nonce, and give its id."""
        channel = await self._channel(spot)
        sent = {
            "channel": channel,
            "metadata": {"event_type": EVENT, "event_payload": {"nonce": nonce}},
            **_AS_IT_IS,
        }
        if thread_of:
            sent["thread_ts"] = thread_of.rpartition("/")[2]
        budgets: list[tuple[Key, Rate]] = [
            (("chat.postMessage", spot.workspace, channel), IN_CHANNEL),
            (("chat.postMessage", spot.workspace, ""), IN_WORKSPACE),
        ]
        answer = await self._show(spot, card, "chat.postMessage", sent, budgets)
        return message_id(channel, text(answer, "ts"))

    async def update(self, spot: Spot, remote_id: str, card: Card) -> None:
        """Put a card in the place of a message's content; tallies wait behind what is closed."""
        channel, _, ts = remote_id.rpartition("/")
        budgets: list[tuple[Key, Rate]] = [(("chat.update", spot.workspace, ""), EDITS)]
        if not card.reveals:
            budgets.append((("tallies", spot.workspace, ""), TALLIES))
        sent: dict[str, object] = {"channel": channel, "ts": ts, "parse": "none"}
        await self._show(spot, card, "chat.update", sent, budgets, patience=EDIT_PATIENCE)

    async def find(
        self,
        spot: Spot,
        *,
        nonce: str,
        thread_of: str = "",
        since: datetime | None = None,  # noqa: ARG002 - it asks for one page in any case
    ) -> str | None:
        """Look a message up in the newest of the history, or in its thread.

        Raises ``SurfaceFault`` where Cohort may not read that, or it does not go back so far.
        """
        channel = await self._channel(spot)
        asked: dict[str, object] = {
            "channel": channel,
            "include_all_metadata": True,
            "limit": ON_A_PAGE,
        }
        method = "conversations.history"
        if thread_of:
            method = "conversations.replies"
            asked["ts"] = thread_of.rpartition("/")[2]
        else:
            asked["oldest"] = f"{self._now() - LOOK_BACK:.6f}"
        for _ in range(PAGES):
            try:
                page = await self._line.call(spot.workspace, method, asked, patience=EDIT_PATIENCE)
            except Declined as wrong:
                if wrong.code == "missing_scope":
                    raise SurfaceFault(
                        f"{wrong}. Without it I cannot see whether this message went out", sent=True
                    ) from wrong
                raise
            for found in listed(page, "messages"):
                if _nonce(found) == nonce:
                    return message_id(channel, text(found, "ts"))
            cursor = text(at(page, "response_metadata"), "next_cursor")
            if not cursor:
                return None
            asked["cursor"] = cursor
        raise SurfaceFault("The channel has too many messages to look it up", sent=True)

    async def direct(self, workspace: str, user: str) -> str:
        """Give the channel of direct messages with somebody. Raises ``Declined``."""
        key = (workspace, user)
        if key not in self._direct:
            answer = await self._line.call(
                workspace,
                "conversations.open",
                {"users": user},
                budgets=[(("conversations.open", workspace, ""), TIER_3)],
            )
            self._direct[key] = text(at(answer, "channel"), "id")
            if len(self._direct) > CHANNELS_AT_MOST:
                self._direct.popitem(last=False)
        return self._direct[key]

    async def _channel(self, spot: Spot) -> str:
        return await self.direct(spot.workspace, spot.person) if spot.person else spot.address

    async def _show(
        self,
        spot: Spot,
        card: Card,
        method: str,
        sent: dict[str, object],
        budgets: list[tuple[Key, Rate]],
        patience: float = PATIENCE,
    ) -> Payload:
        """Send a card with its pictures, or with their words."""

        called = None if card.reveals else await self._mentions.call(spot)

        async def send(pictures: Pictures) -> Payload:
            body = message(card, pictures)
            if called is not None:
                body["blocks"] = [called, *message_blocks(card, pictures)]
            return await self._line.call(
                spot.workspace, method, {**sent, **body}, budgets=budgets, patience=patience
            )

        try:
            return await self._drawn.showing(spot.workspace, card, send)
        except DoesNotFit as wrong:
            raise SurfaceFault(str(wrong)) from wrong


def _nonce(found: Payload) -> str:
    metadata = at(found, "metadata")
    if text(metadata, "event_type") != EVENT:
        return ""
    return text(at(metadata, "event_payload"), "nonce")
