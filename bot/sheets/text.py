"""Text that a spreadsheet keeps as it is: what no cell may hold is taken out where all see it.

It knows what files and programs do to text. That text is never taken for a formula is the
business of ``page``, which gives every cell its type.
"""

from __future__ import annotations

import re

#: UTF-16 units that Excel keeps of a cell; the rest it would call damage.
CELL_LIMIT = 32_767
#: Stands where something was taken out, and where the rest was cut off.
TAKEN_OUT = "\N{REPLACEMENT CHARACTER}"
CUT = " … [the rest is cut off]"
#: Characters of a name that fit the foot of a page.
FOOTER_LIMIT = 80

_NEWLINE = re.compile("\r\n?")
# Control characters, halves of pairs and what XML 1.0 cannot hold.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ as an A; the underscore itself is written as _x005F_.
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ODD = re.compile(f"\r|{_IMPOSSIBLE.pattern}|{_CODE.pattern}")


def safe(text: str) -> str:
    """Give a text as it can stand in a cell, unchanged wherever that is possible."""
    if len(text) * 2 <= CELL_LIMIT and _ODD.search(text) is None:
        return text
    plain = _IMPOSSIBLE.sub(TAKEN_OUT, _NEWLINE.sub("\n", text))
    return _CODE.sub("_x005F_", _fitted(plain))


def footer(name: str) -> str:
    """Give a name as it can stand at the foot of a page, where ``&`` begins a code."""
    flat = " ".join(_IMPOSSIBLE.sub(TAKEN_OUT, name).split())
    flat = flat if len(flat) <= FOOTER_LIMIT else f"{flat[: FOOTER_LIMIT - 1]}…"
    return flat.replace("&[", "& [").replace("&", "&&")


def spoken(text: str) -> str:
    """Give a text on one line, as a program may read it aloud."""
    return " ".join(_IMPOSSIBLE.sub(TAKEN_OUT, text).split())


def _fitted(text: str) -> str:
    wide = text.encode("utf-16-le")
    if len(wide) <= 2 * CELL_LIMIT:
        return text
    # Half a pair at the cut is dropped, not kept.
    return wide[: 2 * (CELL_LIMIT - len(CUT))].decode("utf-16-le", "ignore") + CUT
