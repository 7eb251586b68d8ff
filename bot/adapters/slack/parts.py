"""The pieces of Block Kit that every block is put together from, as plain values.

They know shapes and no card.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.adapters.slack.escape import (
    Part,
    escape,
    pieces,
    plain,
    rich,
    size,
    small,
    text_object,
)
from bot.adapters.slack.limits import HEADER, SECTION

DIVIDER: Part = {"type": "divider"}
#: Bars are drawn in so many cells.
CELLS = 10


def running(text: str) -> list[Part]:
    """Give running text that stays open on a phone, in as many sections as it needs."""
    found = []
    for piece in pieces(text, SECTION):
        body = text_object(piece)
        found.append(
            rich_text(section(rich(piece)))
            if body is None
            else {"type": "section", "text": body, "expand": True}
        )
    return found


def strong(text: str) -> list[Part]:
    """Give text in bold."""
    return [rich_text(section(rich(piece, bold=True))) for piece in pieces(text, SECTION)]


def quiet(text: str) -> list[Part]:
    """Give small print."""
    return [context(small(piece)) for piece in pieces(text, SECTION)]


def header(text: str) -> list[Part]:
    """Give a card's name; one that is too long for a header stands in bold."""
    title = plain(text)
    if size(text) > HEADER:
        return strong(text)
    return [{"type": "header", "text": title}]


def context(body: Part) -> Part:
    """Put a text object into small print."""
    return {"type": "context", "elements": [body]}


def date_object(text: str) -> Part:
    """Give markup that holds a date token; everything else in it is escaped already."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def date_token(at: float, form: str, fallback: str) -> str:
    """Write a moment that each reader sees in their own zone. ``at`` is in seconds."""
    safe = escape(fallback).replace("|", "/")
    return f"<!date^{int(at)}^{form}|{safe}>"


def rich_text(*elements: Part) -> Part:
    """Put sections, lists and quotations into a rich text."""
    return {"type": "rich_text", "elements": list(elements)}


def section(elements: Sequence[Part]) -> Part:
    """Put elements into a paragraph of a rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def quotation(elements: Sequence[Part]) -> Part:
    """Put elements behind a bar."""
    return {"type": "rich_text_quote", "elements": list(elements)}


def preformatted(text: str) -> Part:
    """Give lines of letters of one width."""
    return {"type": "rich_text_preformatted", "elements": [word(text)]}


def listed(rows: Sequence[Sequence[Part]], *, ordered: bool = False) -> Part:
    """Give a list, each row of elements a point of it."""
    return {
        "type": "rich_text_list",
        "style": "ordered" if ordered else "bullet",
        "elements": [section(row) for row in rows],
    }


def word(text: str, *, bold: bool = False) -> Part:
    """Give a literal stretch of a rich text; it must not be empty."""
    part: Part = {"type": "text", "text": text}
    return {**part, "style": {"bold": True}} if bold else part


def bar(share: float) -> str:
    """Draw a share between 0 and 1; anything above nothing shows at least one full cell."""
    full = round(CELLS * min(1.0, max(0.0, share)))
    full = max(full, 1) if share > 0 else 0
    return "█" * full + "░" * (CELLS - full)
