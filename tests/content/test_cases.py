"""A case is read once and stands before the stem of every item that names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content.cases import parse_case
from bot.content.rules import STEM_MOST, words
from tests.content.conftest import Shelf
from tests.content.shared_stories import CASE, OWN, path_of, tell

FAULTS = [
    ("front", "id: sample/cases/clinic", "id: sample/cases/klinik", 2),
    ("front", "id: sample/cases/clinic", "id: clinic", 2),
    ("front", "title: The clinic in Peru", "title: ''", 3),
    ("front", "title: The clinic", "titel: The clinic", 3),
    ("front", "facts_as_of: 2026-11-01", "facts_as_of: November", 5),
    ("front", "facts_as_of", "volatile: perhaps\nfacts_as_of", 5),
    ("shape", "A clinic in Peru", "# The clinic\n\nA clinic in Peru", 9),
    ("shape", "A clinic in Peru", "- [ ] An option.\n\nA clinic in Peru", 9),
    ("shape", CASE[CASE.index("A clinic") :], "", 8),
]


def test_an_item_is_shown_with_the_scenario_before_its_stem(shelf: Shelf) -> None:
    tell(shelf)
    assert shelf.said() == []
    item = shelf.check().catalogues["sample"].items["sample/d1.1-01/a"]
    first, *own = item.stem.split("\n\n")
    assert first.startswith("A clinic in Peru keeps")
    assert first.endswith("look after it.")
    assert own == [
        " ".join(OWN.split("\n\n")[0].split()),
        "Where should the scans of the last year be kept?",
    ]
    assert item.question == "Where should the scans of the last year be kept?"
    assert item.case == "clinic"


def test_services_and_references_of_a_case_are_its_items_too(shelf: Shelf) -> None:
    tell(shelf)
    path_of(shelf, "a").write_text(
        path_of(shelf, "a").read_text().replace("services: [cold-shelf]", "services: []")
    )
    item = shelf.check().catalogues["sample"].items["sample/d1.1-01/a"]
    assert item.services == ("cold-shelf",)
    assert [reference.title for reference in item.references] == [
        "A guide to shelves",
        "A guide to cases",
    ]


def test_another_scenario_makes_another_version(shelf: Shelf) -> None:
    case = tell(shelf)
    before = shelf.check().catalogues["sample"].items["sample/d1.1-01/a"].hash
    shelf.change("nine years", "ten years", case)
    assert shelf.check().catalogues["sample"].items["sample/d1.1-01/a"].hash != before


@pytest.mark.parametrize(("rule", "before", "after", "line"), FAULTS)
def test_a_fault_is_found_on_its_line_and_takes_the_items_with_it(
    shelf: Shelf, rule: str, before: str, after: str, line: int
) -> None:
    case = tell(shelf)
    shelf.change(before, after, case)
    report = shelf.check()
    own = [f for f in report.findings if f.path.endswith("cases/clinic.md")]
    assert (rule, line) in {(finding.rule, finding.line) for finding in own}
    told = [f for f in report.findings if "The case `clinic` has an error" in f.message]
    assert [finding.path[-4:] for finding in told] == ["a.md", "b.md"]
    assert not report.catalogues["sample"].items


def test_an_unknown_case_is_named_beside_those_that_there_are(shelf: Shelf) -> None:
    tell(shelf)
    shelf.change("case: clinic", "case: klinik", path_of(shelf, "b"))
    assert any(
        "There is no case `klinik`. There is: clinic." in said and "01-b.md:8:" in said
        for said in shelf.said()
    )


def test_a_file_without_front_matter_is_a_finding(shelf: Shelf) -> None:
    tell(shelf).write_text("Once upon a time.")
    assert any("cases/clinic.md:1: error front" in said for said in shelf.said())


def test_the_example_for_authors_is_sound() -> None:
    text = (Path(__file__).parents[2] / "docs/authoring.md").read_text()
    (example,) = re.findall(r"```\n(---\nid: mls-c01/cases/.+?)```", text, re.S)
    (own,) = re.findall(r"```\n---\n…\n---\n(.+?)\n\n- \[ \] …", text, re.S)
    name = re.search(r"id: mls-c01/cases/(\S+)", example)
    assert name is not None
    parsed = parse_case(example, f"questions/mls-c01/cases/{name[1]}.md", "mls-c01")
    assert (parsed.findings, own.endswith("?")) == ([], True)
    assert parsed.case is not None
    assert len(words(parsed.case.opens(own))) <= STEM_MOST
