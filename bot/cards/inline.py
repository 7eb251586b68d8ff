"""What stands inside a line of a card's text: words, code between back-ticks, addresses.

The one reading of such texts for every surface. It knows no platform and no block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

#: An address as references write it: a name with dots, then a path.
_ADDRESS = re.compile(r"(?<![\w@./])((?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s()<>\"']*[\w/])")


class Sort(Enum):
    """What a stretch of text is."""

    WORDS = "words"
    CODE = "code"  #: without its back-ticks
    ADDRESS = "address"  #: without ``https://``


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text of one sort. It is never empty."""

    sort: Sort
    text: str


def spans(text: str) -> tuple[Span, ...]:
    """Read a text into its stretches. A back-tick without its partner is a character."""
    if "`" not in text and "/" not in text:
        return (Span(Sort.WORDS, text),) if text else ()
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return tuple(_addresses(text))
    found: list[Span] = []
    for number, part in enumerate(parts):
        if number % 2:
            found += [Span(Sort.CODE, part)] if part else []
        else:
            found += _addresses(part)
    return tuple(found)


def bare(text: str) -> str:
    """Write a text where code cannot be set apart: without the back-ticks that mark it."""
    return "".join(span.text for span in spans(text)) if "`" in text else text


def _addresses(text: str) -> list[Span]:
    return [
        Span(Sort.ADDRESS if number % 2 else Sort.WORDS, piece)
        for number, piece in enumerate(_ADDRESS.split(text))
        if piece
    ]
