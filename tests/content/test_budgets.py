"""Room: at the limit a text fits, one character over it does not, and an emoji counts twice."""

from __future__ import annotations

import pytest

from bot.content.budgets import OPTION, RATIONALE, TAKEAWAY
from tests.content.conftest import Shelf

OPTION_TEXT = "In a search index that answers within a second."
RATIONALE_TEXT = "Deleting what is old keeps the bill small without any further work on it."
TAKEAWAY_TEXT = (
    "What is seldom read and may come late belongs on the cheapest shelf. What the law keeps stays."
)


def long(size: int, end: str = ".") -> str:
    """Make a text of ``size`` characters in words of many lengths."""
    body = " ".join(f"Word{'s' * (n % 7)}" for n in range(size))
    return body[: size - len(end)].rstrip().ljust(size - len(end), "x") + end


@pytest.mark.parametrize(
    ("before", "most"),
    [(OPTION_TEXT, OPTION), (RATIONALE_TEXT, RATIONALE), (TAKEAWAY_TEXT, TAKEAWAY)],
)
@pytest.mark.parametrize(("over", "found"), [(-1, []), (0, []), (1, ["budget"])])
def test_a_text_fits_up_to_its_limit(
    shelf: Shelf, before: str, most: int, over: int, found: list[str]
) -> None:
    shelf.change(before, long(most + over))
    assert shelf.errors() == found


def test_an_emoji_counts_twice(shelf: Shelf) -> None:
    shelf.change(OPTION_TEXT, long(OPTION - 1, "🙂."))
    assert shelf.errors() == []
    shelf.change("🙂.", "🙂🙂.")
    assert shelf.errors() == ["budget"]


def test_a_whole_outcome_fits_one_discord_message(shelf: Shelf) -> None:
    stem = " ".join(f"Scans{'x' * 20}{n}" for n in range(92))
    shelf.change("A clinic in Peru keeps nine", f"{stem} keeps nine")
    (said,) = (line for line in shelf.said() if " budget:" in line)
    assert "The closed question has" in said
    assert "of 4000 on Discord" in said


def test_a_stem_fits_a_slack_section_once_it_is_escaped(shelf: Shelf) -> None:
    shelf.change("A clinic in Peru keeps", "A clinic " + "<" * 750 + " keeps")
    (said,) = (line for line in shelf.said() if " budget:" in line)
    assert "of 3000 on Slack" in said
