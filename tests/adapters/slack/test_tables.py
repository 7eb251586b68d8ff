"""A table reads well on a phone: aligned where it is narrow, else a point for each row."""

from __future__ import annotations

from typing import Any

from bot.adapters.slack.tables import PHONE, table
from bot.cards.blocks import Table


def shown(block: Table) -> tuple[str, str]:
    """Give what kind of thing a table became, and its words."""
    (part,) = table(block)
    elements: Any = part["elements"]
    last = elements[-1]
    rows = last["elements"] if last["type"] == "rich_text_list" else [last]
    lines = ["".join(each["text"] for each in row["elements"]) for row in rows]
    return last.get("style", last["type"]), "\n".join(lines)


def board(name: str) -> Table:
    """Make a board of two."""
    return Table(
        caption="4 closed questions",
        columns=("Rank", "Name", "Points", "Answered"),
        rows=(("1", name, "36", "4"), ("2", "Ben", "7.5", "3")),
        numeric=frozenset({2, 3}),
        own_row=0,
    )


def test_a_narrow_table_is_aligned() -> None:
    assert shown(board("Ann (you)")) == (
        "rich_text_preformatted",
        "Rank  Name       Points  Answered\n"
        "1     Ann (you)      36         4\n"
        "2     Ben           7.5         3",
    )


def test_a_wide_one_is_a_list_in_which_every_figure_has_its_name() -> None:
    assert shown(board("Ann-Sophie of the Hills (you)")) == (
        "ordered",
        "Ann-Sophie of the Hills (you)\nPoints: 36 · Answered: 4\nBen\nPoints: 7.5 · Answered: 3",
    )


def test_shared_ranks_stand_before_the_names() -> None:
    rows = tuple((rank, f"A member with a long name, {rank}", "9") for rank in ("1", "1", "3"))
    kind, text = shown(Table(caption="", columns=("Rank", "Name", "Points"), rows=rows))
    assert kind == "bullet"
    assert text.splitlines()[0] == "1. A member with a long name, 1"


def test_whoever_has_no_rank_is_named_all_the_same() -> None:
    row = ("–", "A member with a long name (you)", "9", "1")
    _, text = shown(Table(caption="", columns=("Rank", "Name", "Points", "Answered"), rows=(row,)))
    assert text == "– A member with a long name (you)\nPoints: 9 · Answered: 1"


def test_letters_of_other_widths_are_never_aligned() -> None:
    for name in ("漢字", "🙂 Ann", "e\u0301va", "עדה"):
        assert shown(board(name))[0] == "ordered"


def test_the_width_of_a_phone_is_the_border() -> None:
    for width, kind in ((PHONE, "rich_text_preformatted"), (PHONE + 1, "bullet")):
        rows = (("a", "b" * (width - 3)),)
        assert shown(Table(caption="x", columns=("", ""), rows=rows))[0] == kind


def test_steps_are_numbered_by_their_list() -> None:
    steps = tuple((str(n), f"Step {n} of a long way that does not fit a phone") for n in (1, 2, 3))
    kind, text = shown(Table(caption="The right order", columns=("", "Step"), rows=steps))
    assert kind == "ordered"
    assert text.splitlines()[0] == "Step 1 of a long way that does not fit a phone"


def test_two_columns_need_no_head() -> None:
    rows = (("The loss leaps up and down from the first step", "Lower the learning rate"),)
    assert shown(Table(caption="Pairs", columns=("Curve", "Cure"), rows=rows)) == (
        "bullet",
        "The loss leaps up and down from the first step\nLower the learning rate",
    )


def test_a_table_without_rows_still_shows_its_caption() -> None:
    (part,) = table(Table(caption="Nobody", columns=("A" * 40, "B"), rows=()))
    elements: Any = part["elements"]
    assert elements[0]["elements"][0]["text"] == "Nobody"


def test_a_very_long_table_goes_on_in_further_lists() -> None:
    rows = tuple((f"A member whose name takes much room, {n}", "x") for n in range(95))
    assert len(table(Table(caption="All", columns=("Name", "Team"), rows=rows))) == 3
