"""What a use case gives back to the one who asked."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions import Target
from bot.cards.blocks import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file for the asker alone. ``id`` is what a ``File`` block of the card calls it by."""

    id: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A card for the asker alone, and the files that it names.

    One with the same ``key`` takes the place of the one before. After a ``farewell`` the asker
    is not known any more: a surface forgets what it showed them.
    """

    card: Card
    key: str = ""
    files: tuple[Enclosure, ...] = ()
    farewell: bool = False


def about(target: Target, card: Card) -> Reply:
    """Give a reply that belongs to one question."""
    return Reply(card=card, key=f"{target.asked}{target.id}")
