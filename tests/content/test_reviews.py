"""The review log is read as it is written by hand."""

from __future__ import annotations

from pathlib import Path

from bot.content.check import check
from bot.content.reviews import Review, read_reviews
from tests.content.conftest import TODAY, Shelf

LOG = """# Review log

| item | pass 1 | pass 2 | outcome | date | changed afterwards |
|---|---|---|---|---|---|
| d1.1-01/a | key | 2 | rewritten | 2026-11-25 | the constraint |
| d1.1-01/a | key | key | agreed | 2026-11-26 |  |
| d1.1-02/b | Key | key | agreed | 2026-11-25 |  |
"""


def test_a_question_may_be_solved_more_than_once(tmp_path: Path) -> None:
    (tmp_path / "REVIEW.md").write_text(LOG)
    name = tmp_path.name
    assert read_reviews(tmp_path, "x") == {
        f"{name}/d1.1-01/a": [Review("key", "2"), Review("key", "key")],
        f"{name}/d1.1-02/b": [Review("key", "key")],
    }


def test_agreement_is_counted_before_and_after_rewriting(shelf: Shelf) -> None:
    shelf.write("questions/sample/REVIEW.md", LOG)
    told = {figure.name: figure for figure in shelf.check().figures["sample"]}
    assert told["solved blind"].value == "1 of 1"
    assert told["both readers found the key"].value == "0 at first, 1 in the end"
    assert told["both readers found the key"].holds is True


def test_a_question_that_nobody_solved_is_named(shelf: Shelf) -> None:
    shelf.write("questions/sample/REVIEW.md", LOG.replace("d1.1-01/a", "d1.1-09/a"))
    told = {figure.name: figure for figure in shelf.check().figures["sample"]}
    assert told["solved blind"].value == "0 of 1, without sample/d1.1-01/a"
    assert told["solved blind"].holds is False


def test_without_a_log_nothing_is_said_of_it(shelf: Shelf) -> None:
    assert "solved blind" not in {figure.name for figure in shelf.check().figures["sample"]}


def test_a_log_that_cannot_be_read_stops_nothing(shelf: Shelf) -> None:
    (shelf.root / "questions/sample/REVIEW.md").write_bytes(b"\xff\xfe\xff")
    questions = shelf.root / "questions"
    assert not check(questions, shelf.root / "schedules", TODAY).has_errors
