"""Files become items; a broken one is left out with its place, and nothing raises."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.findings import Finding, Severity
from bot.content.markdown import parse_item
from bot.content.packs import read_pack
from bot.content.schedules import read_templates
from bot.content.skeleton import new_file
from bot.content.sources import find_content
from bot.core.errors import CohortError, Misused, NotFound
from bot.core.items import Kind
from bot.core.packs import Pool
from bot.services.shelf import load_library
from tests import sample
from tests.content.conftest import SINGLE, TODAY, Shelf

ORDERING = """---
id: sample/d1.1-01/b
concept: d1.1-01
kind: ordering
difficulty: 1
tags: [storage]
decides: effort
services: []
facts_as_of: 2026-11-01
references:
  - "A book about stores, chapter 2"
---
A bank in Chile builds its first store for old statements and wants to begin without wasted work.

In which order should it go on?

1. Measure how often statements are read.
  > Why: Without the reading habit nobody can say which store is cheap enough.
2. Choose the store that fits the habit.
  > Why: The choice rests on the measure and everything after it rests on the choice.
3. Move the statements by a rule.
  > Why: Only a store that has been chosen can be the target of a rule.

## Takeaway
Measure, choose, move. A rule that comes before a measure is moved twice.
"""
BANK = "A bank in Chile builds its first store for old statements and wants to begin without"
PORT = "Port staff in Kenya read three logs, each at another pace, and want to pay without"
MATCHING = ORDERING.replace("/b", "/c").replace("kind: ordering", "kind: matching")
MATCHING = MATCHING.replace(BANK, PORT).replace("In which order should it go on?", "Which fits?")
MATCHING = (
    MATCHING[: MATCHING.index("1. Measure")]
    + """| Habit | Store |
|---|---|
| Read daily | Hot |
| Read yearly | Cold |
| Read hourly | Hot |

## Why
- What is read every day has to answer at once and costs accordingly.
- What is read once a year may come late and then costs very little.
- What is read every hour has to answer at once and costs accordingly.

