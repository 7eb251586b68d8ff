"""Each rule finds exactly its own fault, with the line it stands on, and a sound item is sound."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.arithmetic import Unreadable, is_true
from bot.content.findings import Severity
from tests.content.conftest import Shelf


def test_a_sound_item_has_no_finding(shelf: Shelf) -> None:
    report = shelf.check()
    assert report.findings == ()
    assert list(report.catalogues["sample"].items) == ["sample/d1.1-01/a"]


FAULTS = [
    ("shape", "- [x] In Amazon Cold Shelf with retrieval by the next morning.\n"
     "  > Decides: Scans are seldom read and may come the next morning, so the cheapest shelf is "
     "enough.\n", ""),
    ("asks", "Where should the old scans be kept?", "Say where the old scans should be kept."),
    ("letters", "On fast disks beside", "Unlike option B, on fast disks beside"),
    ("letters", "On a shared folder that is deleted after a year.", "None of the above."),
    ("negative", "Where should the old scans be kept?", "Where should they NOT be kept?"),
    ("negative", "Where should the old scans be kept?", "Which place fits LEAST here?"),
    ("rationale", "  > Breaks: Nobody needs an answer within a second, and an index costs far more "
     "than a shelf.\n", ""),
    ("rationale", "Deleting what is old keeps the bill small without any further work on it.",
     "Cheap."),
    ("negative", "Where should the old scans be kept?", "Which place would not be dear?"),
    ("negative", "Where should the old scans be kept?", "Which place doesn't cost much?"),
    ("qualifier", "Where should the old scans be kept?", "Which place costs the least effort?"),
    ("references", "docs.example.org", "https://docs.example.org"),
    ("references", "docs.example.org/shelves", "docs.example.org"),
    ("references", "A guide to shelves |", "|"),
    ("facts-age", "facts_as_of: 2026-11-01", "facts_as_of: 2025-10-01"),
    ("facts-age", "facts_as_of: 2026-11-01", "facts_as_of: 2027-10-01"),
    ("service-status", "services: [cold-shelf]", "services: [cold-shelf, warm-shelf]"),
    ("service-status", "services: [cold-shelf]\n", "services: [old-drawer]\n"),
    ("old-name", "In a search index that", "In Amazon Ice Box, an index that"),
    ("tags", "tags: [storage, cost]", "tags: [storage, price]"),
    ("check", "decides: cost\n", 'decides: cost\ncheck: "2 * 3 == 7"\n'),
    ("check", "decides: cost\n", 'decides: cost\ncheck: "open(1)"\n'),
    ("front", "decides: cost\n", "decides: cost\nwhy: because\n"),
    ("front", "difficulty: 2", "difficulty: 4"),
    ("front", "kind: single", "kind: sinlge"),
    ("front", "concept: d1.1-01", "concept: d1.1-09"),
    ("front", "tags: [storage, cost]", "tags: &a [storage]\noverlap: *a"),
    ("front", "difficulty: 2", "difficulty: 2\ndifficulty: 3"),
    ("front", "facts_as_of: 2026-11-01", "facts_as_of: November"),
    ("front", "decides: cost", "decides: price"),
    ("labels", "  > Decides: Scans",
     "  > Tempts: It is well known to many people that this works.\n  > Decides: Scans"),
    ("waive", "decides: cost\n", "decides: cost\nwaive: [everything]\n"),
    ("near-identical", "On fast disks beside the viewer that doctors use.",
     "In a search index that answers within one second."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "before", "after"), FAULTS)
def test_a_fault_is_found_by_its_rule_alone(
    shelf: Shelf, rule: str, before: str, after: str
) -> None:
    if rule == "service-status" and "old-drawer" in after:
        shelf.change("Amazon Cold Shelf", "Amazon Old Drawer")
    shelf.change(before, after)
    errors = {f.rule for f in shelf.check().findings if f.severity is Severity.ERROR}
    assert errors == {rule}


def test_an_error_names_its_line(shelf: Shelf) -> None:
    shelf.change("- [ ] On a shared", "- [ ] Option B: on a shared")
    (finding,) = (f for f in shelf.check().findings if f.severity is Severity.ERROR)
    line = shelf.item.read_text().splitlines()[finding.line - 1]
    assert line.startswith("- [ ] Option B")


def test_a_rule_can_be_waived_with_a_reason(shelf: Shelf) -> None:
    shelf.change("Where should the old scans be kept?", "Which place costs the least effort?")
    shelf.change(
        "decides: cost\n", "decides: cost\nwaive: [qualifier: the phrase is a quotation]\n"
    )
    assert shelf.rules() == []


def test_volatile_facts_age_twice_as_fast(shelf: Shelf) -> None:
    assert shelf.rules(date(2027, 6, 1)) == []
    shelf.change("decides: cost\n", "decides: cost\nvolatile: true\n")
    assert shelf.rules(date(2027, 6, 1)) == ["facts-age"]


def test_a_former_name_may_stand_in_brackets(shelf: Shelf) -> None:
    shelf.change("In Amazon Cold Shelf with", "In Amazon Cold Shelf (formerly Amazon Ice Box) with")
    assert "old-name" not in shelf.rules()


def test_a_closed_service_may_be_the_key_where_it_runs_already(shelf: Shelf) -> None:
    shelf.change("Amazon Cold Shelf", "Amazon Old Drawer")
    shelf.change("services: [cold-shelf]", "services: [old-drawer]")
    shelf.change(
        "A clinic in Peru keeps", "A clinic in Peru already runs Amazon Old Drawer and keeps"
    )
    assert "service-status" not in shelf.rules()


@pytest.mark.parametrize(
    "expression", ["1 + 1 == 2", "0.1 * 3 > 0.2 and 2 < 3 <= 3", "round(2.6) == 3", "-(2**3) < 0"]
)
def test_arithmetic_is_read(expression: str) -> None:
    assert is_true(expression)


@pytest.mark.parametrize(
    "expression",
    ["", "2", "x == 1", "__import__('os') == 1", "9**9**9 > 1", "[1] == [1]", "True == 1",
     "(lambda: 1)() == 1", "1 if 1 else 2", "1 / 0 == 1"],
)  # fmt: skip
def test_anything_else_is_refused(expression: str) -> None:
    with pytest.raises(Unreadable):
        is_true(expression)


def test_a_book_is_named_with_its_chapter(shelf: Shelf) -> None:
    page = '  - "A guide to shelves | docs.example.org/shelves"\n'
    shelf.change(page, f'{page}  - "Noor, On Keeping, chapter 4"\n')
    assert shelf.said() == []
    shelf.change(", chapter 4", "")
    (said,) = shelf.said()
    assert "error references: The reference “Noor, On Keeping” names no page." in said


def test_a_limit_in_the_question_is_not_a_negative_question(shelf: Shelf) -> None:
    shelf.change("Where should the old scans be kept?", "Which place keeps them and costs no more?")
    assert shelf.said() == []
