"""Holidays are read as people write them; what cannot be, lies behind, or is too much is named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.days import read_days
from bot.core.errors import Misused
from bot.core.holidays import ENTRIES_MOST, LONGEST, ahead, holidays_in_words, read_holidays

TODAY = date(2026, 11, 24)
starts = st.dates(TODAY, TODAY + timedelta(days=700))
stretches = st.tuples(starts, st.integers(0, LONGEST.days - 1)).map(
    lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("24 Dec", ("2026-12-24",)),
        ("24th of December 2026", ("2026-12-24",)),
        ("Thu 24 Dec 2026", ("2026-12-24",)),
        ("Dec 24, 2026; Dec 31", ("2026-12-24", "2026-12-31")),
        ("24.12.", ("2026-12-24",)),
        ("24.12.2026 – 2.1.2027", ("2026-12-24/2027-01-02",)),
        ("24/12/2026 - 2/1/2027", ("2026-12-24/2027-01-02",)),
        ("12/24/2026", ("2026-12-24",)),
        ("2026-12-24/2027-01-02", ("2026-12-24/2027-01-02",)),
        ("24 Dec - 2 Jan", ("2026-12-24/2027-01-02",)),
        ("24 Dec to 2 Jan 2027", ("2026-12-24/2027-01-02",)),
        ("24-26 Dec", ("2026-12-24/2026-12-26",)),
        ("1 May\n3 May, 2 May", ("2027-05-01/2027-05-03",)),
        ("24 Nov", ("2026-11-24",)),
        ("23 Nov", ("2027-11-23",)),
        ("29 Feb", ("2028-02-29",)),
        ("20 Nov 2026 - 26 Nov 2026", ("2026-11-20/2026-11-26",)),
        ("24 Dec and 31 Dec", ("2026-12-24", "2026-12-31")),
        ("", ()),
        (" \n , ", ()),
    ],
)
def test_a_date_is_read_in_many_ways(typed: str, kept: tuple[str, ...]) -> None:
    assert read_holidays(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", "I can't read “soon” as a date"),
        ("31 Feb, someday, 24 Dec", "I can't read “31 Feb” and “someday”"),
        ("a1, b2, c3, d4, e5", "“a1”, “b2”, “c3” and 2 more"),
        ("3 May 2025", "“3 May 2025” lies in the past: leave it out"),
        ("3 May 2025, 4 May 2025", "lie in the past: leave them out"),
        ("1 Jan 2027 - 3 May 2027", "is 123 days long; 92 at most"),
        ("24 Dec 2026 - 2 Jan 2026", "I can't read"),
        ("1 Jan 2062", "more than three years ahead"),
        ("2026", "I can't read"),
        ("32.1.", "I can't read"),
        ("x" * 5000, "I can't read"),
    ],
)
def test_what_cannot_be_used_is_said_with_what_would(typed: str, said: str) -> None:
    with pytest.raises(Misused, match=said) as no:
        read_holidays(typed, TODAY)
    assert len(str(no.value)) < 250


def test_four_hundred_holidays_are_too_many() -> None:
    days = [TODAY + timedelta(days=2 * n) for n in range(400)]
    with pytest.raises(Misused, match=f"That is 400 entries; {ENTRIES_MOST} at most"):
        read_holidays("\n".join(day.isoformat() for day in days), TODAY)


@given(st.lists(stretches, max_size=20))
def test_holidays_in_words_are_read_back(wanted: list[tuple[date, date]]) -> None:
    try:
        kept = read_holidays(
            "\n".join(f"{first.isoformat()} to {last.isoformat()}" for first, last in wanted), TODAY
        )
    except Misused:
        return  # stretches that touch may make one that is too long
    assert read_holidays("\n".join(holidays_in_words(kept)), TODAY) == kept
    found = read_days(kept)
    for first, last in wanted:
        assert first in found
        assert last in found


def test_holidays_that_are_over_are_not_ahead() -> None:
    kept = ("2026-11-01", "2026-11-20/2026-11-24", "2026-12-24")
    assert ahead(kept, TODAY) == ("2026-11-20/2026-11-24", "2026-12-24")
