"""Rules about one exercise: each finds its fault on its line, and limits hold to the character."""

from __future__ import annotations

import pytest

from bot.content import exercise_rules as rules
from bot.core.exercises import LINES
from bot.core.limits import DISCORD_MESSAGE, SLACK_SECTION
from tests.content.conftest import Shelf
from tests.content.test_budgets import long

FRAME = 300  # heading, times, buttons and small print of a message
POINT = "Wet boxes are emptied first, since what is lost there comes back from nowhere."
SCENARIO = "The owner wants to find any note within a day."
STEP = "Guess what the boxes under the line cost you each month."


def found(shelf: Shelf) -> list[str]:
    """Give what was found of the first exercises, as line, rule and message."""
    return [
        f"{finding.line} {finding.rule}: {finding.message}"
        for finding in shelf.check().findings
        if finding.path.endswith("exercise-1.md")
    ]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("- Serve\n", "", "13 shape: A design has 5 lines, not 4."),
        ("- Serve\n", "- Serve\n- Clean\n", "13 shape: A design has 5 lines, not 6."),
        ("- Serve\n", "- Store: Again?\n", "13 shape: Two lines are called “Store”."),
        ("- Serve\n", "- : Again?\n", "17 shape: The line has no label."),
        (f"- {POINT}\n", "", "20 shape: `## What to look for` has 3 to 5 points, not 2."),
        (". The notes lie in boxes, and boxes get\nwet. The owner", ", and the owner",
         "10 shape: The scenario has 1 sentences; 2 to 5 read well."),
        (f" {SCENARIO}", " Yes. No. Maybe. So.", "10 shape: The scenario has 6 sentences; 2 to 5"),
        (POINT, "Wet boxes are emptied first.", "22 sentences: The point has fewer than 8 words."),
        (POINT, POINT[:-1], "22 sentences: The point is no whole sentence."),
        (POINT, POINT.lower(), "22 sentences: The point is no whole sentence."),
        ("Store: Where", "Store: where", "16 sentences: The hint is no whole sentence."),
        (POINT, f"See **this**. {POINT}", "22 plain: The point holds “**”"),
        (POINT, f"See [this](that). {POINT}", "22 plain: The point holds “](”"),
        (POINT, f"See ` this. {POINT}", "22 plain: The point opens a back-tick"),
        ("facts_as_of: 2026-11-01", "facts_as_of: 2025-10-01", "4 facts-age: The facts are 13 mon"),
        ("facts_as_of: 2026-11-01", "facts_as_of: 2027-01-01", "4 facts-age: The facts are from"),
        ("docs.example.org", "https://docs.example.org", "5 references: An address is written"),
        ("references:\n  - \"A guide to shelves | docs.example.org/shelves\"\n", "",
         "3 references: An exercise about AWS needs a reference with an address."),
        ("[cold-shelf]", "[cold-shelf, warm-shelf]", "3 service-status: The service `warm-shelf`"),
        ("[cold-shelf]", "[]", "3 unlisted: `cold-shelf` is named and not listed."),
        ("in Amazon Cold Shelf", "in Amazon Old Drawer",
         "21 service-status: Amazon Old Drawer cannot be had by new customers."),
        ("in Amazon Cold Shelf", "in Amazon Ice Box",
         "21 old-name: Amazon Ice Box is now called Amazon Cold Shelf."),
    ],
)  # fmt: skip
def test_a_fault_of_a_design_is_found(shelf: Shelf, before: str, after: str, wanted: str) -> None:
    shelf.change(before, after, shelf.design)
    assert any(line.startswith(wanted) for line in found(shelf)), found(shelf)


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("minutes: 30", "minutes: 19", "3 shape: A lab takes 20 to 40 minutes, not 19."),
        ("minutes: 30", "minutes: 41", "3 shape: A lab takes 20 to 40 minutes, not 41."),
        (f"3. {STEP}\n", "", "13 shape: `## Steps` has 3 to 6 steps, not 2."),
        ("- The day on which a box was moved is no day of reading.\n", "",
         "18 shape: `## Watch for` has 2 to 4 points, not 1."),
        ("surprised you?", "surprised you.", "23 shape: The question is not one sentence"),
        ("surprised you?", "surprised you? Why?", "23 shape: The question is not one sentence"),
        ("Find out how", "Look. Look again. Find out how", "11 shape: The aim has 3 sentences"),
        ("cost: Nothing. You need no machine at all.", "cost: nothing",
         "5 sentences: `cost` is no whole sentence."),
        (STEP, "Guess.", "16 sentences: The step has fewer than 8 words."),
    ],
)  # fmt: skip
def test_a_fault_of_a_lab_is_found(shelf: Shelf, before: str, after: str, wanted: str) -> None:
    shelf.change(before, after, shelf.lab)
    assert any(line.startswith(wanted) for line in found(shelf)), found(shelf)


