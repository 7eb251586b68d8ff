"""What people wrote in a design round, and a gallery that tells of nobody."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.designs import LINE_MOST, Entry, hang, latest, pages_of, read_lines
from bot.core.errors import Misused


def entry(seq: int, writer: int, *lines: str) -> Entry:
    return Entry(seq=seq, writer=writer, lines=lines or ("a", "b", "c", "", ""))


def test_the_latest_of_each_writer_counts() -> None:
    found = latest([entry(1, 7, "old"), entry(2, 8), entry(3, 7, "new")])
    assert found == {7: entry(3, 7, "new"), 8: entry(2, 8)}


def test_what_was_taken_back_does_not_hang() -> None:
    entries = [entry(1, 7, "", ""), entry(2, 8)]
    assert set(latest(entries)) == {8}
    assert hang(entries, "1") == (2,)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_each_design_hangs_once(writers: list[int]) -> None:
    entries = [entry(seq, writer) for seq, writer in enumerate(writers, 1)]
    assert sorted(hang(entries, "5")) == sorted(each.seq for each in latest(entries).values())


def test_the_order_says_nothing_of_who_came_first() -> None:
    entries = [entry(seq, seq) for seq in range(1, 7)]
    orders = [hang(entries, str(number)) for number in range(600)]
    assert orders == [hang(entries, str(number)) for number in range(600)]
    for seq in range(1, 7):
        first = sum(order[0] == seq for order in orders)
        assert 60 < first < 140


@given(st.lists(st.integers(1, 900), max_size=40))
def test_pages_hold_every_design_in_order_and_none_is_empty(sizes: list[int]) -> None:
    pages = pages_of(sizes, 1000, 2000)
    assert list(chain(*pages)) == list(range(len(sizes)))
    assert all(pages)
    for number, page in enumerate(pages):
        room = 2000 if number else 1000
        assert len(page) == 1 or sum(sizes[place] for place in page) <= room


def test_a_design_larger_than_a_page_has_one_for_itself() -> None:
    assert pages_of([50, 5000, 50], 100, 100) == (range(1), range(1, 2), range(2, 3))


def test_lines_are_read_as_lines() -> None:
    assert read_lines([" one\n two ", "b", "", "d\x00\u202e", ""]) == ("one two", "b", "", "d", "")


def test_other_scripts_and_joined_emoji_stay_as_they_are() -> None:
    words = ("مرحبا بالعالم", "می‌خواهم", "👩‍👩‍👧 e\u0301", "<b>&`x`", "=SUM(A1)")
    assert read_lines(words) == words


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["a", "b", "", "", ""], "at least 3 of the 5"),
        (["a", "b", " ", "\u202e", ""], "at least 3 of the 5"),
        (["a", "b", "c"], "at least 3 of the 5"),
        (["a", "b" * (LINE_MOST + 1), "c", "", ""], f"Line 2 has {LINE_MOST + 1} characters"),
    ],
)
def test_what_cannot_hang_is_refused_in_words(lines: list[str], said: str) -> None:
    with pytest.raises(Misused, match=said):
        read_lines(lines)
