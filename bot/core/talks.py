"""Argue days: which day of the week, when the split comes, and what it says.

It knows days, hours and counts. A split is told without the key and knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

#: From so many answers on a split is posted: with fewer, somebody's pick could be worked out.
#: An argue day needs as many members who answered lately.
FROM = 5
#: Letters that are named in a split; the others are counted together.
NAMED = 2


@dataclass(frozen=True, slots=True)
class Talk:
    """How an argued question went: of those who answered before the talk, how many were right."""

    answers: int
    before: int
    after: int


def usual_day(days: str) -> str:
    """Give the argue day of a group that never chose one: its middle posting day."""
    return days[len(days) // 2] if days else ""


def halfway(opens_at: datetime, closes_at: datetime) -> datetime:
    """Give the middle of the time that a question is open."""
    return opens_at + (closes_at - opens_at) / 2


def split_in_words(counts: Mapping[str, int]) -> str:
    """Write how picks are split between letters: ``4 B, 3 D, 4 others: convince each other``.

    The letters chosen most come first, and of equal ones the one that is shown first.
    """
    total = sum(counts.values())
    chosen: Sequence[tuple[str, int]] = sorted(
        ((letter, n) for letter, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0])
    )
    if len(chosen) == 1:
        letter = chosen[0][0]
        return f"All {total} picked {letter}. What would have to change for another one to hold?"
    named = chosen if len(chosen) == NAMED + 1 else chosen[:NAMED]
    parts = [f"{n} {letter}" for letter, n in named]
    others = total - sum(n for _, n in named)
    if others:
        parts.append(f"{others} others")
    return f"{', '.join(parts)}: convince each other."
