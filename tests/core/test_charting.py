"""A chart is plain data, refuses what cannot be drawn truthfully, and can be read in words."""

from __future__ import annotations

import math

import pytest

from bot.core.charting import (
    BarChart,
    Count,
    CountChart,
    Level,
    Line,
    LineChart,
    Scale,
    in_words,
    is_empty,
    tally,
    written,
)


def test_lines_are_read_label_by_label() -> None:
    chart = LineChart(
        title="Right at the first try",
        labels=("2 Nov", "9 Nov", "16 Nov"),
        lines=(
            Line(name="Modeling", values=(0.4, None, 0.5)),
            Line(name="Operations", values=(0.0, 1.0, 0.666)),
        ),
    )
    assert in_words(chart) == (
        "Right at the first try:\n"
        "Modeling: 2 Nov 40 %, 9 Nov none, 16 Nov 50 %.\n"
        "Operations: 2 Nov 0 %, 9 Nov 100 %, 16 Nov 67 %."
    )


def test_bars_are_read_with_what_is_behind_them() -> None:
    chart = BarChart(
        title="How firm each domain is",
        bars=(
            Level(label="Data", value=0.74, n=31, low=0.57, high=0.86),
            Level(label="Modeling", value=0.0, n=1, mark="focus next"),
            Level(label="Operations", value=None, n=0),
        ),
    )
    assert in_words(chart) == (
        "How firm each domain is:\n"
        "Data: 74 % from 31 answers, probably between 57 % and 86 %.\n"
        "Modeling: 0 % from 1 answer (focus next).\n"
        "Operations: no answers yet."
    )


def test_a_distribution_is_read_with_its_shares() -> None:
    chart = CountChart(
        title="What the group chose",
        counts=(Count(label="A", count=9_000), Count(label="B", count=3_000, mark="right")),
        unit=("member", "members"),
    )
    assert in_words(chart) == (
        "What the group chose:\n"
        "A: 9,000 of 12,000 members, 75 %.\n"
        "B: 3,000 of 12,000 members, 25 % (right)."
    )


@pytest.mark.parametrize(
    "chart",
    [
        LineChart(title="Week", labels=(), lines=()),
        LineChart(title="Week", labels=("W1",), lines=(Line(name="You", values=(None,)),)),
        BarChart(title="Week", bars=()),
        BarChart(title="Week", bars=(Level(label="Data", value=None, n=0),)),
        CountChart(title="Week", counts=(Count(label="A", count=0),)),
    ],
)
def test_a_chart_of_nothing_says_so(chart: LineChart | BarChart | CountChart) -> None:
    assert is_empty(chart)
    assert in_words(chart) == "Week: nothing to show yet."


@pytest.mark.parametrize("value", [-0.01, 1.01, math.nan, math.inf])
def test_a_share_lies_between_nothing_and_all(value: float) -> None:
    with pytest.raises(ValueError, match=r"a share lies|a value must"):
        LineChart(title="x", labels=("a",), lines=(Line(name="You", values=(value,)),))
    with pytest.raises(ValueError, match=r"a share lies|a value must"):
        BarChart(title="x", bars=(Level(label="Data", value=value, n=1),))


def test_numbers_may_be_large_or_below_nothing_on_a_line_only() -> None:
    line = Line(name="You", values=(-3.0, 1e12))
    assert "You: a -3, b 1,000,000,000,000." in in_words(
        LineChart(title="x", labels=("a", "b"), lines=(line,), scale=Scale.NUMBER)
    )
    with pytest.raises(ValueError, match="shorter than nothing"):
        BarChart(title="x", bars=(Level(label="a", value=-1, n=1),), scale=Scale.NUMBER)


@pytest.mark.parametrize(("low", "high"), [(0.6, 0.7), (0.1, 0.4), (0.4, None), (None, 0.6)])
def test_an_interval_holds_its_value(low: float | None, high: float | None) -> None:
    with pytest.raises(ValueError, match="'Data' does not hold its value"):
        BarChart(title="x", bars=(Level(label="Data", value=0.5, n=9, low=low, high=high),))


def test_what_cannot_be_drawn_is_refused() -> None:
    line = Line(name="You", values=(0.5,))
    with pytest.raises(ValueError, match="at most 6 lines"):
        LineChart(title="x", labels=("a",), lines=(line,) * 7)
    with pytest.raises(ValueError, match="'You' needs a value or None for each label"):
        LineChart(title="x", labels=("a", "b"), lines=(line,))
    with pytest.raises(ValueError, match="at most 40 bars"):
        BarChart(title="x", bars=(Level(label="a", value=0.5, n=1),) * 41)
    with pytest.raises(ValueError, match="at most 40 counts"):
        CountChart(title="x", counts=(Count(label="a", count=1),) * 41)
    with pytest.raises(ValueError, match="less than none"):
        CountChart(title="x", counts=(Count(label="a", count=-1),))


def test_values_are_written_in_full() -> None:
    assert [written(v, Scale.NUMBER) for v in (3, 3.0, 3.25, 12_345)] == ["3", "3", "3.2", "12,345"]
    assert [written(v, Scale.SHARE) for v in (0, 0.005, 0.996, 1)] == [
        "0 %",
        "0 %",
        "100 %",
        "100 %",
    ]
    assert [tally(n, ("day", "days")) for n in (0, 1, 1_000)] == ["0 days", "1 day", "1,000 days"]
