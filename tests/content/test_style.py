"""Matters of style are warnings: they leave no question out."""

from __future__ import annotations

import re

import pytest

from tests.content.conftest import Shelf

ASKED = "Where should the old scans be kept?"
KEY = "In Amazon Cold Shelf with retrieval by the next morning."
FAST = "On fast disks beside the viewer that doctors use."
INDEX = "In a search index that answers within a second."

FAULTS = [
    ("long-words", "A clinic in Peru keeps", "A clinic " + "of the city " * 40 + "keeps"),
    ("long-words", INDEX, "In " + "a long " * 19 + "index."),
    ("telling-key", KEY, "In Amazon Cold Shelf with retrieval by the next morning, as is wished."),
    ("absolute", INDEX, "In a search index that always answers within a second."),
    ("endings", INDEX, INDEX[:-1]),
    ("vague", KEY, "In Amazon Cold Shelf which usually has it by morning."),
    ("clang", "A clinic in Peru", "A clinic with a turquoise labyrinth in Peru"),
    ("beginning", INDEX, "Searching an index that answers within a second."),
    ("convergence", KEY, "In an index that doctors use on a shared Amazon Cold Shelf."),
    ("beginning", FAST, "Keep a copy on the disks that doctors use."),
    ("opposites", FAST, "By the next morning in Amazon Cold Shelf without retrieval."),
]


@pytest.mark.parametrize(("rule", "before", "after"), FAULTS)
def test_a_matter_of_style_is_found_by_its_rule_alone(
    shelf: Shelf, rule: str, before: str, after: str
) -> None:
    if rule == "clang":
        shelf.change(KEY, "In Amazon Cold Shelf by its turquoise labyrinth.")
    shelf.change(before, after)
    report = shelf.check()
    assert {finding.rule for finding in report.findings} == {rule}
    assert list(report.catalogues["sample"].items) == ["sample/d1.1-01/a"]


def test_a_stem_without_a_constraint_is_said(shelf: Shelf) -> None:
    text = shelf.item.read_text()
    start, end = text.index("A clinic in Peru"), text.index(ASKED)
    stem = "A clinic in Peru has nine years of scans in a store for daily work. " * 3
    shelf.item.write_text(
        f"{text[:start]}{stem}\n\nWhere do scans of old go?{text[end + len(ASKED) :]}"
    )
    assert shelf.rules() == ["constraint"]


NUMBERS = (
    (FAST, "On very fast disks for 60 scans."),
    (KEY, "In Amazon Cold Shelf for 80 scans."),
    (INDEX, "In a search index for 42 scans."),
    ("On a shared folder that is deleted after a year.", "On a shared folder for 20 scans."),
)


def compete_by_number(shelf: Shelf) -> None:
    shelf.change("twice a year", "2 times a year, 40 scans each,")
    for before, after in NUMBERS:
        shelf.change(before, after)


def test_a_computed_key_that_nothing_recomputes_is_an_error(shelf: Shelf) -> None:
    compete_by_number(shelf)
    assert shelf.errors() == ["arithmetic"]
    shelf.change("decides: cost\n", 'decides: cost\ncheck: "2 * 40 == 80"\n')
    assert shelf.rules() == []


def test_arithmetic_arrives_at_the_key(shelf: Shelf) -> None:
    compete_by_number(shelf)
    shelf.change("decides: cost\n", 'decides: cost\ncheck: "2 * 20 == 40"\n')
    assert shelf.rules() == ["recomputes"]


def test_a_share_may_be_computed_as_a_fraction(shelf: Shelf) -> None:
    compete_by_number(shelf)
    shelf.change("for 80 scans", "for 8 % of scans")
    shelf.change("decides: cost\n", 'decides: cost\ncheck: "2 * 0.04 == 0.08"\n')
    assert "recomputes" not in shelf.rules()


def test_a_story_that_nothing_takes_up_is_colour(shelf: Shelf) -> None:
    stray = "Pelicans nest beside its jetty. Fishermen mend nets there on quiet Sundays. "
    shelf.change("A clinic in Peru", stray + "A clinic in Peru")
    assert shelf.rules() == []
    shelf.change("A clinic in Peru", stray.replace("nets", "sails") * 4 + "A clinic in Peru")
    (said,) = shelf.said()
    assert re.search(r"warning colour: [45]\d % of the stem is colour", said)
    assert said.endswith("Cut it to 40 % or less.")


def test_things_beside_things_and_commands_beside_commands_begin_alike(shelf: Shelf) -> None:
    last = "On a shared folder that is deleted after a year."
    for before, after in (
        (FAST, "A fast disk beside the viewer that doctors use."),
        (KEY, "The Amazon Cold Shelf with retrieval by the next morning."),
        (INDEX, "An index that answers within a second."),
        (last, "Shared folders that are deleted after a year."),
    ):
        shelf.change(before, after)
    assert shelf.rules() == []
    shelf.change("A fast disk beside", "Use a fast disk beside")
    assert shelf.rules() == ["beginning"]


def test_a_key_in_the_middle_of_chance_is_no_finding(shelf: Shelf) -> None:
    shelf.change(KEY, "In an index in Amazon Cold Shelf by the next morning.")
    assert "convergence" not in shelf.rules()
