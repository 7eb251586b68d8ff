"""Native charts, drawn by the program that opens the file, from cells beside them.

So the figures are always there to be read as a table, and a chart says them in words to
whoever has the file read aloud. It knows ranges of cells and the
palette; it knows no report.
"""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import OneCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
)
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.units import cm_to_EMU

from bot.core import charting
from bot.sheets.look import ACCENT, FONT, INK, LINE, PERCENT, SOFT
from bot.sheets.page import Page
from bot.sheets.text import spoken

#: Centimetres.
WIDTH, HEIGHT = 17.0, 8.0
#: Hundredths of a point.
TITLE_SIZE, LABEL_SIZE = 1200, 900


@dataclass(frozen=True, slots=True)
class Span:
    """Cells in a row or column, by their numbers from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class _Place(OneCellAnchor):  # type: ignore[misc]
    """Where a chart stands; it gives the frame, which openpyxl makes last, the chart in words."""

    __elements__ = OneCellAnchor.__elements__

    def __init__(self, corner: str, words: str) -> None:
        super().__init__()
        self._words = words
        row, column = coordinate_to_tuple(corner)
        self._from.row, self._from.col = row - 1, column - 1
        self.ext.width, self.ext.height = cm_to_EMU(WIDTH), cm_to_EMU(HEIGHT)

    def __setattr__(self, name: str, value: object) -> None:
        if name == "graphicFrame" and value is not None:
            value.nvGraphicFramePr.cNvPr.descr = self._words  # type: ignore[attr-defined]
        super().__setattr__(name, value)


def draw_line(
    page: Page,
    said: charting.LineChart,
    labels: Span,
    values: Span,
    corner: str,
    *,
    labelled: bool,
) -> None:
    """Draw shares over time as a line, with its top left corner at a cell.

    ``said`` is the same as data; ``labelled`` says whether each point bears its figure.
    """
    chart = LineChart()
    series = _dress(page, chart, said.title, labels, values)
    series.smooth = False
    series.graphicalProperties.line = LineProperties(solidFill=ACCENT, w=28_575)
    series.marker.symbol, series.marker.size = "circle", 7
    series.marker.graphicalProperties = GraphicalProperties(solidFill=ACCENT)
    series.marker.graphicalProperties.line = LineProperties(solidFill="FFFFFF", w=9_525)
    series.dLbls.showVal = labelled
    chart.display_blanks = "gap"
    chart.x_axis.number_format = "d mmm"
    page.sheet.add_chart(chart, _Place(corner, spoken(charting.in_words(said))))


def draw_bars(page: Page, said: charting.BarChart, labels: Span, values: Span, corner: str) -> None:
    """Draw shares side by side as bars from the left, with its top left corner at a cell.

    ``said`` is the same as data.
    """
    chart = BarChart()
    chart.type = "bar"
    chart.gapWidth = 60
    series = _dress(page, chart, said.title, labels, values)
    series.graphicalProperties.solidFill = ACCENT
    series.graphicalProperties.line = LineProperties(noFill=True)
    # The first domain stands at the top, and the shares' axis stays at the bottom.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    page.sheet.add_chart(chart, _Place(corner, spoken(charting.in_words(said))))


def _dress(
    page: Page, chart: LineChart | BarChart, title: str, labels: Span, values: Span
) -> Series:
    """Give a chart its one series of shares, its axes and its title."""
    chart.width, chart.height = WIDTH, HEIGHT
    chart.title = title
    chart.title.tx.rich.p[0].r[0].rPr = _letters(TITLE_SIZE, INK, bold=True)
    chart.title.overlay = False
    chart.legend = None
    chart.graphical_properties = GraphicalProperties(solidFill="FFFFFF")
    chart.graphical_properties.line = LineProperties(solidFill=LINE, w=9_525)
    chart.roundedCorners = False
    series = SeriesFactory(_reference(page, values))
    chart.series.append(series)
    chart.set_categories(_reference(page, labels))
    series.dLbls = DataLabelList()
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, name, False)
    series.dLbls.showVal = True
    series.dLbls.numFmt = PERCENT
    series.dLbls.position = "t" if isinstance(chart, LineChart) else "outEnd"
    series.dLbls.txPr = _plain(INK)
    shares, names = chart.y_axis, chart.x_axis
    # A little more than all, so that a figure above it has room.
    shares.scaling.min, shares.scaling.max, shares.majorUnit = 0, 1.1, 0.25
    shares.number_format, shares.numFmt.sourceLinked = PERCENT, False
    shares.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=LINE, w=6_350))
    for axis in (shares, names):
        axis.delete = False
        axis.txPr = _plain(SOFT)
        axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=LINE, w=9_525))
        axis.majorTickMark = "none"
    return series


def _reference(page: Page, span: Span) -> Reference:
    return Reference(
        page.sheet,
        min_row=span.first_row,
        max_row=span.last_row,
        min_col=span.first_column,
        max_col=span.last_column,
    )


def _letters(size: int, colour: str, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=colour, latin=Font(typeface=FONT))


def _plain(colour: str) -> RichText:
    letters = _letters(LABEL_SIZE, colour)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])
