"""All exercises together: how many there are, and that no two tell one story."""

from __future__ import annotations

import json
import re

from bot.content.exercise_linting import counts
from bot.core.exercises import ExerciseKind
from tests.content.conftest import AIMS, DESIGN, Shelf


def test_three_of_each_are_enough(shelf: Shelf) -> None:
    report = shelf.check()
    assert report.findings == ()
    per = counts(report.catalogues["sample"].pack, report.exercises)
    assert per == {ExerciseKind.DESIGN: {"d1": 3}, ExerciseKind.LAB: {"d1": 3}}


def test_a_domain_with_too_few_is_said(shelf: Shelf) -> None:
    shelf.lab.unlink()
    assert shelf.said() == [
        "questions/sample/pack.toml:1: warning exercises: Gather has 2 of 3 lab cards. "
        "Write one in schedules/labs/d1-gather/."
    ]


def test_a_broken_one_does_not_count(shelf: Shelf) -> None:
    shelf.change("minutes: 30", "minutes: 300", shelf.lab)
    assert [finding.rule for finding in shelf.check().findings] == ["exercises", "shape"]


def test_counts_stand_in_words_and_in_json(shelf: Shelf) -> None:
    shelf.lab.unlink()
    text = shelf.check().to_text()
    assert re.search(r"^  design rounds by domain +d1 3$", text, re.M)
    assert re.search(r"^  lab cards by domain +d1 2   <- worth a look$", text, re.M)
    assert text.endswith("1 sound questions, 3 design rounds, 2 lab cards: 0 errors, 1 warnings.")
    data = json.loads(shelf.check().to_json())
    assert data["exercises"] == {"sample": {"design": {"d1": 3}, "lab": {"d1": 2}}}


def test_nearly_the_same_story_is_found_in_the_later_file(shelf: Shelf) -> None:
    shelf.write("schedules/design/d1-gather/again.md", DESIGN.replace("Armenia", "Georgia"))
    (finding,) = shelf.check().findings
    assert finding.text() == (
        "schedules/design/d1-gather/exercise-1.md:10: error near-identical: "
        "It is nearly sample/design/again. Tell another story."
    )


def test_a_lab_may_tell_what_a_design_tells(shelf: Shelf) -> None:
    title = "Count what you never read"
    shelf.change("Bottles from a cellar", title, shelf.design)
    start, end = DESIGN.index("A cellar in"), DESIGN.index("## Lines")
    shelf.change(DESIGN[start:end], f"{AIMS[0]} Then stop.\n\n", shelf.design)
    assert shelf.said() == []
