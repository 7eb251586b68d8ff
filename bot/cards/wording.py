"""Small words that many screens share: counts, weekdays, points, and what decided an item.

Pure text; it knows no card and no place.
"""

from __future__ import annotations

from datetime import date

from bot.core.items import Decides, Item, Reference

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DECIDED = {
    Decides.COST: "cost",
    Decides.LATENCY: "latency",
    Decides.EFFORT: "the least effort",
    Decides.COMPLIANCE: "compliance",
    Decides.ACCURACY: "accuracy",
    Decides.SCALE: "scale",
    Decides.FRESHNESS: "freshness",
    Decides.AVAILABILITY: "availability",
    Decides.INTERPRETABILITY: "interpretability",
}


def number_word(n: int) -> str:
    """Write a small number as a word, a larger one in digits."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def counted(n: int, one: str, many: str = "") -> str:
    """Write a count with its noun: ``1 answer``, ``3 answers``."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def times(n: int) -> str:
    """Write how often something happened: ``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def weekday(day: date) -> str:
    """Name a day of the week."""
    return _WEEKDAYS[day.weekday()]


def long_day(day: date) -> str:
    """Write a date in full: ``24 November 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_month(day: date) -> str:
    """Write a date without its year: ``26 October``."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def short_day(day: date) -> str:
    """Write a date in short: ``Tue 24 Nov``."""
    return f"{_WEEKDAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"


def points(tenths: int) -> str:
    """Write points kept in tenths: ``12`` or ``7.5``."""
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)


def percent(share: float) -> str:
    """Write a share between 0 and 1 as whole per cent."""
    return f"{round(100 * share)} %"


def listed(words: list[str], last: str = "and") -> str:
    """Join words as a sentence does: ``A, B and C``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def decided(item: Item) -> str:
    """Name the hidden requirement that settles an item."""
    return DECIDED[item.decides]


def reference_line(reference: Reference) -> str:
    """Write a reference on one line."""
    return f"{reference.title} ({reference.address})" if reference.address else reference.title


def clamp(name: str, limit: int = 40) -> str:
    """Cut a foreign name to ``limit`` characters, and make it one line."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"
