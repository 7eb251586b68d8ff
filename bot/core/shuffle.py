"""Chance that can be repeated: generators seeded by meaning, and the orders drawn from them.

The same meaning gives the same order in every process and on every Python, so a round can
be made twice and come out alike. It knows items; it keeps nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from random import Random
from typing import TypeVar

from bot.core.items import Item, Kind, Response
from bot.core.showing import Showing

T = TypeVar("T")


def seeded_rng(*meaning: str) -> Random:
    """Give a generator that depends on nothing but the meaning, part by part."""
    digest = hashlib.sha256()
    for part in meaning:
        raw = part.encode()
        # With lengths, ("ab", "c") and ("a", "bc") are different meanings.
        digest.update(f"{len(raw)}:".encode() + raw)
    return Random(int.from_bytes(digest.digest(), "big"))


def pick(rng: Random, values: Sequence[T]) -> T:
    """Draw one of the values. Raises ``IndexError`` if there is none."""
    # Only ``random()`` is promised to stay the same from one Python to the next.
    return values[int(rng.random() * len(values))]


def permutation(rng: Random, size: int) -> tuple[int, ...]:
    """Draw an order of ``range(size)``, each equally likely (Fisher and Yates)."""
    order = list(range(size))
    for last in range(size - 1, 0, -1):
        other = int(rng.random() * (last + 1))
        order[last], order[other] = order[other], order[last]
    return tuple(order)


def option_order(item: Item, *meaning: str, key: Response | None = None) -> tuple[int, ...]:
    """Give the source index of the option, step or prompt at each shown position.

    Steps of an ordering item never stand in their right order already; ``key`` is the right
    one where it is not the item's own.
    """
    rng = seeded_rng("options", *meaning)
    right = item.key if key is None else key
    order = permutation(rng, len(item.options))
    while item.kind is Kind.ORDERING and order == right and len(order) > 1:
        order = permutation(rng, len(item.options))
    return order


def match_order(item: Item, *meaning: str) -> tuple[int, ...]:
    """Give the source index of the match at each shown position; empty but for matching."""
    return permutation(seeded_rng("matches", *meaning), len(item.matches))


def show_order(item: Item, *meaning: str, key: Response | None = None) -> tuple[int, ...]:
    """Give the whole order that a ``Showing`` takes: options first, then matches."""
    return option_order(item, *meaning, key=key) + match_order(item, *meaning)


def show(item: Item, *meaning: str) -> Showing:
    """Give an item in the order that belongs to a meaning, such as a round or a run's place."""
    return Showing(item, show_order(item, *meaning))
