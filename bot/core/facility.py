"""How hard an item has proved to be, and what its options drew: figures that need no ability.

What needs to know who was able is in ``item_statistics``, which adds its doubts to these. It
works on counts of first answers to one item. It knows no people, no database and no
screen; what is worth a look is said as a value, and somebody else finds the words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.items import Item, Kind, Response

#: The normal quantile of a two-sided 90 % interval.
Z90 = 1.6448536269514722
#: First answers from which on a distractor that draws nobody is worth a word.
IDLE_FROM = 40
#: A distractor below this share does not do its work.
IDLE_BELOW = 0.05
#: An item is too easy where even the lower end of its interval lies above this.
EASY_ABOVE = 0.85
#: An item is too hard where even the upper end is no further than this above guessing.
HARD_MARGIN = 0.10


class Concern(StrEnum):
    """Why an item is worth a look. None of them says that it is wrong."""

    TOO_EASY = "too easy"  #: nearly everybody gets it right
    TOO_HARD = "too hard"  #: hardly more get it right than would by guessing
    IDLE_OPTION = "idle option"  #: a wrong option that draws almost nobody
    SUSPECT_KEY = "suspect key"  #: the able prefer another option
    WEAK = "weak"  #: hardly tells the able from the others
    AMBIGUOUS = "ambiguous"  #: two options draw many, and as able ones
    REPORTED = "reported"  #: several people flagged it


#: What may be wrong with an item. All else tells how hard it is, which may be as it was meant.
FLAGS = frozenset({Concern.SUSPECT_KEY, Concern.WEAK, Concern.AMBIGUOUS, Concern.REPORTED})


@dataclass(frozen=True, slots=True)
class Doubt:
    """A concern, and the source index of the option that it is about, if it is about one."""

    concern: Concern
    option: int | None = None


@dataclass(frozen=True, slots=True)
class Facility:
    """How many of ``n`` first answers were all right."""

    right: int
    n: int

    @property
    def share(self) -> float:
        """The share that was right, 0 to 1; 0 where nobody has answered."""
        return self.right / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 90 % interval of the share."""
        return wilson(self.right, self.n)


def wilson(right: int, n: int, z: float = Z90) -> tuple[float, float]:
    """Give the score interval of a share (Wilson 1927), 90 % unless told otherwise.

    It stays within 0 and 1 and is honest for small ``n``; without answers it is (0, 1).
    """
    if n <= 0:
        return 0.0, 1.0
    share, spread = right / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    # At none or all right one end is exact; rounding must not carry it past.
    low = 0.0 if right <= 0 else max(0.0, middle - reach)
    high = 1.0 if right >= n else min(1.0, middle + reach)
    return low, high


def guess_floor(item: Item) -> float:
    """Give the chance of getting an item all right by guessing."""
    size = len(item.options)
    match item.kind:
        case Kind.SINGLE:
            return 1 / size
        case Kind.MULTIPLE:
            return 1 / math.comb(size, len(item.key))
        case Kind.ORDERING:
            return 1 / math.factorial(size)
        case Kind.MATCHING:
            return (1 / len(item.matches)) ** size


def drawn(item: Item, responses: Mapping[Response, int], key: Response) -> tuple[int, ...]:
    """Count for each option how many chose it; for steps and pairs, how many had it right.

    ``responses`` says how often each response was given; both are in source order.
    """
    counts = [0] * len(item.options)
    for response, times in responses.items():
        for option in hits(item, response, key):
            counts[option] += times
    return tuple(counts)


def hits(item: Item, response: Response, key: Response) -> tuple[int, ...]:
    """Give the options that a response chose; of steps and pairs, those it had right."""
    match item.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            hit = response
        case Kind.ORDERING | Kind.MATCHING:
            pairs = enumerate(zip(response, key, strict=False))
            hit = tuple(i for i, (given, meant) in pairs if given == meant)
    return tuple(option for option in hit if option < len(item.options))


def carried_over(older: Item, newer: Item, response: Response) -> Response | None:
    """Read a response to an older version of an item as one to a newer one.

    Ticks follow their option's text; None where there is no telling.
    """
    texts = [option.text for option in newer.options]
    if [option.text for option in older.options] == texts and older.matches == newer.matches:
        return response
    if newer.kind not in (Kind.SINGLE, Kind.MULTIPLE) or older.kind is not newer.kind:
        return None
    chosen = [older.options[index].text for index in response if index < len(older.options)]
    if len(chosen) < len(response) or not all(text in texts for text in chosen):
        return None
    return tuple(sorted(texts.index(text) for text in chosen))


def doubts(
    facility: Facility, floor: float, wrong: Mapping[int, int], *, idle_from: int = IDLE_FROM
) -> tuple[Doubt, ...]:
    """Say what is worth a look about an item; ``wrong`` counts who chose each wrong option."""
    low, high = facility.interval
    found: list[Doubt] = []
    if low > EASY_ABOVE:
        found.append(Doubt(Concern.TOO_EASY))
    if high < floor + HARD_MARGIN:
        found.append(Doubt(Concern.TOO_HARD))
    if facility.n >= idle_from:
        found += [
            Doubt(Concern.IDLE_OPTION, option)
            for option, times in sorted(wrong.items())
            if times / facility.n < IDLE_BELOW
        ]
    return tuple(found)
