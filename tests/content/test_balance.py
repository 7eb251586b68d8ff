"""How a pack's items are spread: counted by hand against what is printed."""

from __future__ import annotations

from dataclasses import replace

from bot.content.balance import balance, half_mock
from bot.content.figures import Figure
from bot.content.pack_table import pack_table
from bot.core.packs import Catalogue
from tests import sample


def figure(catalogue: Catalogue, name: str) -> Figure:
    return next(each for each in balance(catalogue, {}) if each.name == name)


def test_an_empty_pack_has_a_figure_and_no_more() -> None:
    empty = Catalogue.of(sample.pack(), [])
    assert pack_table(empty, {}) == (Figure("questions", "0", False),)


def test_domains_are_held_against_the_blueprint() -> None:
    # 51 items: 13 in d1, d2 and d3 each, and 12 in d4; one more or less is two points.
    found = figure(sample.catalogue(), "d1 Gather")
    assert (found.value, found.holds) == ("13 (25 %, exam 20 %)", False)
    assert figure(sample.catalogue(), "d2 Explore").holds is True
    few = [*map(sample.single, ("d1.1-01", "d2.1-01", "d3.1-01", "d3.1-02", "d4.1-01"))]
    assert figure(Catalogue.of(sample.pack(), few), "d3 Model").holds is True


def test_every_part_is_counted() -> None:
    found = {each.name: each.value for each in balance(sample.catalogue(), {})}
    assert found["questions"] == "51"
    assert found["by task statement"] == "1.1 13, 2.1 13, 3.1 13, 4.1 12"
    assert found["concepts with one"] == "24 of 24"
    assert found["kinds"].startswith("single 48 (94 %), multiple 1 (2 %)")
    assert found["difficulty, as authors guess"] == "1 0 (0 %), 2 51 (100 %), 3 0 (0 %)"
    assert found["cases"] == "none"
    assert found["facts as of"].startswith("2026-11-01 to 2026-11-01")
    assert found["facts as of"].endswith("0 volatile")


def test_pools_are_counted_by_domain_beside_what_half_a_mock_takes() -> None:
    # 24 a and a multiple item for the group; ordering and matching are practice kinds here.
    assert figure(sample.catalogue(), "kept for dailies") == Figure(
        "kept for dailies", "25: d1 7, d2 6, d3 6, d4 6", False
    )
    assert figure(sample.catalogue(), "kept for practice").value == "26: d1 6, d2 7, d3 7, d4 6"
    sealed = figure(sample.catalogue(), "sealed for mocks")
    assert sealed.value == ("0: d1 0, d2 0, d3 0, d4 0 (half a mock takes d1 7, d2 8, d3 12, d4 6)")
    assert sealed.holds is False


def test_enough_sealed_items_in_every_domain_hold() -> None:
    pack = replace(sample.pack(), mock_pool=("*",))
    items = [
        replace(sample.single(f"d{domain}.1-01"), id=f"{domain}/{n}")
        for domain, count in ((1, 7), (2, 8), (3, 12), (4, 6))
        for n in range(count)
    ]
    assert figure(Catalogue.of(pack, items), "sealed for mocks").holds is True
    assert figure(Catalogue.of(pack, items[1:]), "sealed for mocks").holds is False


def test_half_a_mock_follows_the_blueprint_to_the_item() -> None:
    half = half_mock(sample.pack())
    assert (dict(half), sum(half.values())) == ({"d1": 7, "d2": 8, "d3": 12, "d4": 6}, 33)


def test_overlooked_concepts_need_one_and_the_figure_tells_how_many_have_two() -> None:
    concepts = {
        name: replace(concept, overlooked=name in ("d1.1-01", "d1.1-02"))
        for name, concept in sample.pack().concepts.items()
    }
    pack = replace(sample.pack(), concepts=concepts)
    items = [sample.single("d1.1-01"), sample.single("d1.1-01", "b")]
    found = figure(Catalogue.of(pack, items), "overlooked concepts")
    assert (found.value, found.holds) == ("1 of 2 with one, 1 with two", False)


def test_cases_are_counted_with_their_questions() -> None:
    items = [replace(sample.single("d1.1-01", letter), case="clinic") for letter in "abc"]
    assert figure(Catalogue.of(sample.pack(), items), "cases").value == "1 with 3 questions"
