"""Design rounds as they are lived: what people wrote, and the gallery that comes of it.

It knows entries by who wrote them and gives them back without: no order, no name and no time
of a gallery says whose a design is. It knows no rows, no screens and no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.errors import Misused
from bot.core.exercises import LINES
from bot.core.shuffle import permutation, seeded_rng

#: Characters of one line: five such lines and their labels are read in a minute.
LINE_MOST = 150
#: A sketch says so many of its five lines at least.
LINES_LEAST = 3
#: How many there are is told from so many on.
COUNT_FROM = 3
#: What cannot be seen, and what turns the lines after it around.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody wrote. ``seq`` orders all that happened; empty lines were taken back."""

    seq: int
    writer: int
    lines: tuple[str, ...]


def latest(entries: Iterable[Entry]) -> dict[int, Entry]:
    """Give each writer's latest entry, but for those who took theirs back."""
    last = {entry.writer: entry for entry in sorted(entries, key=lambda entry: entry.seq)}
    return {writer: entry for writer, entry in last.items() if any(entry.lines)}


def hang(entries: Iterable[Entry], *meaning: str) -> tuple[int, ...]:
    """Give the ``seq`` of each writer's latest entry in the gallery's order, drawn by lot."""
    hung = sorted(entry.seq for entry in latest(entries).values())
    order = permutation(seeded_rng("gallery", *meaning), len(hung))
    return tuple(hung[place] for place in order)


def pages_of(sizes: Sequence[int], first: int, other: int) -> tuple[range, ...]:
    """Part designs of these sizes into pages: as many as have room, one at least.

    The first page has room for ``first``, each other one for ``other``.
    """
    pages: list[range] = []
    start, room = 0, first
    for place, size in enumerate(sizes):
        if place > start and size > room:
            pages.append(range(start, place))
            start, room = place, other
        room -= size
    return (*pages, range(start, len(sizes))) if sizes else ()


def read_lines(texts: Sequence[str]) -> tuple[str, ...]:
    """Read what somebody wrote, a text for each line; spaces and line breaks become one space.

    Raises ``Misused`` with what to change.
    """
    lines = tuple(" ".join(_UNSEEN.sub(" ", text).split()) for text in texts)
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_MOST:
            raise Misused(
                f"Line {number} has {len(line)} characters; {LINE_MOST} is the most. Shorten it."
            )
    if len(lines) != LINES or sum(map(bool, lines)) < LINES_LEAST:
        raise Misused(f"Fill in at least {LINES_LEAST} of the {LINES} lines, then send it again.")
    return lines
