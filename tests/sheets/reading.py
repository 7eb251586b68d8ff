"""Reading a workbook back, as the program that opens it would."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TypeAlias

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

Found: TypeAlias = dict[str, list[list[object]]]
_CODE = re.compile("_x([0-9A-Fa-f]{4})_")


def opened(file: BytesIO) -> Workbook:
    """Open a workbook that was written to memory."""
    return load_workbook(BytesIO(file.getvalue()))


def values(sheet: Worksheet) -> list[list[object]]:
    """Give a sheet's values by row."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def column(sheet: Worksheet, title: str, head: int = 4) -> list[Cell]:
    """Give the cells under a column's name."""
    names = [cell.value for cell in sheet[head]]
    number = names.index(title) + 1
    return [sheet.cell(row, number) for row in range(head + 1, sheet.max_row + 1)]


def as_excel_reads(stored: str) -> str:
    """Undo the codes that Excel and LibreOffice undo when they read a text."""
    return _CODE.sub(lambda code: chr(int(code[1], 16)), stored)
