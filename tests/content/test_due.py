"""What is due for re-checking: each kind at its own pace, the earliest first."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.content.due import DueList, due_list, later
from tests.content.conftest import TODAY, Shelf
from tests.content.shared_stories import tell
from tests.content.test_drawing import serve


def due(shelf: Shelf, today: date = TODAY, days: int = 30) -> DueList:
    return due_list(shelf.check(today), today, days)


def names(found: DueList) -> list[str]:
    return [f"{row.kind} {row.name}" for row in found.rows]


def test_fresh_facts_are_not_due(shelf: Shelf) -> None:
    assert due(shelf).rows == ()
    assert due(shelf).to_text() == "Due by 2026-12-24: nothing."


def test_half_a_year_later_what_moves_is_due_and_the_rest_in_a_year(shelf: Shelf) -> None:
    # Both rows of the sample are unconfirmed, so they are looked at twice a year.
    half = due(shelf, date(2027, 5, 1))
    assert names(half) == [
        "service Amazon Cold Shelf (open)",
        "service Amazon Old Drawer (closed_new)",
    ]
    whole = due(shelf, date(2027, 10, 15))
    assert "question sample/d1.1-01/a" in names(whole)
    assert "exam SMP-1" in names(whole)
    assert names(whole).count("design round sample/design/exercise-1") == 1
    assert whole.rows == tuple(sorted(whole.rows))


def test_a_volatile_question_is_due_after_half_a_year(shelf: Shelf) -> None:
    shelf.change("facts_as_of: 2026-11-01", "facts_as_of: 2026-07-01\nvolatile: true")
    (row,) = due(shelf, days=60).rows
    assert (row.by, row.line) == (date(2027, 1, 1), 9)
    assert due(shelf, days=30).rows == ()


def test_so_is_one_whose_concept_moves(shelf: Shelf) -> None:
    concepts = shelf.root / "questions/sample/concepts.toml"
    shelf.change('tags = ["storage", "cost"]', 'volatile = true\ntags = ["storage"]', concepts)
    assert names(due(shelf, days=160)) == ["question sample/d1.1-01/a"]


def test_a_row_says_where_it_stands_and_what_to_read(shelf: Shelf) -> None:
    shelf.change("facts_as_of: 2026-11-01", "facts_as_of: 2025-11-30")
    text = due(shelf).to_text()
    assert text == (
        "questions/sample/d1-gather/d1.1-01-a.md:9: due 2026-11-30: question sample/d1.1-01/a, "
        "as of 2025-11-30\n"
        "    status of cold-shelf\n"
        "    docs.example.org/shelves\n"
        "Due by 2026-12-24: 1 × question."
    )


def test_a_case_is_due_by_itself(shelf: Shelf) -> None:
    shelf.change("facts_as_of: 2026-11-01", "facts_as_of: 2025-12-01", tell(shelf))
    assert names(due(shelf)) == ["case sample/cases/clinic"]


def test_what_two_exams_ask_is_due_once(shelf: Shelf) -> None:
    serve(shelf).change("facts_as_of: 2026-11-01", "facts_as_of: 2025-12-01")
    assert names(due(shelf)) == ["question sample/d1.1-01/a"]


def test_a_program_gets_the_same(shelf: Shelf) -> None:
    shelf.change("facts_as_of: 2026-11-01", "facts_as_of: 2025-12-01")
    data = json.loads(due(shelf).to_json())
    assert (data["until"], data["due"][0]["by"]) == ("2026-12-24", "2026-12-01")
    assert data["due"][0]["look"] == ["status of cold-shelf", "docs.example.org/shelves"]


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2026, 11, 24), 6, date(2027, 5, 24)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_end_on_days_that_there_are(day: date, months: int, wanted: date) -> None:
    assert later(day, months) == wanted
