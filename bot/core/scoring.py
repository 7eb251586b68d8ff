"""How a response is checked, marked and turned into points. Points are whole tenths.

It knows items and their keys. It knows no people, no rounds and no clock: speed is worth
nothing here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import assert_never

from bot.core.errors import Misused
from bot.core.items import Item, Kind, Response

#: Points for a response that is all right, on an item of middling difficulty.
FULL = 10.0
#: Points for an honest try, right or wrong.
TRY = 2.0
#: What a fully right response to an item of middling difficulty gives, in tenths.
MOST_TENTHS = 120
#: How much of ``FULL`` the hardest item adds and the easiest takes away.
TILT = 0.5
#: Practice points per root of practised items, and the most they may be of a week.
PRACTICE = 3.0
PRACTICE_PERCENT = 20

_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Mark:
    """How right a response is. ``right`` is the exam's all or nothing, ``share`` 0 to 1."""

    right: bool
    share: float


def validate_response(item: Item, response: Response) -> Response:
    """Give the response in the form that is stored, with ticks ascending.

    Raises ``Misused`` with a sentence that says what to do, such as ``Choose two options.``
    """
    size, given = len(item.options), len(response)
    match item.kind:
        case Kind.SINGLE:
            if given != 1 or not _within(response, size):
                raise Misused("Choose one option.")
        case Kind.MULTIPLE:
            wanted = len(item.key)
            if len(set(response)) != given or not _within(response, size):
                raise Misused(f"Choose {_word(wanted)} different options from the list.")
            if given != wanted:
                raise Misused(
                    f"Choose {_word(wanted)} {'option' if wanted == 1 else 'options'}; "
                    f"you have chosen {_word(given)}."
                )
            return tuple(sorted(response))
        case Kind.ORDERING:
            if tuple(sorted(response)) != tuple(range(size)):
                raise Misused(f"Put each of the {_word(size)} steps in its place, each once.")
        case Kind.MATCHING:
            if given != size or not _within(response, len(item.matches)):
                raise Misused(f"Choose a match for each of the {_word(size)} lines.")
        case _:
            assert_never(item.kind)
    return response


def mark(item: Item, response: Response, key: Response | None = None) -> Mark:
    """Mark a valid response, by another key than the item's own if one is given.

    Multiple: right less wrong ticks, as a share of the key, not below 0. Ordering:
    (Kendall's τ + 1) / 2, which is the share of pairs in the right order. Matching: the
    share of right pairs.
    """
    key = item.key if key is None else key
    match item.kind:
        case Kind.SINGLE:
            return _whole(response == key)
        case Kind.MULTIPLE:
            ticked, wanted = set(response), set(key)
            found, missed = len(ticked & wanted), len(ticked - wanted)
            share = max(0, found - missed) / len(wanted) if wanted else 0.0
            return Mark(ticked == wanted, share)
        case Kind.ORDERING:
            pairs = len(response) * (len(response) - 1) // 2
            place = {step: number for number, step in enumerate(key)}
            given = [place[step] for step in response]
            kept = sum(
                earlier < later
                for number, earlier in enumerate(given)
                for later in given[number + 1 :]
            )
            return Mark(response == key, kept / pairs) if pairs else _whole(response == key)
        case Kind.MATCHING:
            paired = sum(chosen == meant for chosen, meant in zip(response, key, strict=True))
            return Mark(response == key, paired / len(key))
        case _:
            assert_never(item.kind)


def points(marked: Mark, b: float = 0.0) -> int:
    """Give the points of a response, in tenths: 10 · share · (1 + 0.5 · clip(b, −1, 1)) + 2.

    ``b`` is the item's difficulty in logits, as frozen on the round.
    """
    tilt = 1 + TILT * min(1.0, max(-1.0, b))
    return _tenths(FULL * marked.share * tilt + TRY)


def practice_bonus(n: int, week_max: int) -> int:
    """Give a week's bonus for ``n`` practised items: 3 · √n points, at most 20 % of the week.

    ``week_max`` is what the week's counted rounds could have given, in tenths; so is the
    result.
    """
    return min(_tenths(PRACTICE * math.sqrt(max(0, n))), max(0, week_max) * PRACTICE_PERCENT // 100)


def _whole(right: bool) -> Mark:
    return Mark(right, 1.0 if right else 0.0)


def _tenths(value: float) -> int:
    # Half a tenth goes up, so that a fifth point does not depend on its neighbour's parity.
    return math.floor(value * 10 + 0.5)


def _within(response: Response, size: int) -> bool:
    return all(0 <= index < size for index in response)


def _word(n: int) -> str:
    return _WORDS[n] if n < len(_WORDS) else str(n)
