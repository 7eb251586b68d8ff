"""What is sent to Slack whole: a message with its fallback text, a modal, the App Home.

A view carries with it where it came from, since what is sent from it names no channel.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from bot.adapters.slack.blocks import (
    Pictures,
    card_blocks,
    message_blocks,
    undrawn,
    view_blocks,
)
from bot.adapters.slack.escape import Part, escape, plain, shown, size
from bot.adapters.slack.limits import METADATA, TEXT, TITLE, VIEW_BLOCKS, DoesNotFit
from bot.adapters.slack.parts import DIVIDER
from bot.cards.blocks import Block, Buttons, Card, Heading
from bot.cards.inline import bare
from bot.cards.text import block_text
from bot.cards.wire import encode
from bot.core.errors import Misused

#: The name of a view that sends nothing.
NOTHING = "look"
REST = "The rest stands in the message."


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a view came from: the channel whose group it is about, the message that was pressed
    there, and the key of the reply that it shows."""

    channel: str = ""
    message: str = ""
    key: str = ""

    def encode(self) -> str:
        """Write it for a view to carry, at most 3,000 characters."""
        text = json.dumps(asdict(self), separators=(",", ":"))
        if len(text) > METADATA:
            raise DoesNotFit("A view cannot carry so much.")
        return text

    @classmethod
    def decode(cls, text: str) -> Origin:
        """Read what ``encode`` wrote; nothing gives an empty one. Raises ``Misused``."""
        if not text:
            return cls()
        try:
            found = json.loads(text)
            assert isinstance(found, dict)
            assert all(isinstance(value, str) for value in found.values())
            return cls(**found)
        except (ValueError, TypeError, AssertionError) as wrong:
            raise Misused("That window is not one of ours. Open it again.") from wrong


def message(card: Card, pictures: Pictures = undrawn) -> Part:
    """Give a message's ``blocks`` and its ``text``, for posting or editing."""
    return {"text": fallback(card), "blocks": message_blocks(card, pictures)}


def ephemeral(card: Card, pictures: Pictures = undrawn) -> Part:
    """Give a hint that one person sees until they reload: it looks like a message."""
    return message(card, pictures)


def modal(card: Card, origin: Origin, pictures: Pictures = undrawn) -> Part:
    """Give a window. Its name is the wire form of what its button sends."""
    view: Part = {
        "type": "modal",
        "callback_id": encode(card.submit.action) if card.submit else NOTHING,
        "private_metadata": origin.encode(),
        "title": shown(card.title, TITLE),
        "close": plain("Cancel" if card.submit else "Close"),
        "blocks": _kept(card) if pictures is undrawn else _blocks(card, pictures),
    }
    if card.submit is not None:
        view["submit"] = shown(card.submit.label, TITLE)
    return view


def _blocks(card: Card, pictures: Pictures) -> list[Part]:
    return view_blocks(replace(card, blocks=card.beneath_title), pictures)


@lru_cache(maxsize=256)
def _kept(card: Card) -> list[Part]:
    """Give a window's blocks; in a busy minute many people are shown the very same."""
    return _blocks(card, undrawn)


def home(cards: Sequence[Card], origin: Origin, pictures: Pictures = undrawn) -> Part:
    """Give somebody's App Home: cards one below the other."""
    found: list[Part] = []
    first = 0
    for card in cards:
        for block in card.blocks:
            # A line before each part: the App Home is long, and is looked over, not read.
            found += [DIVIDER] if found and isinstance(block, Heading) else []
            found += card_blocks(replace(card, blocks=(block,)), pictures, first)
            first += 1
    if len(found) > VIEW_BLOCKS:
        raise DoesNotFit(f"{len(found)} blocks; the App Home has {VIEW_BLOCKS}.")
    return {"type": "home", "private_metadata": origin.encode(), "blocks": found}


def fallback(card: Card) -> str:
    """Write what notifications and screen readers are given: whole blocks, below 4,000.

    Of a card that reveals an answer it is the heading alone.
    """
    first = card.blocks[0] if card.blocks else None
    head = first.text if isinstance(first, Heading) else card.title
    if card.reveals:
        return escape(f"{bare(head)}. {REST}")
    lines = [] if isinstance(first, Heading) else [card.title]
    for line in filter(None, (bare(_spoken(block)) for block in card.blocks)):
        if size("\n".join([*lines, line, REST])) > TEXT:
            return escape("\n".join([*lines, REST]))
        lines.append(line)
    return escape("\n".join(lines))


def fits(card: Card, in_view: bool = False) -> str:
    """Say why a card does not fit a message, or a view; empty where it does."""
    try:
        _ = view_blocks(card) if in_view else message_blocks(card)
    except DoesNotFit as wrong:
        return str(wrong)
    return ""


def _spoken(block: Block) -> str:
    if isinstance(block, Buttons):
        return ""
    return block.text if isinstance(block, Heading) else block_text(block)