## Takeaway
The habit chooses the store. Nothing else does.
"""
)


DAMAGE = ("", "---", "- [x] ", "  > ", "| a | b |", "1. x", "key: [", "## Why", "waive: [a: b]")


def test_ordering_and_matching_items_are_read(shelf: Shelf) -> None:
    shelf.write("questions/sample/d1-gather/d1.1-01-b.md", ORDERING)
    shelf.write("questions/sample/d1-gather/d1.1-01-c.md", MATCHING)
    report = shelf.check()
    assert [f.text() for f in report.findings if f.severity is Severity.ERROR] == []
    items = report.catalogues["sample"].items
    assert items["sample/d1.1-01/b"].kind is Kind.ORDERING
    assert items["sample/d1.1-01/c"].matches == ("Hot", "Cold")
    assert items["sample/d1.1-01/c"].key == (0, 1, 0)


def test_practice_kinds_are_never_dailies(shelf: Shelf) -> None:
    shelf.write("questions/sample/d1-gather/d1.1-01-c.md", MATCHING)
    catalogue = shelf.check().catalogues["sample"]
    assert [item.kind for item in catalogue.pool_items(Pool.DAILY)] == [Kind.SINGLE]


def test_a_broken_item_does_not_stop_the_others(shelf: Shelf) -> None:
    shelf.write("questions/sample/d1-gather/d1.1-02-a.md", "not an item")
    library = load_library(shelf.root, shelf.root, TODAY)
    assert list(library.catalogues["sample"].items) == ["sample/d1.1-01/a"]
    (broken,) = library.broken
    assert broken.path == "questions/sample/d1-gather/d1.1-02-a.md"
    assert "cohort new" in broken.reason


def test_a_file_of_other_bytes_is_named(shelf: Shelf) -> None:
    path = shelf.write("questions/sample/d1-gather/d1.1-02-a.md", "")
    path.write_bytes(b"\xff\xfe\x00")
    assert shelf.check().broken["questions/sample/d1-gather/d1.1-02-a.md"].rule == "file"


def test_two_files_with_one_id_are_named(shelf: Shelf) -> None:
    shelf.write("questions/sample/d1-gather/x-d1.1-01-a.md", SINGLE.replace("clinic", "school"))
    assert any("Another file has the id" in f.message for f in shelf.check().findings)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("weight = 100", "weight = 90", "do not add up"),
        ('status = "retired"', 'status = "gone"', "cannot be used"),
        ("facts_as_of = 2026-11-01", 'facts_as_of = "today"', "not a date"),
        ("[exam]", "[exam", "not TOML"),
        ('title = "Sample Exam"\n', "", "'title' is missing"),
    ],
)
def test_a_broken_manifest_is_said_in_words(
    shelf: Shelf, before: str, after: str, said: str
) -> None:
    path = shelf.root / "questions/sample/pack.toml"
    path.write_text(path.read_text().replace(before, after))
    (finding,) = shelf.check().findings
    assert said in finding.message
    with pytest.raises(NotFound, match=r"pack\.toml"):
        load_library(shelf.root, shelf.root, TODAY)


@settings(max_examples=150)
@given(st.text(max_size=400))
def test_no_text_makes_the_parser_raise(text: str) -> None:
    parse_item(text, "d1-gather/x.md", sample.pack())


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_damage_to_a_file_makes_the_parser_raise(data: st.DataObject) -> None:
    lines = SINGLE.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(st.sampled_from([*DAMAGE, lines[at][::-1]]))
    parsed = parse_item("\n".join(lines), "d1-gather/d1.1-01-a.md", sample.pack())
    assert parsed.item is not None or parsed.findings


def test_findings_are_lines_that_editors_can_jump_from() -> None:
    finding = Finding("a/b.md", 3, "asks", "The last sentence does not ask.", "End with one.")
    assert finding.text() == "a/b.md:3: error asks: The last sentence does not ask. End with one."


def test_the_report_is_json_too(shelf: Shelf) -> None:
    shelf.change("kind: single", "kind: sinlge")
    data = json.loads(shelf.check().to_json())
    assert data["errors"] == 1
    assert data["findings"][0]["line"] == 4
    assert data["left_out"] == ["questions/sample/d1-gather/d1.1-01-a.md"]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_new_file_lacks_nothing_but_its_prose(shelf: Shelf, kind: Kind) -> None:
    reading = read_pack(shelf.root / "questions/sample", shelf.root)
    assert reading.catalogue is not None
    pack = reading.catalogue.pack
    path = new_file(shelf.root / "questions/sample", pack, "d1.1-01", kind, TODAY)
    assert path.name == "d1.1-01-b.md"
    found = [f for f in shelf.check().findings if f.path.endswith("b.md")]
    assert found
    prose = {"shape", "rationale", "asks", "letters", "stem-length", "references",
             "near-identical", "long-words", "endings", "constraint", "colour"}  # fmt: skip
    assert {finding.rule for finding in found} <= prose


def test_a_new_file_takes_the_next_free_letter(shelf: Shelf) -> None:
    pack = sample.pack()
    first = new_file(shelf.root / "x", pack, "d1.1-02", "single", TODAY)
    second = new_file(shelf.root / "x", pack, "d1.1-02", "single", TODAY)
    assert (first.name, second.name) == ("d1.1-02-a.md", "d1.1-02-b.md")


def test_an_unknown_concept_names_the_closest(shelf: Shelf) -> None:
    with pytest.raises(NotFound, match=r"d1\.1-02"):
        new_file(shelf.root, sample.pack(), "d1.1-2", "single", TODAY)
    with pytest.raises(Misused, match="single, multiple"):
        new_file(shelf.root, sample.pack(), "d1.1-02", "essay", TODAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('id="x"\ntitle="X"\ndays=[1,8]\nopens="09:00"\ncloses="17:00"', "day"),
        ('id="x"\ntitle="X"\ndays=[1]\nopens="9 am"\ncloses="17:00"', "08:30"),
        ('id="x"\ntitle="X"\ndays=[1]\nopens="09:00"', "'closes' is missing"),
        ('id="x"\ntitle="X"\ndays=[1]\nopens="09:00"\ncloses="17:00"\nzone="UTC"', "zone"),
        ("id=", "Invalid value"),
    ],
)
def test_a_broken_template_is_left_out_and_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "bad.toml").write_text(text)
    templates, findings = read_templates(tmp_path)
    assert templates == ()
    assert said in findings[0].text()


def test_shipped_templates_are_sound() -> None:
    templates, findings = read_templates(Path(__file__).parents[2] / "schedules")
    assert findings == []
    assert [template.id for template in templates if template.default] == ["weekdays"]


def test_content_is_found_where_it_is_named_first(shelf: Shelf, tmp_path: Path) -> None:
    assert find_content(shelf.root, tmp_path)[0] == shelf.root / "questions"
    assert find_content(None, shelf.root)[0] == shelf.root / "questions"
    with pytest.raises(CohortError, match="COHORT_CONTENT"):
        find_content(tmp_path / "nowhere", tmp_path)


def test_a_retired_pack_says_since_when(shelf: Shelf) -> None:
    pack = shelf.check().catalogues["sample"].pack
    assert pack.last_exam_day == date(2026, 3, 31)
