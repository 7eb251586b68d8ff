"""A table on Slack: aligned where a phone can show it so, else a point for each row.

Slack's own table stands in messages alone, once in each, and scrolls sideways on a phone, so
it is not used: the same table has to read well in a modal.
"""

from __future__ import annotations

import unicodedata

from bot.adapters.slack.escape import Part, rich
from bot.adapters.slack.parts import listed, preformatted, rich_text, section, word
from bot.cards.blocks import Table
from bot.cards.inline import bare

#: So many letters of one width stand side by side on a phone that is 360 pixels wide.
PHONE = 34
_GAP = "  "
#: A point for each row; more go into a further list, so that no block grows without end.
ROWS_IN_A_LIST = 40
#: What stands in the place of a rank where there is none.
UNRANKED = "–"


def table(block: Table) -> list[Part]:
    """Give a table under its caption. The reader's own row is told by the words in it."""
    caption = [section(rich(block.caption, bold=True))] if block.caption else []
    rows = [tuple(bare(cell) for cell in row) for row in (block.columns, *block.rows)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(block.columns))]
    widths = [width for width in widths if width]
    fits = sum(widths) + len(_GAP) * (len(widths) - 1) <= PHONE
    if fits and all(_is_narrow(cell) for row in rows for cell in row):
        return [rich_text(*caption, preformatted(_aligned(block, rows)))]
    lists = [
        block.rows[start : start + ROWS_IN_A_LIST]
        for start in range(0, len(block.rows), ROWS_IN_A_LIST)
    ]
    ordered = len(lists) == 1 and _counts_up(block)
    parts = [
        listed([_point(block, row, ordered) for row in part], ordered=ordered) for part in lists
    ]
    first, *more = parts or [section([word("–")])]
    return [rich_text(*caption, first), *(rich_text(part) for part in more)]


def _aligned(block: Table, rows: list[tuple[str, ...]]) -> str:
    lines = [""] * len(rows)
    for n in range(len(block.columns)):
        column = [row[n] for row in rows]
        width = max(map(len, column))
        if not width:
            continue
        for number, cell in enumerate(column):
            put = cell.rjust(width) if n in block.numeric else cell.ljust(width)
            lines[number] += (_GAP if lines[number] else "") + put
    # A table without any heads has no line for them.
    kept = lines if any(bare(head) for head in block.columns) else lines[1:]
    return "\n".join(line.rstrip() for line in kept)


def _point(block: Table, row: tuple[str, ...], ordered: bool) -> list[Part]:
    """Write a row so that it can be heard: what it is about, then each figure with its head.

    An ``ordered`` one is numbered by its list.
    """
    pairs = zip(block.columns, row, strict=True)
    cells = [(bare(head), cell) for head, cell in pairs if cell][int(ordered) :]
    if not cells:
        return [word("–")]
    (_, first), *others = cells
    # A rank alone, or that there is none, says nothing: it stands before what it ranks.
    if others and (first.isdecimal() or first == UNRANKED):
        dot = "" if first == UNRANKED else "."
        first, others = f"{first}{dot} {others[0][1]}", others[1:]
    found = rich(first, bold=bool(others))
    for n, (head, cell) in enumerate(others):
        found.append(word(" · " if n else "\n"))
        found += [word(f"{head}: ")] if head and len(others) > 1 else []
        found += rich(cell)
    return found


def _counts_up(block: Table) -> bool:
    """Say whether the first column only numbers the rows."""
    numbers = [row[0] for row in block.rows]
    return len(block.columns) > 1 and numbers == [str(n + 1) for n in range(len(numbers))]


def _is_narrow(text: str) -> bool:
    """Say whether every letter takes one place, and the text is one line."""
    return all(
        unicodedata.east_asian_width(c) in ("Na", "N", "H", "A")
        and unicodedata.category(c) not in ("Mn", "Me", "Mc", "Cf", "Cc", "So")
        and unicodedata.bidirectional(c) not in ("R", "AL")
        for c in text
    )
