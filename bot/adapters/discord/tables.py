"""Tables and bars as text that reads on a phone.

What is narrow stands in columns, in a code block; what is not becomes a list with a few lines
to a row, since a code block that breaks its lines cannot be read. Nothing is cut either way.
"""

from __future__ import annotations

import unicodedata

from bot.adapters.discord.escape import inline
from bot.cards.blocks import Table
from bot.core.limits import units

#: Columns of a code block on a phone of 360 points, beside the picture of who speaks.
PHONE = 28
#: A code block is not made longer than this: several can share a message with other text.
LONGEST = 1_800
_BAR = 8
#: What is not longer stands on one line of small print.
_DETAILS = 60


def table(block: Table) -> list[str]:
    """Write a table as pieces that may stand in one message or in several."""
    caption = inline(block.caption)
    rows = [_told(block, number) for number in range(len(block.rows))]
    shown = [column for column in range(len(block.columns)) if _is_used(block, column)]
    grid = [tuple(row[column] for column in shown) for row in (block.columns, *rows)]
    if not rows:
        return [f"**{caption}**"] if caption else []
    numeric = {place for place, column in enumerate(shown) if column in block.numeric}
    widths = [max(width(row[place]) for row in grid) for place in range(len(shown))]
    fits = sum(widths) + 2 * (len(widths) - 1) <= PHONE
    if not fits or any(_breaks(cell) for row in grid for cell in row):
        # The rows have strong words of their own.
        return [*([f"-# {caption}"] if caption else []), *(_listed(grid[0], r) for r in grid[1:])]
    lines = [_line(row, widths, numeric) for row in grid]
    return [*([f"**{caption}**"] if caption else []), *_fenced(lines)]


def bar(count: int, total: int) -> str:
    """Draw a share as a short bar. It says nothing that stands not beside it in words."""
    full = round(_BAR * count / total) if total else 0
    return "▰" * full + "▱" * (_BAR - full)


def width(text: str) -> int:
    """Count the columns that a text takes in a code block."""
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) in ("Cf", "Mn", "Me")
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def _told(block: Table, number: int) -> tuple[str, ...]:
    """Give a row, the reader's own with words that say so, unless the card has said it there."""
    row = block.rows[number]
    if number != block.own_row or any("(you" in cell for cell in row):
        return row
    at = max((n for n in range(len(row)) if n not in block.numeric), default=len(row) - 1)
    return (*row[:at], f"{row[at]} (you)", *row[at + 1 :])


def _is_used(block: Table, column: int) -> bool:
    return bool(block.columns[column]) or any(row[column] for row in block.rows)


def _breaks(cell: str) -> bool:
    """Say whether a cell could break out of a code block, or out of its line."""
    return "`" in cell or "\n" in cell


def _line(row: tuple[str, ...], widths: list[int], numeric: set[int]) -> str:
    cells = []
    for place, cell in enumerate(row):
        space = " " * (widths[place] - width(cell))
        cells.append(f"{space}{cell}" if place in numeric else f"{cell}{space}")
    return "  ".join(cells).rstrip()


def _fenced(lines: list[str]) -> list[str]:
    pieces: list[list[str]] = [[]]
    for line in lines:
        if pieces[-1] and units("\n".join([*pieces[-1], line])) > LONGEST:
            pieces.append([])
        pieces[-1].append(line)
    return ["```\n" + "\n".join(piece) + "\n```" for piece in pieces]


def _listed(columns: tuple[str, ...], row: tuple[str, ...]) -> str:
    """Write a row: its first words strong, what follows under it with the columns' names."""
    first, *rest = row
    names = list(columns[1:])
    told = [
        f"{inline(name)}: {inline(cell)}" if name and len(names) > 1 else inline(cell)
        for name, cell in zip(names, rest, strict=True)
        if cell
    ]
    if not columns[0]:
        # A number without a heading only counts what stands behind it.
        return "\n".join([f"**{inline(first)}.** {told[0]}" if told else inline(first), *told[1:]])
    if width(first) < 4 and rest:
        first, told = f"{first} {rest[0]}", told[1:]
    short = len(told) > 1 and sum(map(width, told)) <= _DETAILS
    return "\n".join([_strong(first), *([f"-# {' · '.join(told)}"] if short else told)])


def _strong(text: str) -> str:
    if "`" in text:
        return inline(text)
    return f"`{text}`" if text.startswith("/") else f"**{inline(text)}**"
