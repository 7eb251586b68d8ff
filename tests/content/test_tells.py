"""What a guesser could use of a pack, and which of it is out of bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.content.figures import Figure
from bot.content.services import Service, ServiceStatus
from bot.content.tells import p_of_spread, tells
from bot.core.items import Item
from bot.core.packs import Catalogue
from tests import sample


def service(name: str) -> Service:
    return Service(
        id=name.lower(), name=f"Amazon {name}", formerly=(), status=ServiceStatus.OPEN, since=None,
        replacement="", source="", confirmed=True, checked=date(2026, 11, 24),
    )  # fmt: skip


def figure(catalogue: Catalogue, name: str, *services: str) -> Figure:
    known = {each.lower(): service(each) for each in services}
    return next(each for each in tells(catalogue, known) if each.name == name)


def with_texts(item: Item, *texts: str) -> Item:
    options = tuple(
        replace(option, text=text) for option, text in zip(item.options, texts, strict=True)
    )
    return replace(item, options=options)


def test_a_small_pack_is_not_blamed_for_what_it_cannot_show_yet() -> None:
    few = Catalogue.of(sample.pack(), [sample.single("d1.1-01"), sample.single("d1.1-02")])
    assert figure(few, "key alone longest").holds is True
    assert figure(few, "MOST or LEAST").holds is True


def test_one_place_for_every_key_is_out_of_bounds() -> None:
    found = figure(sample.catalogue(), "key positions in the files")
    assert (found.value, found.holds) == ("0/0/48/0 (χ² 144.0, p 0.00)", False)


def test_a_key_that_is_always_longest_is_out_of_bounds() -> None:
    items = [
        with_texts(item, "A b.", "A b.", "A long key.", "A b.")
        for item in sample.catalogue().items.values()
        if len(item.options) == 4 and item.kind == "single"
    ]
    found = figure(Catalogue.of(sample.pack(), items), "key alone longest")
    assert (found.value, found.holds) == ("100 % (10 to 30)", False)


def test_a_service_that_is_a_key_and_never_tempts_is_named() -> None:
    items = [
        with_texts(sample.single(concept), "Use Drawer.", "Use Shelf.", key, "Use Box.")
        for concept, key in (("d1.1-01", "Use Shelf."), ("d1.1-02", "Use Cupboard."))
    ]
    catalogue = Catalogue.of(sample.pack(), items)
    services = ("Drawer", "Shelf", "Box", "Cupboard")
    found = figure(catalogue, "services that are keys and never tempt", *services)
    assert found.value == "cupboard"
    found = figure(catalogue, "most frequent key by domain", *services)
    assert found.value == "d1 cupboard 50 % (at most 12)"


def test_p_says_how_likely_such_a_spread_is_by_chance() -> None:
    # 11.34 is the 99 % point of chi-square with three degrees of freedom, 7.81 the 95 % point.
    assert p_of_spread([25, 25, 25, 25]) == (0.0, 1.0)
    chi, p = p_of_spread([9, 6, 9, 6])
    assert (round(chi, 2), round(p, 3)) == (1.2, 0.753)
    chi, p = p_of_spread([36, 32, 15, 17])
    assert (round(chi, 2), round(p, 4)) == (13.36, 0.0039)
