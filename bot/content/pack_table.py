"""A pack in figures: its balance, and what a guesser could use. Printed for authors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.content.balance import balance
from bot.content.figures import Figure
from bot.content.reviews import Review
from bot.content.services import Service
from bot.content.tells import tells
from bot.core.packs import Catalogue


def pack_table(
    catalogue: Catalogue,
    services: Mapping[str, Service],
    reviews: Mapping[str, Sequence[Review]] | None = None,
) -> tuple[Figure, ...]:
    """Give a pack's figures in the order in which they are read."""
    if not catalogue.items:
        return (Figure("questions", "0", False),)
    return (*balance(catalogue, reviews or {}), *tells(catalogue, services))
