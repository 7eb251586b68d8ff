"""What both workbooks share: the file itself, facts, weeks with their line, rows of answers.

It knows pages and values of ``bot.core``; it does not know which workbook it is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count, islice
from pathlib import Path
from typing import BinaryIO, Self, TypeAlias

from openpyxl import Workbook
from openpyxl.formatting.rule import ColorScaleRule

from bot.core import charting
from bot.core.bands import Band
from bot.core.reports import AnswerRow, Cell, Progress, WeekLine
from bot.sheets import words as say
from bot.sheets.drawing import Span, draw_line
from bot.sheets.look import SCALE, Column, Look, figures, words
from bot.sheets.page import MOST_ROWS, SECTION_HEIGHT, Page
from bot.sheets.text import safe

Target: TypeAlias = Path | BinaryIO
#: Rows between two words about progress.
TELL_EVERY = 1_000
#: Where a first page's chart stands: right of the facts; and the rows that it covers.
CHART_AT, CHART_ROWS = "G4", 13
#: Letters of a fact that fit left of the chart.
FACT_WIDTH = 58
SUMMARY_WIDTHS = (24.0, 18.0, 13.0, 11.0, 12.0, 3.0, *(11.0,) * 8)
#: Weeks up to which each point of the line bears its figure.
LABELLED = 14


class Book:
    """A workbook that is being written; leaving the block takes away what was not saved.

    ``about`` is the line at the foot of its pages.
    """

    def __init__(self, title: str, about: str, made_at: datetime) -> None:
        self._file = Workbook(write_only=True)
        self._pages: list[Page] = []
        self._title, self._about = title, about
        properties = self._file.properties
        properties.title, properties.creator = safe(title), "Cohort"
        properties.created = properties.modified = made_at

    def page(self, name: str) -> Page:
        """Add a sheet."""
        self._pages.append(Page(self._file, name, f"{self._title} · {name}", self._about))
        return self._pages[-1]

    def save(self, target: Target) -> None:
        """Write the file; nothing can be added any more."""
        self._file.save(target)
        self._pages.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for page in self._pages:
            page.discard()


def front(
    page: Page,
    note: str,
    facts: Iterable[tuple[str, Cell, Look]],
    weeks: Sequence[WeekLine],
    sheets: dict[str, str],
    *,
    people: bool,
) -> None:
    """Write a first page: facts, the weeks as a line and as a table, and what each sheet is.

    ``people`` says whether to count those behind a week.
    """
    page.widths(*SUMMARY_WIDTHS)
    page.roomy()
    page.begin(note)
    for label, value, look in facts:
        if value is not None:
            page.add((label, value), (Look.LABEL, look))
    drawn = sum(week.score is not None for week in weeks) > 1
    while drawn and page.row < 4 + CHART_ROWS:
        page.add(())
    page.add(())
    _section(page, "What is in this file")
    for name, meaning in sheets.items():
        page.add((name, meaning), (Look.LABEL, Look.ALONE))
    page.add(())
    _section(page, "Week by week")
    columns = (
        words("Week from", 0, Look.DAY),
        figures("Share right", 0, Look.SHARE),
        figures("Shared answers", 0),
        figures("Practised", 0),
        *([figures("People", 0)] if people else []),
    )
    head = page.header(columns)
    if not weeks:
        page.add((say.NO_WEEKS,), (Look.NOTHING,))
    looks = [column.look for column in columns]
    for week in weeks:
        share = week.score.share if week.score else None
        cells = (week.monday, share, week.answers, week.practised, week.people)
        page.add(cells[: len(looks)], looks)
    if drawn:
        labels = Span(head + 1, page.row, 1, 1)
        draw_line(
            page,
            _said(weeks),
            labels,
            Span(head + 1, page.row, 2, 2),
            CHART_AT,
            labelled=len(weeks) <= LABELLED,
        )


def _said(weeks: Sequence[WeekLine]) -> charting.LineChart:
    return charting.LineChart(
        title="Share right, week by week",
        labels=tuple(f"{week.monday.day} {week.monday:%B}" for week in weeks),
        lines=(
            charting.Line(
                name="Week from",
                values=tuple(week.score.share if week.score else None for week in weeks),
            ),
        ),
    )


def _section(page: Page, title: str) -> None:
    page.add((title,), (Look.SECTION,), height=SECTION_HEIGHT)


def band_cell(band: Band | None) -> Cell:
    """Give a band as a figure that its look writes as a word; or that it is too early."""
    return say.EARLY if band is None else int(band)


def shade_bands(page: Page, cells: str) -> None:
    """Tint bands from shaky to firm; the word stands in each cell all the same."""
    low, middle, high = SCALE
    rule = ColorScaleRule(
        start_type="num", start_value=int(Band.SHAKY), start_color=low,
        mid_type="num", mid_value=int(Band.MIXED), mid_color=middle,
        end_type="num", end_value=int(Band.FIRM), end_color=high,
    )  # fmt: skip
    page.sheet.conditional_formatting.add(cells, rule)


def answers(
    book: Book,
    note: str,
    columns: Sequence[Column],
    rows: Iterable[AnswerRow],
    total: int,
    progress: Progress,
) -> None:
    """Write rows of answers as the last sheet; where it is full, another one follows."""
    left = _told(rows, total, progress)
    for part in count(1):
        page = book.page("Answers" if part == 1 else f"Answers {part}")
        head = page.table(note, columns, islice(left, MOST_ROWS), empty=say.NO_ANSWERS)
        if page.row - head < MOST_ROWS:
            return


def _told(rows: Iterable[AnswerRow], total: int, progress: Progress) -> Iterator[AnswerRow]:
    for number, row in enumerate(rows):
        if number % TELL_EVERY == 0:
            progress(number, total)
        yield row
