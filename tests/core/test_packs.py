"""What a pack says of an item: where it stands, and what it is kept for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.items import from_json, to_json
from bot.core.packs import Catalogue, Pool, usual
from tests import sample, sequel


def test_an_item_at_home_stands_where_its_author_put_it() -> None:
    item = sample.single("d3.1-02")
    assert sample.pack().place(item) is item
    assert sample.pack().tasks_of(item) == ("3.1",)


def test_elsewhere_it_stands_under_the_first_task_that_it_names() -> None:
    item = replace(sample.single("d3.1-02"), also=("next/1.1", "sequel/2.1", "sequel/1.1"))
    placed = sequel.pack().place(item)
    assert sequel.pack().tasks_of(item) == ("2.1", "1.1")
    assert (placed.task, placed.domain) == ("2.1", "s2")


def test_a_task_that_does_not_exist_is_passed_over() -> None:
    item = replace(sample.single("d3.1-02"), also=("sequel/9.9", "sequel/1.1"))
    assert sequel.pack().tasks_of(item) == ("1.1",)
    assert sequel.pack().place(replace(item, also=("sequel/9.9",))).domain == "d3"


def test_the_version_is_one_wherever_it_is_shown() -> None:
    item = replace(sample.single("d3.1-02"), also=("sequel/2.1",))
    placed = sequel.pack().place(item)
    assert placed.hash == item.hash
    assert from_json(to_json(placed)) == item
    assert sequel.pack().place(placed) == placed


def test_both_packs_ask_the_same_versions_in_domains_of_their_own() -> None:
    library = sequel.library()
    first, second = library.catalogue("sample"), library.catalogue("sequel")
    assert {i.id: i.hash for i in first.items.values()} == {
        i.id: i.hash for i in second.items.values()
    }
    assert set(second.by_pool[Pool.DAILY]) == {"s1", "s2"}
    # Ordering and matching are asked in the second exam, and only practised for the first.
    kinds = {item.kind.value for item in second.pool_items(Pool.DAILY)}
    assert kinds == {"single", "multiple", "ordering", "matching"}


@pytest.mark.parametrize(("marked", "wanted"), [("sequel", "sequel"), ("", "sample")])
def test_the_marked_pack_is_usual_else_the_first(marked: str, wanted: str) -> None:
    catalogues = {
        name: Catalogue.of(replace(each.pack, default=name == marked), ())
        for name, each in sequel.library().catalogues.items()
    }
    found = usual(catalogues)
    assert found is not None
    assert found.pack.id == wanted
    assert usual({}) is None
