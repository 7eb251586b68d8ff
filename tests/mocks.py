"""Packs for the tests of mock exams: one with sealed items enough, made here and never shipped."""

from __future__ import annotations

from dataclasses import replace

from bot.core.items import Item
from bot.core.packs import Catalogue, Pack
from bot.services.library import Library
from tests import sample

#: Sealed items of each domain: twice what a full form takes.
FULL = {"d1": 26, "d2": 32, "d3": 46, "d4": 26}
#: As many as a mini takes: in a second sitting all of them have been met.
SCARCE = {"d1": 2, "d2": 3, "d3": 4, "d4": 2}


def pack() -> Pack:
    """Make the usual pack, with every item ``m`` sealed for mock exams."""
    return replace(sample.pack(), mock_pool=("sample/*/m",))


def catalogue(sealed: dict[str, int], *, more: int = 0) -> Catalogue:
    """Make the usual items with sealed ones beside them, and ``more`` dailies."""
    items: list[Item] = list(sample.catalogue().items.values())
    kinds = (sample.ordering, sample.matching, sample.multiple)
    for domain, count in sealed.items():
        for number in range(1, count + 1):
            concept = f"{domain}.1-{number + 20:02}"
            make = kinds[number - 1] if domain == "d3" and number <= len(kinds) else sample.single
            items.append(make(concept, "m"))
    items += [sample.single(f"d1.1-{number + 100}", "a") for number in range(more)]
    return Catalogue.of(pack(), items)


def library(sealed: dict[str, int] | None = None, *, more: int = 0) -> Library:
    """Make a library of that pack alone."""
    return Library(catalogues={"sample": catalogue(sealed or SCARCE, more=more)})
