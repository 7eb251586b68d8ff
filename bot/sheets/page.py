"""A sheet that is written row after row and then forgotten, so that a file may be long.

Every cell of every sheet goes through here: this is where text is made safe and stays
text, whatever it begins with. It knows looks and columns; it knows no report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from math import ceil
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from bot.core.reports import Cell
from bot.sheets.look import Column, Look
from bot.sheets.text import footer, safe

#: Rows that Excel can open, less some for titles.
MOST_ROWS = 1_000_000
A4 = 9
#: Points; what is not named is left to the program that opens the file.
TITLE_HEIGHT, SECTION_HEIGHT, LINE_HEIGHT, PADDING, GAP = 30, 26, 15, 4, 8
ROOMY_HEIGHT, HEADER_HEIGHT, MOST_HEIGHT = 18, 26, 409
#: Letters of running text in the width of a digit.
LETTERS = 1.2
#: Characters over which a sheet's opening sentences run before they wrap.
NOTE_WIDTH = 110

# A type that is not here is a mistake of ours. bool is left out: 0 and 1 can be added up.
_TYPES = {type(None): "n", str: "s", int: "n", float: "n", date: "d", datetime: "d"}


class _Stream(WriteOnlyWorksheet):  # type: ignore[misc]
    """A write-only sheet that fills one cell per column again and again.

    openpyxl would make a new cell for each value, and guess its type: a name that begins
    with ``=`` would become a formula, and ``#N/A`` an error.
    """

    def __init__(self, book: Workbook, title: str) -> None:
        super().__init__(book, title)
        self.cells: Sequence[WriteOnlyCell] = ()

    def _values_to_row(self, values: Iterable[Cell], row_idx: int) -> Iterator[WriteOnlyCell]:
        for column, (value, cell) in enumerate(zip(values, self.cells, strict=True), 1):
            kind = type(value)
            cell.data_type = _TYPES[kind]
            cell._value = safe(value) if isinstance(value, str) else value
            cell.column, cell.row = column, row_idx
            yield cell


class Page:
    """One sheet of a book, printed on A4 across. Rows are added from the top down."""

    def __init__(self, book: Workbook, name: str, title: str, about: str) -> None:
        """Add a sheet; ``about`` stands at the foot of its printed pages."""
        self.sheet = _Stream(book, name)
        book._add_sheet(self.sheet)
        self.row = 0
        self._title, self._up = title, "top"
        self._widths: tuple[float, ...] = ()
        self._made: dict[tuple[Look, ...], Sequence[WriteOnlyCell]] = {}
        self._wrapped: dict[tuple[Look, ...], Sequence[int]] = {}
        self._print_like(about)

    def widths(self, *widths: float) -> None:
        """Set the columns' widths in characters; before the first row."""
        self._widths = widths
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width

    def roomy(self) -> None:
        """Give rows of one line a little air; before the first row."""
        self._up = "center"
        self.sheet.sheet_format.defaultRowHeight = ROOMY_HEIGHT
        self.sheet.sheet_format.customHeight = True

    def freeze(self, *, rows: int, columns: int = 0) -> None:
        """Keep so many rows and columns in sight, on paper too; before the first row."""
        self.sheet.freeze_panes = f"{get_column_letter(columns + 1)}{rows + 1}"
        self.sheet.print_title_rows = f"{rows}:{rows}"

    def begin(self, note: str) -> None:
        """Write the title and a few sentences about the sheet, across its columns."""
        self.add((self._title,), (Look.TITLE,), height=TITLE_HEIGHT)
        columns, width = 0, 0.0
        while columns < len(self._widths) and width < NOTE_WIDTH:
            width += self._widths[columns]
            columns += 1
        self.add((note,), (Look.NOTE,), height=LINE_HEIGHT * _lines(note, width) + PADDING)
        if columns > 1:
            self.sheet.merged_cells.add(f"A{self.row}:{get_column_letter(columns)}{self.row}")
        self.add((), height=GAP)

    def add(self, values: Sequence[Cell], looks: Sequence[Look] = (), height: float = 0) -> int:
        """Add a row and give its number, from 1."""
        self.row += 1
        looks = tuple(looks)
        height = height or self._height(values, looks)
        if height:
            self.sheet.row_dimensions[self.row].height = height
        self.sheet.cells = self._cells(looks)
        self.sheet.append(values)
        # Written is written: a long sheet keeps no height of its rows.
        self.sheet.row_dimensions.pop(self.row, None)
        return self.row

    def header(self, columns: Sequence[Column]) -> int:
        """Add a row of column names and give its number."""
        titles = tuple(column.title for column in columns)
        looks = tuple(column.header for column in columns)
        return self.add(titles, looks, max(HEADER_HEIGHT, self._height(titles, looks)))

    def table(
        self,
        note: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        *,
        empty: str = "",
    ) -> int:
        """Write the whole sheet as one table with filters, its column names always in sight.

        Gives the row of the column names. ``empty`` is said where there are no rows.
        """
        head = self.begin_table(note, columns)
        looks = [column.look for column in columns]
        for row in rows:
            self.add(row, looks)
        self.end_table(head, columns, empty=empty)
        return head

    def begin_table(self, note: str, columns: Sequence[Column]) -> int:
        """Begin a sheet that is one table; give the row of the column names."""
        self.widths(*(column.width for column in columns))
        self.freeze(rows=4, columns=1)
        if not any(column.look.face.wrap for column in columns):
            self.roomy()
        self.begin(note)
        return self.header(columns)

    def end_table(self, head: int, columns: Sequence[Column], *, empty: str) -> None:
        """Put filters on a table that ends with the row added last, or say that it is empty."""
        self.filter(head, len(columns))
        if self.row == head:
            self.add((empty,), (Look.NOTHING,))

    def filter(self, head: int, columns: int) -> None:
        """Put filters on a header whose table ends with the row added last, if it has any."""
        if self.row == head:
            return
        self.sheet.auto_filter.ref = f"A{head}:{get_column_letter(columns)}{self.row}"

    def discard(self) -> None:
        """Take away what was written so far: openpyxl keeps it in a file of its own."""
        with suppress(OSError):  # the disk may be full: then there is little to close
            if not self.sheet.closed:
                self.sheet.close()
        with suppress(OSError, ValueError):  # it may have been saved, and taken away
            self.sheet._writer.cleanup()

    def _height(self, values: Sequence[Cell], looks: tuple[Look, ...]) -> float:
        """Give the height that wrapped text needs: not every program finds it by itself."""
        wrapped = self._wrapped.get(looks)
        if wrapped is None:
            wrapped = [n for n, look in enumerate(looks) if look.face.wrap]
            self._wrapped[looks] = wrapped
        if not wrapped:
            return 0
        texts = ((values[n], self._widths[n]) for n in wrapped)
        most = max(
            (_lines(text, width) for text, width in texts if isinstance(text, str)), default=1
        )
        return min(MOST_HEIGHT, LINE_HEIGHT * most + PADDING)

    def _cells(self, looks: tuple[Look, ...]) -> Sequence[WriteOnlyCell]:
        made = self._made.get(looks)
        if made is None:
            made = self._made[looks] = [self._cell(look) for look in looks]
        return made

    def _cell(self, look: Look) -> WriteOnlyCell:
        cell, face = WriteOnlyCell(self.sheet), look.face
        cell.font, cell.alignment, cell.border = (
            face.font(),
            face.alignment(self._up),
            face.border(),
        )
        if face.fill:
            cell.fill = face.background()
        cell.number_format = face.number
        return cell

    def _print_like(self, about: str) -> None:
        sheet = self.sheet
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        margins = sheet.page_margins
        margins.left = margins.right = 0.5
        margins.top, margins.bottom = 0.5, 0.7
        sheet.oddFooter.left.text = footer(about)
        sheet.oddFooter.center.text = "&A"
        sheet.oddFooter.right.text = "Page &P of &N"


def _lines(text: str, width: float) -> int:
    """Count the lines that a text takes in a column: a little more rather than less."""
    room = max(1.0, (width - 2) * LETTERS)
    return sum(max(1, ceil(_columns(line) / room)) for line in text.split("\n"))


def _columns(line: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)
