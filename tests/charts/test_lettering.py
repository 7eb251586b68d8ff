"""Text is measured, broken between words, and cleared of what no font here can draw."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.lettering import NORMAL, SMALL, drawable, face, width, wrap


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Ann", "Ann"),
        ("Ann 🦊", "Ann"),
        ("王小明", "…"),
        ("Ann 王小明 Lee", "Ann … Lee"),
        ("🦊👩‍👩‍👧", "…"),
        ("  a\n\tb \u202e\u200b\x07", "a b"),
        ("", ""),
        ("   ", ""),
        ("Zoë Łukasz Ωμέγα Ирина שלום مرحبا", "Zoë Łukasz Ωμέγα Ирина שלום مرحبا"),
    ],
)
def test_only_what_can_be_drawn_is_drawn(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


def test_a_line_breaks_between_words_and_no_word_is_left_over() -> None:
    lines = wrap("ML Implementation and Operations", 340, NORMAL, True, 3)
    assert lines == ["ML Implementation", "and Operations"]


def test_what_does_not_fit_ends_in_dots_after_a_word() -> None:
    words = "one two three four five six seven eight nine ten"
    lines = wrap(words, 150, SMALL, False, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert lines[-1][:-1].split()[-1] in words.split()


@given(st.text(max_size=120), st.integers(60, 700), st.integers(1, 4), st.booleans())
def test_every_line_fits(text: str, room: int, most: int, bold: bool) -> None:
    lines = wrap(text, room, SMALL, bold, most)
    assert len(lines) <= most
    assert all(line and width(line, SMALL, bold) <= room for line in lines)


def test_a_letter_that_is_not_there_in_bold_is_drawn_plain() -> None:
    assert "Bold" in str(face("Ann", NORMAL, True).get_file())
    assert "Bold" not in str(face("ﷺ ﮔ \u06d6", NORMAL, True).get_file())