def test_a_closed_service_may_be_named_with_its_status(shelf: Shelf) -> None:
    shelf.change("[cold-shelf]", "[cold-shelf, old-drawer]", shelf.design)
    shelf.change(POINT, f"{POINT} Amazon Old Drawer takes no new customers.", shelf.design)
    assert found(shelf) == []


def test_code_between_back_ticks_may_hold_anything(shelf: Shelf) -> None:
    shelf.change(POINT, f"{POINT} Take `2 ** 3` of them, or `x[0](y)`.", shelf.design)
    assert found(shelf) == []


@pytest.mark.parametrize(("over", "rules_found"), [(-1, False), (0, False), (1, True)])
@pytest.mark.parametrize(
    ("before", "most", "is_design"),
    [
        ("Bottles from a cellar", rules.TITLE, True),
        ("Bring in", rules.LABEL, True),
        ("How do notes leave the boxes?", rules.HINT, True),
        (POINT, rules.POINT, True),
        ("Paper and a pencil", rules.NEEDS, False),
        ("Nothing. You need no machine at all.", rules.COST, False),
        ("Find out how much of your own shelf you have not opened for a year.", rules.AIM, False),
        (STEP, rules.STEP, False),
    ],
)
def test_a_text_fits_up_to_its_limit(
    shelf: Shelf, before: str, most: int, is_design: bool, over: int, rules_found: bool
) -> None:
    shelf.change(before, long(most + over), shelf.design if is_design else shelf.lab)
    assert [line.split()[1] for line in found(shelf)] == ["budget:"] * rules_found


@pytest.mark.parametrize(("over", "rules_found"), [(0, False), (1, True)])
def test_a_question_fits_an_empty_field(shelf: Shelf, over: int, rules_found: bool) -> None:
    shelf.change("Which box surprised you?", long(rules.QUESTION_MOST + over, "?"), shelf.lab)
    assert [line.split()[1] for line in found(shelf)] == ["budget:"] * rules_found


@pytest.mark.parametrize(("over", "rules_found"), [(0, False), (1, True)])
def test_a_scenario_fits_up_to_its_limit(shelf: Shelf, over: int, rules_found: bool) -> None:
    rest = "A cellar in Armenia keeps a note on each of its 9,000 bottles. The notes lie in boxes, "
    size = len(f"{rest}and boxes get wet. ")
    shelf.change(SCENARIO, long(rules.SCENARIO - size + over), shelf.design)
    assert [line.split()[1] for line in found(shelf)] == ["budget:"] * rules_found


def test_characters_that_slack_spells_out_count_as_it_spells_them(shelf: Shelf) -> None:
    shelf.change(POINT, long(rules.POINT - 4, " &."), shelf.design)
    assert found(shelf) == []
    shelf.change(" &.", "&&.", shelf.design)
    assert found(shelf) == ["22 budget: The point has 244 characters of 240."]


def test_an_exercise_at_all_its_limits_fits_one_message() -> None:
    lines = LINES * (rules.LABEL + rules.HINT + 4)
    opened = rules.TITLE + rules.SCENARIO + lines
    points = rules.POINTS[1] * (rules.POINT + 3)
    steps = rules.STEP_COUNT[1] * (rules.STEP + 4)
    card = rules.TITLE + rules.NEEDS + rules.COST + rules.AIM + steps
    card += rules.WARNINGS[1] * (rules.POINT + 3) + rules.QUESTION_MOST
    assert max(opened, points + rules.TITLE, card) + FRAME <= DISCORD_MESSAGE
    assert max(lines, points, steps, rules.SCENARIO) <= SLACK_SECTION
