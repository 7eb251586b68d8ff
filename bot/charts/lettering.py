"""Letters in a picture: which can be drawn, how wide they are, where a line breaks.

Two fonts that come with matplotlib are used by file, so that a picture looks the same on
every machine and no font is searched for. What they cannot draw (emoji, some scripts)
stands in the words beside every picture, and is left out here.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, get_font

#: A picture is 720 pixels wide and is shown at 360 or, inside a card on a phone, at 320: there
#: the smallest letters are still 12 of the page's pixels.
SMALL, NORMAL, TITLE = 28, 30, 34
DPI = 100
LEADING = 1.32
#: From the top of a line to the middle of its capitals, as a part of its size.
MIDDLE = 0.64
_ELLIPSIS = "…"


@lru_cache(2_000)
def face(text: str, size: int, bold: bool) -> FontProperties:
    """Give the font to draw a text in, ``size`` pixels high; the plain one has more letters."""
    if bold and not set(map(ord, text)) <= _letters(bold=True):
        bold = False
    return FontProperties(fname=_path(bold=bold), size=size * 72 / DPI)


def drawable(text: str) -> str:
    """Give a text as one line of characters that the fonts have.

    Words in another script become ``…``; emoji and marks that cannot be seen are dropped.
    """
    known = _letters(bold=False)
    kept: list[str] = []
    for letter in text:
        if letter.isspace():
            kept.append(" ")
        elif ord(letter) in known and unicodedata.category(letter)[0] != "C":
            kept.append(letter)
        elif unicodedata.category(letter)[0] == "L" and kept[-1:] != [_ELLIPSIS]:
            kept.append(_ELLIPSIS)
    return " ".join("".join(kept).split()) or (_ELLIPSIS if text.strip() else "")


@lru_cache(2_000)
def width(text: str, size: int, bold: bool) -> float:
    """Measure a text on one line, as far as it can be drawn, in pixels."""
    line = drawable(text)
    font = face(line, size, bold)
    return float(_renderer().get_text_width_height_descent(line, font, False)[0])  # type: ignore[no-untyped-call]


def wrap(text: str, room: float, size: int, bold: bool, most: int) -> list[str]:
    """Break a text into at most ``most`` lines of ``room`` pixels; the last may end in ``…``.

    Lines come out about equally long, so that no single word is left over.
    """
    lines = _broken(text, room, size, bold, most)
    if len(lines) < 2 or lines[-1].endswith(_ELLIPSIS):
        return lines
    for narrower in range(int(room) - 20, int(room) // 2, -20):
        closer = _broken(text, narrower, size, bold, most)
        if len(closer) > len(lines) or closer[-1].endswith(_ELLIPSIS):
            break
        lines = closer
    return lines


def _broken(text: str, room: float, size: int, bold: bool, most: int) -> list[str]:
    lines: list[str] = []
    rest = drawable(text)
    while rest:
        fits = _fitting(rest, room, size, bold)
        if fits >= len(rest):
            return [*lines, rest]
        if len(lines) == most - 1:
            return [*lines, _cut(rest[:fits], room, size, bold)]
        space = rest.rfind(" ", 0, fits + 1)
        end = space if space > 0 else fits
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return lines


def _fitting(text: str, room: float, size: int, bold: bool) -> int:
    """Find how many of a text's first characters fit; at least one."""
    low, high = 1, min(len(text), int(room))
    while low < high:
        middle = (low + high + 1) // 2
        fits = width(text[:middle], size, bold) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return low


def _cut(text: str, room: float, size: int, bold: bool) -> str:
    while text and width(text + _ELLIPSIS, size, bold) > room:
        text = text[:-1]
    words = text.rpartition(" ")[0]
    # A word is given up whole where that costs little.
    return (words if 2 * len(words) > len(text) else text).rstrip() + _ELLIPSIS


def _path(*, bold: bool) -> Path:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return Path(get_data_path()) / "fonts" / "ttf" / name


@cache
def _letters(*, bold: bool) -> frozenset[int]:
    return frozenset(get_font(str(_path(bold=bold))).get_charmap())


@cache
def _renderer() -> RendererAgg:
    return RendererAgg(1, 1, DPI)  # type: ignore[no-untyped-call]
