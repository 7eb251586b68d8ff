"""Matters of style are warnings: they leave no question out."""

from __future__ import annotations

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


def test_a_computed_key_is_recomputed(shelf: Shelf) -> None:
    shelf.change("twice a year", "2 times a year, 40 scans each,")
    for before, after in (
        (FAST, "On disks for 60 scans."),
        (KEY, "In Amazon Cold Shelf for 80 scans."),
        (INDEX, "In an index for 42 scans."),
        ("On a shared folder that is deleted after a year.", "On a folder for 20 scans."),
    ):
        shelf.change(before, after)
    assert "arithmetic" in shelf.rules()
    shelf.change("decides: cost\n", 'decides: cost\ncheck: "2 * 40 == 80"\n')
    assert "arithmetic" not in shelf.rules()
