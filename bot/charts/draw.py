"""From a chart to a picture. This is what the workshop calls, by name."""

from __future__ import annotations

from typing import assert_never

from matplotlib.figure import Figure

from bot.charts.bars import draw_counts, draw_levels
from bot.charts.lettering import NORMAL
from bot.charts.lines import draw_lines
from bot.charts.palette import DARK, LIGHT
from bot.charts.paper import MARGIN, WIDTH, Paper, to_png
from bot.core.charting import NOTHING, BarChart, Chart, CountChart, LineChart, is_empty


def draw(chart: Chart, *, dark: bool = False) -> bytes:
    """Draw a chart as a PNG, 720 pixels wide, to be shown at half that size."""
    return to_png(compose(chart, dark=dark))


def compose(chart: Chart, *, dark: bool = False) -> Figure:
    """Lay a chart out on a sheet."""
    paper = Paper(DARK if dark else LIGHT)
    paper.title(chart.title)
    paper.bottom += 16
    if is_empty(chart):
        text = f"{NOTHING[0].upper()}{NOTHING[1:]}."
        at = (WIDTH / 2, paper.bottom + 40)
        paper.bottom = 40 + paper.write(
            text, at, WIDTH - 2 * MARGIN, size=NORMAL, color=paper.palette.soft, align="center"
        )
        return paper.finish()
    match chart:
        case LineChart():
            draw_lines(paper, chart)
        case BarChart():
            draw_levels(paper, chart)
        case CountChart():
            draw_counts(paper, chart)
        case _:
            assert_never(chart)
    return paper.finish()
