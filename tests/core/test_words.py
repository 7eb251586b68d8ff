"""Typed words stay as they are; what cannot be seen, or turns other text around, goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Misused
from bot.core.words import read_words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Cold data.  ", "Cold data."),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\n\n\n \n\ntwo", "one\n\ntwo"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("<b>`x`</b> & *y*", "<b>`x`</b> & *y*"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("שלום עולם", "שלום עולם"),
        ("می‌خواهم 👩‍👩‍👧", "می‌خواهم 👩‍👩‍👧"),
        ("\u200b\n\t\ufeff", ""),
    ],
)
def test_words_are_kept_as_they_are_meant(typed: str, kept: str) -> None:
    assert read_words(typed, 280) == kept


def test_too_many_words_are_refused_with_their_number() -> None:
    assert read_words("x" * 280, 280) == "x" * 280
    with pytest.raises(Misused, match="281 characters; at most 280"):
        read_words("x" * 281, 280)


@given(st.text(max_size=200))
def test_reading_twice_changes_nothing_more(typed: str) -> None:
    once = read_words(typed, 200)
    assert read_words(once, 200) == once
    once.encode()
