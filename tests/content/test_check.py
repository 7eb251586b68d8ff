"""The whole check: all at once, in order, and nothing in a file makes it raise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.check import check
from bot.core.errors import NotFound
from tests.content.conftest import CONCEPTS, PACK, SERVICES, SINGLE, TODAY, Shelf

KINDS = ("single", "multiple", "ordering", "matching")
DAMAGE = (
    "", "---", "- [x] ", "- [x] A key.", "- [ ] A move.", "  > Why: So.", "  > Tempts: x",
    "| a | b |", "1. x", "## Why", "## Takeaway", "- x", "Which is LEAST cost?", "Which TWO?",
    'check: "min(3) == 3"', 'check: "(-8)**0.5 < 1"', "waive: [letters: a good reason here]",
    "also: [x]", "services: [old-drawer]", "overlap: []", *(f"kind: {kind}" for kind in KINDS),
)  # fmt: skip


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Give a shelf whose item is written anew by each example."""
    made = Shelf(tmp_path_factory.mktemp("damaged"))
    made.write("questions/sample/pack.toml", PACK)
    made.write("questions/sample/concepts.toml", CONCEPTS)
    made.write("questions/service_status.toml", SERVICES)
    made.write("questions/sample/d1-gather/d1.1-02-a.md", _other())
    return made


def _other() -> str:
    text = SINGLE.replace("d1.1-01", "d1.1-02").replace("facts_as_of: 2026-11-01", "facts_as_of: "
                          "2026-11-20")  # fmt: skip
    start, end = text.index("A clinic in Peru"), text.index("Where should")
    stem = (
        "A harbour in Ghana logs every crane for its insurer, who must be able to read the logs of "
        "ten years. Nobody has asked for one since spring, and scans of old papers lie beside "
        "them. The harbour wants to spend little on what is seldom read.\n\n"
    )
    return text[:start] + stem + text[end:]


@settings(max_examples=250)
@given(st.data())
def test_no_damage_to_one_item_takes_another_with_it(damaged: Shelf, data: st.DataObject) -> None:
    lines = SINGLE.splitlines()
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["replace", "drop", "reverse"]))
        lines[at] = {"replace": data.draw(st.sampled_from(DAMAGE)), "drop": "",
                     "reverse": lines[at][::-1]}[change]  # fmt: skip
    damaged.write("questions/sample/d1-gather/d1.1-01-a.md", "\n".join(lines))
    report = damaged.check()
    assert "sample/d1.1-02/a" in report.catalogues["sample"].items
    assert report.to_text()
    assert json.loads(report.to_json())["items"]["sample"] in (1, 2)


def test_an_item_with_one_option_stops_nothing(shelf: Shelf) -> None:
    text = shelf.item.read_text()
    start, key = text.index("- [ ] On fast"), text.index("- [x] In Amazon")
    end, rest = text.index("- [ ] In a search"), text.index("## Takeaway")
    shelf.item.write_text(text[:start] + text[key:end] + "\n" + text[rest:])
    assert shelf.errors() == ["shape"]


def test_findings_stand_in_the_order_of_files_and_lines(shelf: Shelf) -> None:
    shelf.change("difficulty: 2", "difficulty: 9")
    shelf.change("decides: cost", "decides: money")
    shelf.write("questions/sample/d1-gather/d1.1-02-a.md", "nothing")
    places = [(finding.path[-5:], finding.line) for finding in shelf.check().findings]
    assert places == [("-a.md", 5), ("-a.md", 7), ("-a.md", 1)]


def test_a_waiver_for_nothing_is_said(shelf: Shelf) -> None:
    shelf.change("decides: cost\n", "decides: cost\nwaive: [letters: no letter stands here]\n")
    (said,) = shelf.said()
    assert said.endswith(
        "warning waive: Nothing is found by `letters`, so there is nothing to waive. "
        "Take the waiver out."
    )


def test_one_pack_can_be_checked_alone(shelf: Shelf) -> None:
    shelf.write("questions/other/pack.toml", "id =")
    questions, schedules = shelf.root / "questions", shelf.root / "schedules"
    assert check(questions, schedules, TODAY, "sample").findings == ()
    assert check(questions, schedules, TODAY).has_errors
    with pytest.raises(NotFound, match="There is: "):
        check(questions, schedules, TODAY, "smaple")


def test_no_content_at_all_says_where_to_point(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="COHORT_CONTENT"):
        check(tmp_path, tmp_path, TODAY)
