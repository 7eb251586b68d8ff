"""Markdown files with front matter: read from disk and cut in two, or refused with a reason.

It knows bytes, invisible characters and where front matter ends; what stands in either half
is the business of those who read items and exercises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from bot.content.findings import Finding
from bot.content.tables import Unusable

SIZE_MOST = 64 * 1024
# Platforms and spreadsheets refuse these, and a reader cannot find them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def read_file(path: Path, where: str) -> str:
    """Read a text file. Raises ``Unusable`` where it is too long or cannot be read."""

    def no(message: str, cure: str) -> Unusable:
        return Unusable(Finding(where, 1, "file", message, cure))

    try:
        if path.stat().st_size > SIZE_MOST:
            raise no("The file is too long.", "Split it.")
        # Some editors begin a file with a mark of its encoding.
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise no("The file cannot be read: it is no UTF-8 text.", "Save it as UTF-8.") from None
    except OSError as wrong:
        message = f"The file cannot be read: {wrong.strerror}."
        raise no(message, "See that it is a readable file.") from None


def cut_front(text: str, where: str, cure: str) -> tuple[list[str], int]:
    """Give a file's lines, and the index of the line that ends its front matter.

    The front matter begins on line 2. Raises ``Unusable`` with ``cure`` where there is none.
    """
    if len(text) > SIZE_MOST:
        raise Unusable(Finding(where, 1, "shape", "The file is too long.", "Split it."))
    lines = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if _CONTROL.search(line):
            message = "A character that cannot be seen stands here."
            raise Unusable(Finding(where, number, "shape", message, "Type the line again."))
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        message = "The file does not begin with front matter between --- lines."
        raise Unusable(Finding(where, 1, "front", message, cure))
    return lines, end


def paragraphs(lines: Iterable[str]) -> str:
    """Join lines into paragraphs: one line break inside a paragraph means nothing."""
    blocks = re.split(r"\n\s*\n", "\n".join(lines).strip())
    return "\n\n".join(" ".join(block.split()) for block in blocks if block.strip())
