"""An exercise file is taken apart; what does not belong is found on its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.outlines import LOOK_FOR, QUESTION, STEPS, WATCH_FOR, take_apart
from bot.core.exercises import ExerciseKind
from tests.content.conftest import DESIGN, LAB


def said(text: str, kind: ExerciseKind = ExerciseKind.LAB) -> list[str]:
    """Give every finding as its line and what it says."""
    _, found = take_apart(text, "x.md", kind)
    return [f"{finding.line}: {finding.message} {finding.cure}".strip() for finding in found]


def test_a_design_is_taken_apart() -> None:
    outline, found = take_apart(DESIGN, "x.md", ExerciseKind.DESIGN)
    assert found == []
    assert (outline.title.line, outline.title.text) == (8, "Bottles from a cellar")
    assert outline.opening.line == 10
    assert outline.opening.text.endswith(
        "boxes get wet. The owner wants to find any note within a day."
    )
    assert [entry.line for entry in outline.entries(LOOK_FOR)] == [21, 22, 23]
    assert outline.texts(LOOK_FOR)[-1].endswith("what is missing before anybody asks for it.")


def test_a_lab_is_taken_apart() -> None:
    outline, found = take_apart(LAB, "x.md", ExerciseKind.LAB)
    assert found == []
    assert outline.front.one("minutes") == "30"
    assert [len(outline.entries(part)) for part in (STEPS, WATCH_FOR, QUESTION)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("# Count what", "Count what", "9: This line stands before the title. Begin with `# `"),
        ("## Steps", "# Steps", "13: The title stands here twice. Keep one of them."),
        ("## Steps", "### Steps", "13: A heading has no place here."),
        ("## Watch for", "## Steps", "18: `## Steps` stands here twice. Keep one of them."),
        ("## Watch for", "## Watch", "18: There is no part `Watch`. Did you mean `## Watch for`?"),
        ("2. Sort", "3. Sort", "15: This is step 2. Number it 2."),
        ("2. Sort", "- Sort", "15: This line belongs to no point. Begin it with `1. `"),
        ("- The day", "The day", "20: This line belongs to no point. Begin it with `- `"),
        ("minutes: 30", "minuets: 30", "3: There is no `minuets` in a lab card. Did you mean"),
        ("needs: Paper and a pencil\n", "", "2: `needs` is missing. A lab card needs it."),
        ("services: []", "services: none", "6: `services` needs a list: [one, two]."),
        ("pack: sample", "pack: [a]", "2: `pack` needs one plain value."),
        ("pack: sample", "pack: *a", "2: In the front matter anchors and aliases are not allowed."),
    ],
)  # fmt: skip
def test_a_fault_names_its_line(before: str, after: str, wanted: str) -> None:
    text = LAB.replace(before, after, 1)
    assert any(line.startswith(wanted) for line in said(text)), said(text)


def test_parts_come_in_their_order() -> None:
    start, watch, question = (LAB.index(f"## {part}") for part in ("Steps", "Watch", "Question"))
    text = LAB[:start] + LAB[watch:question] + LAB[start:watch] + LAB[question:]
    (only,) = said(text)
    assert "`## Steps` comes too late. A lab card has `## Steps`, `## Watch for`" in only


def test_what_is_missing_is_said_at_once() -> None:
    front = LAB[: LAB.index("# Count")]
    assert said(front) == [
        "1: There is no title. Write it as `# Title` under the front matter.",
        *(
            f"1: `## {part}` is missing. A lab card has `## Steps`, `## Watch for`, `## Question`, "
            "in this order."
            for part in ("Steps", "Watch for", "Question")
        ),
    ]
    assert said(f"{front}# A title")[0] == "9: The aim is missing. Write it under the title."


@given(st.text(max_size=300), st.sampled_from(ExerciseKind))
def test_no_text_makes_it_raise(text: str, kind: ExerciseKind) -> None:
    front = LAB[: LAB.index("# Count")]
    body = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    outline, _ = take_apart(front + body, "x.md", kind)
    assert outline.kind is kind
