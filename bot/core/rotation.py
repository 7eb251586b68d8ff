"""Whose turn it is this week: which domain is reviewed, and which exercise stands beside it.

It knows the blueprint's weights, a group's weakness and what it had before; equals are
decided by a lot that is seeded by meaning. It knows no rows and no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.core.selection import shortfalls
from bot.core.shuffle import pick, seeded_rng

#: Reviews over which domains are held to their shares: a quarter of a year.
WINDOW = 13
#: How far the group's weakness may move a domain's share, as a part of that share.
TILT = 0.5
#: Shortfalls closer than this are equal: they come from the same shares added in another order.
CLOSE = 1e-9


def choose_domain(
    weights: Mapping[str, float],
    reviewed: Sequence[str],
    weakness: Mapping[str, float],
    *,
    meaning: tuple[str, ...],
    among: frozenset[str] = frozenset(),
) -> str:
    """Choose the domain that is furthest behind its share of reviews, w · (n + 1) − reviewed.

    ``weights`` are parts of 1, ``reviewed`` the domains reviewed so far, the latest last, and
    ``weakness`` lies between −1 and 1. The latest one rests, unless it is the only one.
    ``among`` narrows the choice where it names any. The same meaning gives the same choice.
    Raises ``IndexError`` without any weights.
    """
    recent = reviewed[-WINDOW:]
    behind = shortfalls(weights, Counter(recent), len(recent), weakness, TILT)
    allowed = [name for name in sorted(behind) if name in among] or sorted(behind)
    rested = [name for name in allowed if name not in recent[-1:]] or allowed
    most = max((behind[name] for name in rested), default=0.0)
    return pick(
        seeded_rng("review", *meaning), [name for name in rested if most - behind[name] < CLOSE]
    )


def choose_exercise(
    ids: Sequence[str], used: Sequence[str], *, meaning: tuple[str, ...]
) -> str | None:
    """Choose an exercise not used yet, else the one used longest ago; None where there is none.

    ``used`` are ids, the latest first.
    """
    if not ids:
        return None
    fresh = [each for each in sorted(ids) if each not in used]
    if fresh:
        return pick(seeded_rng("exercise", *meaning), fresh)
    return max(ids, key=lambda each: used.index(each))
