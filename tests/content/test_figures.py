"""Figures of a pack: what is counted, and which of it is out of bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.content.figures import Figure, figures
from bot.content.services import Service, ServiceStatus
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
    return next(each for each in figures(catalogue, known) if each.name == name)


def with_texts(item: Item, *texts: str) -> Item:
    options = tuple(
        replace(option, text=text) for option, text in zip(item.options, texts, strict=True)
    )
    return replace(item, options=options)


def test_an_empty_pack_has_a_figure_and_no_more() -> None:
    assert figures(Catalogue.of(sample.pack(), []), {}) == (Figure("items", "0", False),)


def test_a_small_pack_is_not_blamed_for_what_it_cannot_show_yet() -> None:
    few = Catalogue.of(sample.pack(), [sample.single("d1.1-01"), sample.single("d1.1-02")])
    assert figure(few, "key alone longest").holds is True
    assert figure(few, "MOST or LEAST").holds is True


def test_one_place_for_every_key_is_out_of_bounds() -> None:
    found = figure(sample.catalogue(), "key positions in the files")
    assert (found.value, found.holds) == ("0/0/48/0", False)


def test_a_key_that_is_always_longest_is_out_of_bounds() -> None:
    items = [
        with_texts(item, "A b.", "A b.", "A long key.", "A b.")
        for item in sample.catalogue().items.values()
        if len(item.options) == 4 and item.kind == "single"
    ]
    found = figure(Catalogue.of(sample.pack(), items), "key alone longest")
    assert (found.value, found.holds) == ("100 %", False)


def test_a_service_that_is_a_key_and_never_tempts_is_named() -> None:
    items = [
        with_texts(sample.single(concept), "Use Drawer.", "Use Shelf.", key, "Use Box.")
        for concept, key in (("d1.1-01", "Use Shelf."), ("d1.1-02", "Use Cupboard."))
    ]
    catalogue = Catalogue.of(sample.pack(), items)
    services = ("Drawer", "Shelf", "Box", "Cupboard")
    found = figure(catalogue, "services that are keys and never tempt", *services)
    assert found.value == "cupboard"
    assert figure(catalogue, "most frequent key", *services).value == "shelf, 50 % of d1"
