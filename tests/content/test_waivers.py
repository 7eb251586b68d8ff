"""A waiver takes the weight from a finding, needs a reason, and is always listed."""

from __future__ import annotations

import json

from tests.content.conftest import Shelf

#: Breaks `absolute`: one option alone has such a word.
BEFORE, AFTER = "beside the viewer that doctors use.", "beside the viewer that every doctor uses."
REASON = "absolute: the word stands in the rule that the stem quotes"


def break_and_waive(shelf: Shelf, *waivers: str) -> None:
    shelf.change(BEFORE, AFTER)
    shelf.change("decides: cost\n", f"decides: cost\nwaive: [{', '.join(waivers)}]\n")


def test_a_waived_finding_is_listed_with_its_reason_and_weighs_nothing(shelf: Shelf) -> None:
    break_and_waive(shelf, REASON)
    report = shelf.check()
    assert report.findings == ()
    (waived,) = report.waived
    assert waived.text() == (
        "questions/sample/d1-gather/d1.1-01-a.md:20: absolute: Only this option has an absolute "
        "word. Waived: the word stands in the rule that the stem quotes"
    )
    assert waived.text() in report.to_text()
    assert report.to_text().endswith("0 errors, 0 warnings, 1 waived.")
    (told,) = json.loads(report.to_json())["waived"]
    assert (told["rule"], told["line"]) == ("absolute", 20)
    assert told["reason"] == "the word stands in the rule that the stem quotes"


def test_an_error_can_be_waived_and_its_item_stays(shelf: Shelf) -> None:
    shelf.change("Where should the old scans be kept?", "Where should NOT one old scan be kept?")
    shelf.change("decides: cost\n", "decides: cost\nwaive: [negative: the law itself asks so]\n")
    report = shelf.check()
    assert [each.finding.rule for each in report.waived] == ["negative"]
    assert list(report.catalogues["sample"].items) == ["sample/d1.1-01/a"]


def test_a_waiver_without_a_reason_waives_nothing(shelf: Shelf) -> None:
    break_and_waive(shelf, "absolute: so")
    assert [said.partition(": ")[2] for said in shelf.said()] == [
        "error waive: `absolute: so` gives no reason. Write `absolute: the reason in words`.",
        "warning absolute: Only this option has an absolute word.",
    ]


def test_a_slip_in_the_rule_is_named_with_all_that_there_are(shelf: Shelf) -> None:
    break_and_waive(shelf, "absolut: the word stands in the rule")
    assert any("`absolut` is no rule that can be waived. There is" in said for said in shelf.said())


def test_what_makes_an_item_unusable_cannot_be_waived(shelf: Shelf) -> None:
    shelf.change("- [ ] On fast disks", "- [x] On fast disks")
    shelf.change("decides: cost\n", "decides: cost\nwaive: [shape: two keys are fine here]\n")
    assert any("`shape` is no rule that can be waived." in said for said in shelf.said())
    assert shelf.check().catalogues["sample"].items == {}


def test_a_rule_between_items_can_be_waived_by_the_item_that_it_is_found_in(shelf: Shelf) -> None:
    twin = shelf.item.read_text().replace("d1.1-01/a", "d1.1-01/b")
    waiver = "decides: cost\nwaive: [near-identical: the two are meant to be compared]\n"
    shelf.write("questions/sample/d1-gather/d1.1-01-b.md", twin.replace("decides: cost\n", waiver))
    report = shelf.check()
    assert report.findings == ()
    assert [each.finding.path[-4:] for each in report.waived] == ["b.md"]
