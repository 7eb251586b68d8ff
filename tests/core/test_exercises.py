"""Exercises as values: a stored version is read back unchanged, and named by its content."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.core.exercises import (
    DesignRound,
    Exercise,
    ExerciseKind,
    LabCard,
    Line,
    from_json,
    to_json,
    version,
)
from bot.core.items import Reference

DESIGN = DesignRound(
    id="sample/design/bottles",
    pack="sample",
    domain="d1",
    title="Bottles",
    scenario="A cellar. It is wet.",
    lines=(Line(label="Bring in", hint="How?"), Line(label="Keep")),
    look_for=("Wet boxes first.",),
    services=("cold-shelf",),
    references=(Reference(title="A guide", address="docs.example.org"),),
    facts_as_of=date(2026, 11, 1),
)
LAB = LabCard(
    id="sample/lab/boxes",
    pack="sample",
    domain="d1",
    title="Boxes",
    minutes=30,
    needs="Paper",
    cost="Nothing.",
    aim="Count boxes.",
    steps=("Write them down.", "Sort them."),
    watch_for=("Some have to stay.",),
    question="Which one surprised you?",
    facts_as_of=date(2026, 11, 1),
)


@pytest.mark.parametrize("exercise", [DESIGN, LAB])
def test_a_stored_exercise_is_read_back_unchanged(exercise: Exercise) -> None:
    again = from_json(json.loads(json.dumps(to_json(exercise))))
    assert again == exercise
    assert version(again) == version(exercise)


def test_each_knows_its_kind() -> None:
    assert (DESIGN.kind, LAB.kind) == (ExerciseKind.DESIGN, ExerciseKind.LAB)


def test_another_text_is_another_version() -> None:
    changed = replace(DESIGN, lines=(Line(label="Bring in", hint="How often?"), DESIGN.lines[1]))
    assert len({version(DESIGN), version(changed), version(LAB)}) == 3


def test_what_is_no_exercise_is_refused() -> None:
    with pytest.raises(ValueError, match="essay"):
        from_json(to_json(DESIGN) | {"kind": "essay"})
    with pytest.raises(KeyError):
        from_json({"kind": "lab"})
