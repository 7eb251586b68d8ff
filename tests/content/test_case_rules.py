"""What is wrong with a case, and with items because of theirs."""

from __future__ import annotations

from datetime import date

import pytest

from tests.content.conftest import Shelf
from tests.content.shared_stories import CASE, OWN, path_of, tell

STORY = CASE[CASE.index("A clinic") :].strip()


def test_a_sound_case_is_not_found_fault_with(shelf: Shelf) -> None:
    tell(shelf)
    assert shelf.said() == []


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("stem-length", STORY, "A clinic in Peru keeps scans."),
        ("stem-length", STORY, f"{STORY} {STORY} {STORY}"),
        ("asks", "look after it.", "look after it. What now?"),
        ("facts-age", "facts_as_of: 2026-11-01", "facts_as_of: 2025-09-01"),
        ("facts-age", "facts_as_of: 2026-11-01", "facts_as_of: 2026-04-01\nvolatile: true"),
        ("references", 'references:\n  - "A guide to cases | docs.example.org/cases"\n', ""),
        ("old-name", "Amazon Cold Shelf", "Amazon Ice Box"),
        ("service-status", "services: [cold-shelf]", "services: [cold-shelf, no-such]"),
    ],
)
def test_an_error_leaves_the_items_out_and_tells_each(
    shelf: Shelf, rule: str, before: str, after: str
) -> None:
    shelf.change(before, after, tell(shelf))
    report = shelf.check()
    assert rule in {f.rule for f in report.findings if f.path.endswith("clinic.md")}
    told = [f.path[-4:] for f in report.findings if "without its scenario is a riddle" in f.message]
    assert told == ["a.md", "b.md"]
    assert not report.catalogues["sample"].items


def test_a_service_that_the_scenario_names_is_listed(shelf: Shelf) -> None:
    shelf.change("services: [cold-shelf]", "services: []", tell(shelf))
    assert any("cases/clinic.md" in s and "`cold-shelf` is named" in s for s in shelf.said())


def test_a_case_needs_two_questions_and_bears_four(shelf: Shelf) -> None:
    tell(shelf)
    path_of(shelf, "b").unlink()
    assert any("One question alone names this case" in said for said in shelf.said())
    path_of(shelf, "a").unlink()
    assert any("No question names this case" in said for said in shelf.said())
    tell(shelf)
    text = path_of(shelf, "a").read_text()
    for letter in "cde":
        path_of(shelf, letter).write_text(text.replace("d1.1-01/a", f"d1.1-01/{letter}"))
    assert any("5 questions name this case" in said for said in shelf.said())


def test_scenarios_that_are_nearly_one_are_found(shelf: Shelf) -> None:
    tell(shelf)
    twin = CASE.replace("cases/clinic", "cases/ward").replace("nine years", "six years")
    shelf.write("questions/sample/cases/ward.md", twin)
    assert any("cases/ward.md" in s and "nearly that of clinic" in s for s in shelf.said())


def test_items_of_one_case_are_compared_by_their_own_parts(shelf: Shelf) -> None:
    tell(shelf)
    text = path_of(shelf, "a").read_text().replace("d1.1-01/a", "d1.1-01/b")
    path_of(shelf, "b").write_text(text.replace("a second", "one second"))
    assert any("The stem is nearly that of sample/d1.1-01/a" in said for said in shelf.said())


def test_the_whole_that_is_shown_counts_for_the_limit(shelf: Shelf) -> None:
    tell(shelf)
    shelf.change("A new viewer", "A viewer is new. " * 40 + "A new viewer", path_of(shelf, "a"))
    assert {"stem-length", "long-words"} <= set(shelf.rules())


def test_a_stem_beside_its_case_has_limits_of_its_own(shelf: Shelf) -> None:
    tell(shelf)
    shelf.change(OWN, "Where should the scans be kept?\n", path_of(shelf, "a"))
    assert any("The stem beside its case has 6 words" in said for said in shelf.said())


def test_a_scenario_alone_asks_nothing(shelf: Shelf) -> None:
    tell(shelf)
    shelf.change(OWN, "", path_of(shelf, "a"))
    assert any("The stem is empty" in said for said in shelf.said())


def test_a_stem_that_names_what_a_sibling_asks_for_is_found(shelf: Shelf) -> None:
    case = tell(shelf)
    shelf.change("in Amazon Cold Shelf", "in a cellar", case)
    shelf.change("services: [cold-shelf]", "services: []", case)
    shelf.change("A new viewer", "Beside Amazon Cold Shelf a new viewer", path_of(shelf, "a"))
    (said,) = shelf.said()
    assert "01-a.md" in said
    assert "It names Amazon Cold Shelf, which is the key of sample/d1.1-01/b." in said


def test_a_case_ages_on_its_own(shelf: Shelf) -> None:
    shelf.change("facts_as_of: 2026-11-01", "facts_as_of: 2026-08-01", tell(shelf))
    assert shelf.said() == []
    found = [f for f in shelf.check(date(2027, 9, 1)).findings if f.path.endswith("clinic.md")]
    assert [finding.rule for finding in found] == ["facts-age"]
