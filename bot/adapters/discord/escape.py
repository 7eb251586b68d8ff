"""Text as Discord wants it: what means something there is written so that it means nothing.

Only a back-tick in a card's own text keeps its meaning, and addresses can be followed. The
library's own functions put invisible characters into mentions; here a backslash does it, which
nobody sees and which can be taken out again.
"""

from __future__ import annotations

import re

#: An address as references write it: a name with dots, then a path.
_ADDRESS = re.compile(r"(?<![\w@./])((?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s()<>\"'`]*[\w/])")
#: What may act in the middle of a line: emphasis, spoilers, code, links, mentions, times, emoji.
_INSIDE = re.compile(r"[\\*_~|`<\[]|@(?=everyone|here)|(?<=<)[@#]|:(?=//|[\w+-]+:)")
#: What may act at the beginning of one: headings, small print, quotes, lists.
_AHEAD = re.compile(r"^([^\S\n]*)(#{1,3}(?=\s)|-#|>|[-+](?=\s)|\d+(?=\.\s))", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")


def escape(text: str) -> str:
    """Write foreign text so that Discord shows it as it is, and nothing in it acts."""
    return _AHEAD.sub(_ahead, _INSIDE.sub(r"\\\g<0>", text))


def unescape(text: str) -> str:
    """Give back what ``escape`` was given."""
    return _ESCAPED.sub(r"\1", text)


def inline(text: str) -> str:
    """Write a card's own text: back-ticks mark code, and addresses can be followed."""
    parts = text.split("`")
    if len(parts) % 2 == 0 or not all(parts[1::2]):
        return _linked(text)
    return "".join(
        f"`{part}`" if number % 2 else _linked(part) for number, part in enumerate(parts)
    )


def _linked(text: str) -> str:
    pieces = _ADDRESS.split(text)
    return "".join(
        f"https://{piece}" if number % 2 else escape(piece) for number, piece in enumerate(pieces)
    )


def _ahead(found: re.Match[str]) -> str:
    space, mark = found[1], found[2]
    # A number is not a sign that a backslash could take back: there it stands before the dot.
    return f"{space}{mark}\\" if mark.isdecimal() else f"{space}\\{mark}"
