from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.cards.blocks import Card
from bot.cards.exam_week import Nearing, is_last_week, nearing_blocks
from bot.cards.text import card_text
from bot.core.exam_week import Nearness

TODAY = date(2026, 12, 14)
WEEK = Nearing(
    nearness=Nearness.WEEK, until=TODAY + timedelta(days=4), today=TODAY, exam=True,
    strongest="Model", notes=23, due=12,
)  # fmt: skip


def said(nearing: Nearing | None) -> str:
    return card_text(Card(title="Today", blocks=tuple(nearing_blocks(nearing))))


def test_the_last_week_names_what_is_firm_and_little_to_do() -> None:
    assert said(WEEK) == (
        "The exam is in four days. No new ground now.\n"
        "Your strongest ground: Model. Nine of your notes. Five last reviews.\n"
        "[Your notes] [Last 5]"
    )
    assert is_last_week(WEEK)


def test_what_is_not_there_is_not_named() -> None:
    bare = replace(WEEK, strongest="", notes=0, due=0)
    assert said(bare) == "The exam is in four days. No new ground now."
    one = replace(WEEK, strongest="", notes=1, due=1)
    assert "One note of yours. One last review." in said(one)


def test_on_the_eve_of_an_exam_nothing_is_pressed_on_anybody() -> None:
    eve = replace(WEEK, nearness=Nearness.EVE, until=TODAY + timedelta(days=1))
    assert said(eve) == "Nothing due today. Sleep."
    assert "finish is tomorrow" in said(replace(eve, exam=False))


@pytest.mark.parametrize(
    ("near", "exam", "words"),
    [
        (Nearness.DAY, True, "The exam is today."),
        (Nearness.DAY, False, "Today is the finish."),
        (Nearness.PAST, True, "The exam was on 13 December 2026."),
        (Nearness.PAST, False, "The finish was on 13 December 2026."),
    ],
)
def test_the_day_itself_and_one_gone_by_have_their_sentence(
    near: Nearness, exam: bool, words: str
) -> None:
    until = TODAY - timedelta(days=near is Nearness.PAST)
    assert words in said(replace(WEEK, nearness=near, exam=exam, until=until))


def test_a_day_that_was_moved_says_so_also_when_it_is_far() -> None:
    moved = replace(WEEK, nearness=Nearness.FAR, moved_from=date(2027, 1, 29))
    assert said(moved) == (
        "The exam is on 18 December 2026 now, no longer on 29 January 2027. "
        "What comes when is laid out anew."
    )
    assert said(None) == ""
