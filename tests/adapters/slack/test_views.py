"""Whole messages and views: they stand alone, say where they came from, and give nothing away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.limits import DoesNotFit
from bot.adapters.slack.views import Origin, ephemeral, fallback, fits, home, message, modal
from bot.cards.actions.own import Today
from bot.cards.actions.question import SaveNote
from bot.cards.actions.values import Asked, Target
from bot.cards.blocks import Button, Buttons, Card, Fields, Heading, Prose
from bot.core.errors import Misused
from tests.adapters.slack.checking import Json, faults_of_message, faults_of_view, units

HERE = Origin(channel="C1", message="17.001", key="note")
FORM = Card(
    title="Add a note",
    blocks=(Fields(name="text", label="What?", limit=100),),
    submit=Button(label="Keep it", action=SaveNote(Target(Asked.ROUND, 7))),
)
LOOK = Card(title="Today", blocks=(Heading(text="Today", level=2), Prose(text="Nothing is open.")))


def test_a_window_says_what_its_button_sends_and_where_it_came_from() -> None:
    view: Json = modal(FORM, HERE)
    assert faults_of_view(view) == []
    assert view["callback_id"] == "1:save-note:r7"
    assert Origin.decode(view["private_metadata"]) == HERE
    assert (view["submit"]["text"], view["close"]["text"]) == ("Keep it", "Cancel")


def test_a_window_without_a_form_is_only_closed_and_says_its_title_once() -> None:
    view: Json = modal(LOOK, HERE)
    assert faults_of_view(view) == []
    assert "submit" not in view
    assert view["close"]["text"] == "Close"
    assert len(view["blocks"]) == 1
    other = replace(LOOK, blocks=(Heading(text="Today in #main"), *LOOK.blocks[1:]))
    assert len(modal(other, HERE)["blocks"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize("n", [23, 24, 25])
def test_a_windows_title_has_24_characters(n: int) -> None:
    view: Json = modal(replace(LOOK, title="a" * n), HERE)
    assert faults_of_view(view) == []
    assert view["title"]["text"] == ("a" * n if n <= 24 else f"{'a' * 23}…")


@given(st.builds(Origin, channel=st.text(), message=st.text(), key=st.text()))
def test_an_origin_comes_back_as_it_was(origin: Origin) -> None:
    assert Origin.decode(origin.encode()) == origin


def test_an_origin_that_is_not_ours_is_refused() -> None:
    assert Origin.decode("") == Origin()
    for text in ("{", "[]", '{"channel": 1}', '{"who": "x"}', "null"):
        with pytest.raises(Misused):
            Origin.decode(text)
    with pytest.raises(DoesNotFit):
        Origin(key="x" * 3000).encode()


def test_the_app_home_shows_cards_one_below_the_other() -> None:
    go = Buttons(buttons=(Button(label="Go", action=Today()),))
    card = Card(title="x", blocks=(*LOOK.blocks, go))
    view: Json = home([card, card], HERE)
    assert faults_of_view(view) == []
    assert [block["type"] for block in view["blocks"]].count("divider") == 1
    with pytest.raises(DoesNotFit):
        home([card] * 40, HERE)


def test_a_text_stands_alone_and_is_no_markup() -> None:
    card = Card(title="Tuesday's", blocks=(Prose(text="R&D: see `x` <!channel>"), *LOOK.blocks))
    assert fallback(card) == ("Tuesday's\nR&amp;D: see x &lt;!channel&gt;\nToday\nNothing is open.")
    assert faults_of_message(dict(message(card))) == []
    assert ephemeral(card) == message(card)


@pytest.mark.parametrize("letter", ["a", "🙂", "&", "e\u0301"])
def test_a_text_has_fewer_than_4000_characters_and_ends_with_a_whole_block(letter: str) -> None:
    longest = 0
    for n in range(0, 3000, 61):
        card = Card(title="x", blocks=(Prose(text=letter * n), Prose(text="b" * 2000)))
        text = fallback(card)
        longest = max(longest, units(text))
        assert units(text) < 4000
        assert text.endswith(("b", "The rest stands in the message."))
    assert longest > 3800


def test_a_card_that_reveals_an_answer_is_announced_by_its_heading_alone() -> None:
    card = replace(LOOK, blocks=(Heading(text="Tuesday's & more"), Prose(text="It was D.")))
    assert fallback(replace(card, reveals=True)) == (
        "Tuesday's &amp; more. The rest stands in the message."
    )


def test_what_does_not_fit_is_reported() -> None:
    long: Any = replace(LOOK, blocks=tuple(Prose(text="x") for _ in range(51)))
    assert fits(LOOK) == ""
    assert "51 blocks" in fits(long)
    assert fits(long, in_view=True) == ""
