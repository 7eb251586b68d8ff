"""Charts as pure data, and each one again in words: the numbers, never just "a chart".

A chart holds nothing but strings, numbers and tuples, so that it can be kept as JSON, sent
to another process and compared. It knows no colours and no sizes; ``bot.charts`` draws it.
Shares lie between 0 and 1. What cannot be drawn truthfully raises ``ValueError`` at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, assert_never

#: More lines than this cannot be told apart without colour.
LINES_MOST = 6
ROWS_MOST = 40
NOTHING = "nothing to show yet"


class Scale(StrEnum):
    """What the values of a chart are."""

    SHARE = "share"  #: between 0 and 1, shown as per cent
    NUMBER = "number"  #: plain numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a chart: a value for each label, or None where there was none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Progress: one or more lines over the same labels, the oldest first."""

    title: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    scale: Scale = Scale.SHARE

    def __post_init__(self) -> None:
        if len(self.lines) > LINES_MOST:
            raise ValueError(f"a chart can show at most {LINES_MOST} lines")
        for line in self.lines:
            if len(line.values) != len(self.labels):
                raise ValueError(f"{line.name!r} needs a value or None for each label")
            for value in line.values:
                _check(value, self.scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One bar: a value found from ``n`` answers, None where there are none.

    ``low`` and ``high`` are the interval in which the true value probably lies. A ``mark``
    sets the bar apart and says in a word or two why.
    """

    label: str
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Values side by side, such as how firm each domain is. ``unit`` is what ``n`` counts."""

    title: str
    bars: tuple[Level, ...]
    scale: Scale = Scale.SHARE
    unit: tuple[str, str] = ("answer", "answers")

    def __post_init__(self) -> None:
        if len(self.bars) > ROWS_MOST:
            raise ValueError(f"a chart can show at most {ROWS_MOST} bars")
        for bar in self.bars:
            for value in (bar.low, bar.value, bar.high):
                _check(value, self.scale)
                if value is not None and value < 0:
                    raise ValueError("a bar cannot be shorter than nothing")
            known = [value for value in (bar.low, bar.value, bar.high) if value is not None]
            if known != sorted(known) or (bar.low is None) != (bar.high is None):
                raise ValueError(f"the interval of {bar.label!r} does not hold its value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many fell on one option or into one band. A ``mark`` sets it apart, in words."""

    label: str
    count: int
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountChart:
    """A distribution: counts that together are everything. ``unit`` is what they count."""

    title: str
    counts: tuple[Count, ...]
    unit: tuple[str, str] = ("answer", "answers")

    def __post_init__(self) -> None:
        if len(self.counts) > ROWS_MOST:
            raise ValueError(f"a chart can show at most {ROWS_MOST} counts")
        if any(each.count < 0 for each in self.counts):
            raise ValueError("a count cannot be less than none")

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(each.count for each in self.counts)


Chart: TypeAlias = LineChart | BarChart | CountChart


def in_words(chart: Chart) -> str:
    """Say everything that a chart shows: its title, then a line for each of its parts."""
    if is_empty(chart):
        return f"{chart.title}: {NOTHING}."
    match chart:
        case LineChart():
            parts = [_line(line, chart) for line in chart.lines]
        case BarChart():
            parts = [_level(bar, chart) for bar in chart.bars]
        case CountChart():
            parts = [_count(each, chart) for each in chart.counts]
        case _:
            assert_never(chart)
    return "\n".join([f"{chart.title}:", *parts])


def is_empty(chart: Chart) -> bool:
    """Say whether a chart holds no value at all."""
    match chart:
        case LineChart(lines=lines):
            return all(value is None for line in lines for value in line.values)
        case BarChart(bars=bars):
            return all(bar.value is None for bar in bars)
        case CountChart():
            return chart.total == 0
        case _:
            assert_never(chart)


def written(value: float, scale: Scale) -> str:
    """Write a value in full: ``57 %``, ``1,204`` or ``3.5``."""
    if scale is Scale.SHARE:
        return f"{round(100 * value)} %"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def tally(n: int, unit: tuple[str, str]) -> str:
    """Write a count with its noun: ``1 answer``, ``1,204 answers``."""
    return f"{n:,} {unit[0] if n == 1 else unit[1]}"


def _check(value: float | None, scale: Scale) -> None:
    if value is None:
        return
    if not math.isfinite(value):
        raise ValueError("a value must be a number")
    if scale is Scale.SHARE and not 0 <= value <= 1:
        raise ValueError("a share lies between 0 and 1")


def _line(line: Line, chart: LineChart) -> str:
    values = ", ".join(
        f"{label} {'none' if value is None else written(value, chart.scale)}"
        for label, value in zip(chart.labels, line.values, strict=True)
    )
    return f"{line.name}: {values}."


def _level(bar: Level, chart: BarChart) -> str:
    if bar.value is None:
        return f"{bar.label}: no {chart.unit[1]} yet{_mark(bar.mark)}."
    words = f"{bar.label}: {written(bar.value, chart.scale)} from {tally(bar.n, chart.unit)}"
    if bar.low is not None and bar.high is not None:
        low, high = written(bar.low, chart.scale), written(bar.high, chart.scale)
        words += f", probably between {low} and {high}"
    return f"{words}{_mark(bar.mark)}."


def _count(each: Count, chart: CountChart) -> str:
    share = written(each.count / chart.total, Scale.SHARE)
    of_all = f"{each.count:,} of {tally(chart.total, chart.unit)}"
    return f"{each.label}: {of_all}, {share}{_mark(each.mark)}."


def _mark(mark: str) -> str:
    return f" ({mark})" if mark else ""
