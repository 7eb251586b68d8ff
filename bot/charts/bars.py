"""Bars: how firm each domain is, and how answers are distributed. One row for each.

A short label stands before its bar, a long one above it. Values are written on every row,
so no bar has to be measured by eye, and what is set apart is so in bold and in words.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.charts.lettering import MIDDLE, NORMAL, SMALL, width
from bot.charts.paper import MARGIN, WIDTH, Paper
from bot.core.charting import BarChart, CountChart, Scale, tally, written

BAR = 24
#: A bar with its interval below it.
LANE = BAR + 20
#: Labels up to this wide stand before their bars.
BESIDE = 210
GAP = 18
ROW = 58
INTERVAL = "The thin line spans where the true value probably lies."


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A bar as it is drawn. Lengths are parts of the longest possible bar."""

    label: str
    strong: str
    quiet: str
    length: float
    span: tuple[float, float] | None = None
    is_marked: bool = False


def draw_levels(paper: Paper, chart: BarChart) -> None:
    """Draw bars with their values, the answers behind them, and their intervals."""
    known = [each for bar in chart.bars for each in (bar.value, bar.high) if each is not None]
    most = 1.0 if chart.scale is Scale.SHARE else max(known, default=0) or 1.0
    rows = [
        Row(
            label=_marked(bar.label, bar.mark),
            strong="" if bar.value is None else short(bar.value, chart.scale),
            quiet=f"no {chart.unit[1]} yet"
            if bar.value is None
            else f"{'of' if chart.scale is Scale.SHARE else 'from'} {short(bar.n)}",
            length=(bar.value or 0) / most,
            span=None
            if bar.value is None or bar.low is None or bar.high is None
            else (bar.low / most, bar.high / most),
            is_marked=bool(bar.mark),
        )
        for bar in chart.bars
    ]
    _rows(paper, rows, tracks=chart.scale is Scale.SHARE)
    behind_each = [bar.n for bar in chart.bars if bar.value is not None]
    few, many = min(behind_each), max(behind_each)
    behind = f"From {tally(many, chart.unit)} each."
    if few != many:
        behind = f"From {few:,} to {tally(many, chart.unit)} each."
    _remark(paper, f"{behind} {INTERVAL}" if any(row.span for row in rows) else behind)


def draw_counts(paper: Paper, chart: CountChart) -> None:
    """Draw counts with their shares, the longest bar for the largest."""
    most = max(each.count for each in chart.counts)
    rows = [
        Row(
            label=_marked(each.label, each.mark),
            strong=short(each.count),
            quiet=written(each.count / chart.total, Scale.SHARE),
            length=each.count / most,
            is_marked=bool(each.mark),
        )
        for each in chart.counts
    ]
    _rows(paper, rows, tracks=False)
    _remark(paper, f"{tally(chart.total, chart.unit)} in all.")


def short(value: float, scale: Scale = Scale.NUMBER) -> str:
    """Write a value in few characters: from ten thousand on in thousands, millions, billions."""
    if scale is Scale.SHARE or abs(value) < 10_000:
        return written(value, scale)
    for size, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            scaled = value / size
            return f"{scaled:.0f}{letter}" if abs(scaled) >= 99.95 else f"{scaled:.2g}{letter}"
    return written(value, scale)


def _rows(paper: Paper, rows: list[Row], *, tracks: bool) -> None:
    """Draw all rows alike: labels before the bars if all are short, else above them."""
    palette, has_marks = paper.palette, any(row.is_marked for row in rows)
    labels = max(width(row.label, NORMAL, row.is_marked) for row in rows)
    quiet = max(width(row.quiet, SMALL, False) for row in rows)
    values = quiet + 14 + max(width(row.strong, NORMAL, True) for row in rows)
    height = LANE if any(row.span for row in rows) else BAR
    for row in rows:
        color = palette.soft if has_marks and not row.is_marked else palette.accent
        if labels <= BESIDE:
            left, top = MARGIN + labels + GAP, paper.bottom + (ROW - BAR) / 2
            room = WIDTH - MARGIN - left - values - GAP
            text = paper.bottom + ROW / 2 - MIDDLE * NORMAL
            paper.write(row.label, (MARGIN, text), BESIDE + 1, bold=row.is_marked, most=1)
            paper.bottom += ROW + height - BAR
        else:
            left, room, text = MARGIN, WIDTH - 2 * MARGIN, paper.bottom
            space = room - values - 2 * GAP
            top = 8 + paper.write(row.label, (left, text), space, bold=row.is_marked, most=4)
            paper.bottom = top + height + GAP
        right, below = WIDTH - MARGIN, text + NORMAL - SMALL
        paper.write(row.quiet, (right, below), WIDTH, size=SMALL, color=palette.soft, align="right")
        if row.strong:
            at = (right - quiet - 14, text)
            paper.write(row.strong, at, WIDTH, bold=True, align="right")
        _bar(paper, row, (left, top), room, color, has_track=tracks)


def _bar(
    paper: Paper, row: Row, at: tuple[float, float], room: float, color: str, *, has_track: bool
) -> None:
    x, y = at
    if has_track:
        paper.bar(x, y, room, BAR, paper.palette.line)
    else:
        paper.line((x, x), (y - 4, y + BAR + 4), paper.palette.soft, pen=2)
    paper.bar(x, y, room * row.length, BAR, color)
    if row.span is not None:
        # In a lane of its own: across the bar it would hide where the bar ends.
        low, high = (x + room * part for part in row.span)
        lane = y + LANE - 7
        paper.line((low, high), (lane, lane), paper.palette.ink)
        for end in (low, high):
            paper.line((end, end), (lane - 6, lane + 6), paper.palette.ink)


def _remark(paper: Paper, text: str) -> None:
    paper.bottom = paper.write(
        text,
        (MARGIN, paper.bottom + 10),
        WIDTH - 2 * MARGIN,
        size=SMALL,
        color=paper.palette.soft,
    )


def _marked(label: str, mark: str) -> str:
    return f"{label} ({mark})" if mark else label
