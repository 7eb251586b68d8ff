"""Between items: no two tell one story, and the finding stands in the right file."""

from __future__ import annotations

from tests.content.conftest import SINGLE, Shelf

SECOND = SINGLE.replace("d1.1-01/a", "d1.1-01/b").replace("in Peru", "in Chile")
NAME = "questions/sample/d1-gather/d1.1-01-b.md"


def test_nearly_the_same_stem_is_found_in_the_later_item(shelf: Shelf) -> None:
    shelf.write(NAME, SECOND)
    (finding,) = shelf.check().findings
    assert (finding.path, finding.rule) == (NAME, "near-identical")
    assert "nearly that of sample/d1.1-01/a" in finding.message


def test_a_sibling_may_be_near_where_it_says_why(shelf: Shelf) -> None:
    waiver = "waive: [near-identical: one constraint is flipped]\n"
    shelf.write(NAME, SECOND.replace("decides: cost\n", f"decides: cost\n{waiver}"))
    assert shelf.said() == []


def test_options_that_differ_in_a_number_are_no_twins(shelf: Shelf) -> None:
    shelf.change("On fast disks beside the viewer that doctors use.", "On 4 fast disks near them.")
    shelf.change("In a search index that answers within a second.", "On 8 fast disks near them.")
    assert "near-identical" not in shelf.rules()
