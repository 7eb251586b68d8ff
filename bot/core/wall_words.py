"""Hours and weekdays as people type them, and as they are written for people.

It forgives letter case, spaces and short forms, and never guesses: what can be read in two
ways is refused with an example. It knows no zone, no schedule and no screen.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from bot.core.errors import Misused

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = tuple(name[:3].capitalize() for name in _NAMES)
_HOUR = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2})?)?\s*(am|pm)?")
_FOUR_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})")
_WHOLE = {
    "weekdays": "12345",
    "weekday": "12345",
    "weekend": "67",
    "weekends": "67",
    "every day": "1234567",
    "everyday": "1234567",
    "daily": "1234567",
    "all": "1234567",
}
_NAMED_HOURS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
EVERY_DAY = "1234567"


def read_hour(text: str) -> str:
    """Read a wall time as somebody types it: ``9``, ``9.30``, ``0930``, ``4 pm``, ``noon``.

    Gives ``HH:MM``. Raises ``Misused`` with an example.
    """
    typed = " ".join(text.lower().split()).replace("a.m.", "am").replace("p.m.", "pm")
    typed = re.sub(r" ?: ?", ":", typed)
    if typed in _NAMED_HOURS:
        return _NAMED_HOURS[typed]
    found = _FOUR_DIGITS.fullmatch(typed) or _HOUR.fullmatch(typed)
    if found is None:
        raise Misused(f"I can't read “{_shown(text)}” as a time of day. Write it like 08:30.")
    hour, minute = int(found[1]), int(found[2] or 0)
    half = found[3] if found.re is _HOUR else None
    if half is not None:
        if not 1 <= hour <= 12:
            raise Misused(f"There is no {_shown(text)}. Write it like 4 pm, or 16:00.")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        more = " Midnight is 00:00." if (hour, minute) == (24, 0) else ""
        raise Misused(f"There is no {hour}:{minute:02}: hours go from 00:00 to 23:59.{more}")
    return f"{hour:02}:{minute:02}"


def read_weekdays(text: str) -> str:
    """Read days of the week: ``Mon Wed Fri``, ``Mon to Thu``, ``1,3,5``, ``weekdays``.

    Gives ISO digits in order, 1 (Monday) to 7. Raises ``Misused`` naming the closest day.
    """
    typed = " ".join(re.sub(r"[,;+&/]|\band\b", " ", text.lower()).split())
    if typed in _WHOLE:
        return _WHOLE[typed]
    # A range is one word, however it is written.
    typed = re.sub(r"\s*(?:-|–|—|\bto\b|\btill\b|\buntil\b)\s*", "-", typed)
    found: set[int] = set()
    for word in typed.split():
        if re.fullmatch("[1-7]+", word):
            found.update(int(digit) for digit in word)
            continue
        first, dash, last = word.partition("-")
        begin, end = _day(first), _day(last if dash else first)
        found.update((begin - 1 + step) % 7 + 1 for step in range((end - begin) % 7 + 1))
    if not found:
        raise Misused("Name at least one day, such as Mon, Wed and Fri.")
    return "".join(str(day) for day in sorted(found))


def days_in_words(days: str) -> str:
    """Write ISO digits for people: ``Mon to Fri``, ``Mon, Wed and Fri``, ``every day``.

    ``read_weekdays`` reads it back.
    """
    if days == EVERY_DAY:
        return "every day"
    numbers = [int(digit) for digit in days]
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{_SHORT[numbers[0] - 1]} to {_SHORT[numbers[-1] - 1]}"
    names = [_SHORT[number - 1] for number in numbers]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def weekday_name(day: int) -> str:
    """Name an ISO weekday in short: 5 is ``Fri``."""
    return _SHORT[day - 1]


def weekday_in_full(day: int) -> str:
    """Name an ISO weekday: 5 is ``Friday``."""
    return _NAMES[day - 1].capitalize()


def three_of(days: str) -> str:
    """Choose three days of a longer week, spread over it: the first, the middle and the last."""
    return days if len(days) <= 3 else days[0] + days[len(days) // 2] + days[-1]


def closes_next_day(opens: str, closes: str) -> bool:
    """Say whether a question that opens and closes at these hours is open overnight."""
    return closes <= opens


def _day(word: str) -> int:
    if re.fullmatch("[1-7]", word):
        return int(word)
    if len(word) >= 2:
        fits = [n for n, name in enumerate(_NAMES, 1) if f"{name}s".startswith(word.rstrip("."))]
        if len(fits) == 1:
            return fits[0]
    close = get_close_matches(word[:3], [name[:3] for name in _NAMES], 2, 0.5)
    hint = f" Did you mean {' or '.join(name.capitalize() for name in close)}?" if close else ""
    raise Misused(f"I don't know the day “{_shown(word)}”.{hint} Write days like Mon, Wed, Fri.")


def _shown(text: str) -> str:
    return " ".join(text.split())[:30]
