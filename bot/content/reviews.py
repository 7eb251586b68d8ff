"""A pack's review log: what two blind readers picked, row by row of a Markdown table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.content.files import read_file
from bot.content.tables import Unusable

FILE = "REVIEW.md"
_ROW = re.compile(r"\|\s*([a-z]+\d+\.\d+-\d+/[a-z])\s*\|([^|]*)\|([^|]*)\|")
_KEY = "key"


@dataclass(frozen=True, slots=True)
class Review:
    """Two blind passes over an item: what each reader picked, as the log has it."""

    first: str
    second: str

    @property
    def agrees(self) -> bool:
        """Whether both readers picked the key."""
        return self.first == self.second == _KEY


def read_reviews(folder: Path, where: str) -> Mapping[str, Sequence[Review]]:
    """Read a pack's log as item id -> its passes, the earliest first; empty without a log."""
    path = folder / FILE
    found: dict[str, list[Review]] = {}
    try:
        text = read_file(path, f"{where}/{FILE}") if path.exists() else ""
    except Unusable:
        return found
    for line in text.splitlines():
        if row := _ROW.match(line):
            review = Review(row[2].strip().lower(), row[3].strip().lower())
            found.setdefault(f"{folder.name}/{row[1]}", []).append(review)
    return found
