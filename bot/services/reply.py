"""What a use case gives back to the one who asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.cards.actions.values import Target
from bot.cards.blocks import Card
from bot.services.workshop import Workshop
from bot.store.tx import Tx


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
    later: Later | None = None


#: Shows the asker something more, from any thread.
Tell: TypeAlias = Callable[[Reply], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What a reply promises: work that is done beside every press, and what comes of it.

    ``make`` is called on a reading connection and may wait for the workshop; it may tell how
    far it is, and gives the reply that takes the promise's place. ``nowhere`` stands there
    where a program has no workshop.
    """

    make: Callable[[Tx, Workshop, Tell], Reply]
    nowhere: Reply


def about(target: Target, card: Card) -> Reply:
    """Give a reply that belongs to one question."""
    return Reply(card=card, key=f"{target.asked}{target.id}")
