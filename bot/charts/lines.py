"""Lines over weeks. Each line has a marker and a dash of its own, and its latest value in words.

The labels below are thinned until they fit, counted from the last, which always stands there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.ticker import MaxNLocator

from bot.charts.bars import short
from bot.charts.lettering import LEADING, MIDDLE, NORMAL, SMALL, width
from bot.charts.paper import MARGIN, WIDTH, Dash, Paper
from bot.core.charting import Line, LineChart, Scale

HEIGHT = 330
GAP = 18
SAMPLE = 64
#: From so many pixels a step on, a line leaves its point in a direction that can be seen.
STEEP = 12
MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES: tuple[Dash, ...] = ("-", "--", "-.", ":", "-", "--")
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Where the lines lie: the field's edges in pixels, and the values at top and bottom."""

    left: float
    right: float
    inset: float
    top: float
    low: float
    high: float
    count: int

    def x(self, number: int) -> float:
        """Give the place of a label."""
        if self.count == 1:
            return (self.left + self.right) / 2
        room = self.right - self.left - 2 * self.inset
        return self.left + self.inset + room * number / (self.count - 1)

    def y(self, value: float) -> float:
        """Give the height of a value."""
        return self.top + HEIGHT * (1 - (value - self.low) / (self.high - self.low))


def draw_lines(paper: Paper, chart: LineChart) -> None:
    """Draw lines with markers over a grid, after a list of their names and latest values."""
    if len(chart.lines) > 1:
        _names(paper, chart)
    ticks = _ticks(chart)
    texts = [short(tick, chart.scale) for tick in ticks]
    gutter = max(width(text, SMALL, False) for text in texts)
    field = Field(
        left=MARGIN + gutter + GAP,
        right=WIDTH - MARGIN,
        # Half a label, so that the outer ones stand below their points.
        inset=min(max(36, width(chart.labels[-1], SMALL, False) / 2), 70),
        # Room for a value that is written above a point at the very top.
        top=paper.bottom + (SMALL * LEADING if len(chart.lines) == 1 else 26),
        low=ticks[0],
        high=ticks[-1],
        count=len(chart.labels),
    )
    for tick, text in zip(ticks, texts, strict=True):
        height = field.y(tick)
        paper.line((field.left, field.right), (height, height), paper.palette.line, pen=2)
        at = (MARGIN + gutter, height - SMALL * MIDDLE)
        paper.write(text, at, WIDTH, size=SMALL, color=paper.palette.soft, align="right")
    for number, line in enumerate(chart.lines):
        _line(paper, field, line, number)
    if len(chart.lines) == 1:
        _values(paper, field, chart.lines[0], chart.scale)
    paper.bottom = field.top + HEIGHT + 14
    _labels(paper, field, chart.labels)


def _names(paper: Paper, chart: LineChart) -> None:
    at = (WIDTH - MARGIN, paper.bottom)
    paper.bottom = 6 + paper.write(
        chart.labels[-1], at, 320, size=SMALL, color=paper.palette.soft, align="right", most=1
    )
    for number, line in enumerate(chart.lines):
        value = line.values[-1]
        text = "none" if value is None else short(value, chart.scale)
        middle = paper.bottom + NORMAL * LEADING / 2 + 1
        ends = (MARGIN + 2, MARGIN + SAMPLE / 2, MARGIN + SAMPLE)
        _pen(paper, ends, (middle,) * 3, number, mark_at=1)
        paper.write(text, (WIDTH - MARGIN, paper.bottom), 200, bold=True, align="right", most=1)
        room = WIDTH - 2 * MARGIN - SAMPLE - 3 * GAP - width(text, NORMAL, True)
        paper.bottom = 8 + paper.write(line.name, (MARGIN + SAMPLE + GAP, paper.bottom), room)


def _pen(
    paper: Paper, xs: tuple[float, ...], ys: tuple[float, ...], number: int, *, mark_at: int
) -> None:
    color = paper.palette.lines[number]
    paper.line(xs, ys, color, pen=4, dash=DASHES[number])
    paper.line((xs[mark_at],), (ys[mark_at],), color, marker=MARKERS[number])


def _line(paper: Paper, field: Field, line: Line, number: int) -> None:
    xs = [field.x(each) for each in range(field.count)]
    ys = [math.nan if value is None else field.y(value) for value in line.values]
    color = paper.palette.lines[number]
    paper.line(xs, ys, color, pen=4, dash=DASHES[number])
    paper.line(xs, ys, color, pen=0, marker=MARKERS[number])


def _values(paper: Paper, field: Field, line: Line, scale: Scale) -> None:
    """Write values beside their points: the last, the first, then those with room between."""
    known = [(number, value) for number, value in enumerate(line.values) if value is not None]
    taken: list[tuple[float, float]] = []
    for number, value in dict.fromkeys([known[-1], known[0], *known]):
        text = short(value, scale)
        wide = width(text, SMALL, True)
        left, top = _beside(field, line.values, number, wide)
        left = min(max(left, field.left), WIDTH - MARGIN - wide)
        # By its width alone, so that no value stands on its neighbour's line either.
        if any(left < end + 10 and left + wide > start - 10 for start, end in taken):
            continue
        taken.append((left, left + wide))
        paper.write(text, (left, top), WIDTH, size=SMALL, bold=True, halo=True)


def _beside(
    field: Field, values: tuple[float | None, ...], number: int, wide: float
) -> tuple[float, float]:
    """Find the top left corner of a value, on the side of its point where no line runs."""

    def climb(step: int) -> float:
        beside = number + step
        value = values[beside] if 0 <= beside < field.count else None
        return 0 if value is None else y - field.y(value)

    x, y = field.x(number), field.y(values[number] or 0)
    before, after = climb(-1), climb(1)
    above = y - SMALL * LEADING - 12
    if before > STEEP and after > STEEP and y + 50 < field.top + HEIGHT:
        return x - wide / 2, y + 14
    if after > STEEP:
        return x - wide + 10, above
    if before > STEEP:
        return x - 10, above
    return x - wide / 2, above


def _labels(paper: Paper, field: Field, labels: tuple[str, ...]) -> None:
    def ends(number: int) -> tuple[float, float]:
        half = min(width(labels[number], SMALL, False), 200) / 2
        middle = min(max(field.x(number), MARGIN + half), WIDTH - MARGIN - half)
        return middle - half, middle + half

    shown = _thinned(len(labels), ends)
    bottom = paper.bottom
    for number in shown:
        left, right = ends(number)
        at = ((left + right) / 2, paper.bottom)
        bottom = paper.write(
            labels[number],
            at,
            200,
            size=SMALL,
            color=paper.palette.soft,
            align="center",
            most=1,
        )
    paper.bottom = bottom


def _thinned(count: int, ends: Callable[[int], tuple[float, float]]) -> list[int]:
    """Choose which labels stand: evenly spaced counted from the last, none on another."""
    for step in range(1, count):
        shown = list(range(count - 1, -1, -step))[::-1]
        places = [ends(number) for number in shown]
        if all(a[1] + 10 <= b[0] for a, b in pairwise(places)):
            return shown
    return [count - 1]


def _ticks(chart: LineChart) -> list[float]:
    if chart.scale is Scale.SHARE:
        return list(QUARTERS)
    known = [value for line in chart.lines for value in line.values if value is not None]
    low, high = min(0.0, *known), max(0.0, *known)
    if low == high:
        high = 1.0
    found = MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(tick) for tick in found]
