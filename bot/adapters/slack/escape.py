"""Texts as Slack takes them: nothing in them becomes markup but what our back-ticks mark.

Slack has no way to escape ``*``, ``_``, ``~`` or ``:smile:`` in its own markup. So a text is
written as markup only where it holds none of these, as plain text where nothing has to be
marked, and as a rich text, whose parts are never parsed, everywhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from bot.cards.inline import Sort, Span, bare, spans
from bot.core.limits import slack_escaped, units

#: A part of a payload, as it becomes JSON.
Part: TypeAlias = dict[str, object]

#: What Slack's markup would format, fold into a smiley, or turn into a quotation.
_MARKUP = re.compile(r"[*_~`]|^[ \t]*>|:[\w+'-]+:", re.MULTILINE)
#: Where a long text may be parted, the best first.
_BORDERS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…])\s+"),
    re.compile(r"\s+"),
)


def escape(text: str) -> str:
    """Write the three characters that have a meaning in every text object by their names."""
    return slack_escaped(text)


def size(text: str) -> int:
    """Count a text as Slack does, in its escaped form."""
    return units(slack_escaped(text))


def plain(text: str) -> Part:
    """Give a text that nothing in can format, without our marks for code."""
    return {"type": "plain_text", "text": escape(bare(text)), "emoji": False}


def shown(text: str, limit: int) -> Part:
    """Give a label of at most ``limit`` characters, cut where it is longer; never content."""
    return plain(shortened(bare(text), limit))


def marked(text: str) -> Part | None:
    """Give a text with its code and its links; None where markup would do more than that."""
    found = spans(text)
    if any(_MARKUP.search(span.text) for span in found if span.sort is Sort.WORDS):
        return None
    if any(not _holds(span) for span in found) or not _stands_free(found):
        return None
    return {"type": "mrkdwn", "text": "".join(map(_written, found)), "verbatim": True}


def text_object(text: str) -> Part | None:
    """Give a text in the plainest form that shows all of it; None where only a rich one can."""
    if all(span.sort is Sort.WORDS for span in spans(text)):
        return plain(text)
    return marked(text)


def small(text: str) -> Part:
    """Give a text for small print, where there is no rich text: then code is not set apart."""
    return text_object(text) or plain(text)


def rich(text: str, *, bold: bool = False, literal: bool = False) -> list[Part]:
    """Give the elements of a rich text. In a ``literal`` one back-ticks are characters."""
    found: Sequence[Span] = (Span(Sort.WORDS, text),) if literal and text else spans(text)
    return [_element(span, bold) for span in found]


def shortened(text: str, limit: int) -> str:
    """Cut a text to ``limit`` characters as Slack counts, never inside a letter with marks."""
    if size(text) <= limit:
        return text
    end = len(text)
    while end and size(text[:end]) > limit - 1:
        end -= 1
    while end and _continues(text[end]):
        end -= 1
    return f"{text[:end].rstrip()}…"


def pieces(text: str, limit: int) -> list[str]:
    """Part a text into pieces of at most ``limit``: at paragraphs, else lines, sentences, words.

    Nothing is lost but the white space at the borders; code stays in one piece where it fits.
    """
    left, found = text.strip("\n"), []
    while size(left) > limit:
        end, after = _border(left, limit)
        found.append(left[:end])
        left = left[after:]
    return [*found, left] if left.strip() else found


def _border(text: str, limit: int) -> tuple[int, int]:
    for pattern in _BORDERS:
        best = None
        for match in pattern.finditer(text):
            if size(text[: match.start()]) > limit:
                break
            if match.start() and text[: match.start()].count("`") % 2 == 0:
                best = match
        if best is not None:
            return best.start(), best.end()
    end = limit
    while size(text[:end]) > limit:
        end -= 1
    while end > 1 and _continues(text[end]):
        end -= 1
    return end, end


def _continues(character: str) -> bool:
    """Say whether a character belongs to the one before: a mark, a joiner, a skin tone."""
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or character in "\u200d\ufe0e\ufe0f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )


def _holds(span: Span) -> bool:
    """Say whether a stretch can be written between its marks."""
    if span.sort is Sort.CODE:
        return bool(span.text.strip()) and "\n" not in span.text
    return span.sort is not Sort.ADDRESS or "|" not in span.text


def _stands_free(found: Sequence[Span]) -> bool:
    """Say whether no letter touches code: there Slack would show the back-ticks."""
    pairs = list(pairwise(found))
    before = any(b.sort is Sort.CODE and a.text[-1].isalnum() for a, b in pairs)
    return not before and not any(a.sort is Sort.CODE and b.text[0].isalnum() for a, b in pairs)


def _written(span: Span) -> str:
    text = escape(span.text)
    match span.sort:
        case Sort.WORDS:
            return text
        case Sort.CODE:
            return f"`{text}`"
        case Sort.ADDRESS:
            return f"<https://{text}|{text}>"


def _element(span: Span, bold: bool) -> Part:
    style: Part = {"bold": True} if bold else {}
    match span.sort:
        case Sort.WORDS:
            part: Part = {"type": "text", "text": span.text}
        case Sort.CODE:
            part = {"type": "text", "text": span.text}
            style = {**style, "code": True}
        case Sort.ADDRESS:
            part = {"type": "link", "url": f"https://{span.text}", "text": span.text}
    return {**part, "style": style} if style else part
