"""Holidays as people type them: single dates and ranges, in most of the ways they are written.

A group keeps them as ISO dates, or two with a slash between. It knows dates and today's;
it knows no zone, no country's calendar and no screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.core.days import Stretch, read_days
from bot.core.errors import Misused

#: How many entries a group keeps, how long one may be, and how far ahead.
ENTRIES_MOST = 60
LONGEST = timedelta(days=92)
AHEAD = timedelta(days=3 * 366)
#: How many entries that cannot be used a refusal names.
NAMED = 3
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?(?=\s+\d|\s+[a-z])")
_AMERICAN = re.compile(r"(?i)([a-z]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?)\s*,\s*(\d{4})")
_BESIDE = re.compile(r"(?i)[\n,;]+|\band\b")
_BETWEEN = re.compile(r"\s*(?:\bto\b|\buntil\b|\btill\b|–|—|-|/)\s*")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DIGITS = re.compile(r"(\d{1,2})([./])(\d{1,2})(?:\2(\d{4})?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?([a-z]{3,})\.?(?:\s+(\d{4}))?")
_DAY_ALONE = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_MONTH_FIRST = re.compile(r"([a-z]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s+(\d{4}))?")
_EXAMPLE = "Write dates like 24 Dec, 24 Dec 2026 or 24 Dec - 2 Jan."

#: Day, month, and the year where it is given.
_Parts = tuple[int, int, int | None]


def read_holidays(text: str, today: date) -> tuple[str, ...]:
    """Read holidays, one or several to a line; a date without a year is the next such date.

    Gives them as they are kept, in order, with what touches or overlaps made one. Raises
    ``Misused`` naming what cannot be read, lies in the past, or is too much.
    """
    entries = _BESIDE.split(_AMERICAN.sub(r"\1 \2", text))
    stretches, unread, past = [], [], []
    for entry in filter(str.strip, entries):
        stretch = _stretch(_plain(entry), today)
        if stretch is None:
            unread.append(entry)
        elif stretch.last < today:
            past.append(entry)
        else:
            stretches.append(stretch)
    if unread:
        raise Misused(f"I can't read {_named(unread)} as a date. {_EXAMPLE}")
    if past:
        verb, them = ("lies", "it") if len(past) == 1 else ("lie", "them")
        raise Misused(f"{_named(past)} {verb} in the past: leave {them} out.")
    merged = _merged(stretches)
    _check(merged, today)
    return tuple(_kept(stretch) for stretch in merged)


def ahead(kept: Iterable[str], today: date) -> tuple[str, ...]:
    """Give the holidays that are not over yet, as they are kept."""
    return tuple(_kept(stretch) for stretch in read_days(kept).stretches if stretch.last >= today)


def holidays_in_words(kept: Iterable[str]) -> tuple[str, ...]:
    """Write each holiday for people: ``Thu 24 Dec 2026``, ``Thu 24 Dec 2026 to Sat 2 Jan 2027``.

    ``read_holidays`` reads them back.
    """
    return tuple(
        _day(stretch.first)
        if stretch.first == stretch.last
        else f"{_day(stretch.first)} to {_day(stretch.last)}"
        for stretch in read_days(kept).stretches
    )


def _plain(entry: str) -> str:
    return _WEEKDAY.sub("", " ".join(entry.lower().split())).strip()


def _stretch(entry: str, today: date) -> Stretch | None:
    single = _parts(entry)
    if single is not None:
        day = _next(single, today)
        return Stretch(day, day) if day else None
    for cut in _BETWEEN.finditer(entry):
        left, right = entry[: cut.start()].strip(), _parts(entry[cut.end() :].strip())
        begin = _parts(left)
        if begin is None and right is not None and (alone := _DAY_ALONE.fullmatch(left)):
            begin = (int(alone[1]), right[1], right[2])
        if begin is not None and right is not None:
            return _range(begin, right, today)
    return None


def _range(begin: _Parts, end: _Parts, today: date) -> Stretch | None:
    """Give a range; a year that only one end names, or neither, is the nearest that fits."""
    if end[2] is None and begin[2] is None:
        last = _next(end, today)
        first = _before(begin, last) if last else None
    elif end[2] is None:
        first = _exact(begin)
        last = _next(end, first) if first else None
    else:
        last = _exact(end)
        first = (_exact(begin) if begin[2] is not None else _before(begin, last)) if last else None
    if first is None or last is None or last < first:
        return None
    return Stretch(first, last)


def _parts(text: str) -> _Parts | None:
    if found := _ISO.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _DIGITS.fullmatch(text):
        day, month = int(found[1]), int(found[3])
        if found[2] == "/" and month > 12 >= day:
            day, month = month, day  # 12/24 can only be the American order
        return day, month, int(found[4]) if found[4] else None
    if found := _DAY_FIRST.fullmatch(text):
        return _with_month(found[1], found[2], found[3])
    if found := _MONTH_FIRST.fullmatch(text):
        return _with_month(found[2], found[1], found[3])
    return None


def _with_month(day: str, name: str, year: str | None) -> _Parts | None:
    name = "sep" if name == "sept" else name
    months = [n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)]
    return (int(day), months[0], int(year) if year else None) if len(months) == 1 else None


def _exact(parts: _Parts) -> date | None:
    day, month, year = parts
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None


def _next(parts: _Parts, since: date) -> date | None:
    """Give the date; without a year the first one not before ``since``, leap days included."""
    day, month, year = parts
    if year is not None:
        return _exact(parts)
    years = (since.year + n for n in range(9))
    found = (_exact((day, month, year)) for year in years)
    return next((each for each in found if each is not None and each >= since), None)


def _before(parts: _Parts, until: date) -> date | None:
    day, month, _ = parts
    found = (_exact((day, month, until.year - n)) for n in range(9))
    return next((each for each in found if each is not None and each <= until), None)


def _merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for each in sorted(stretches, key=lambda stretch: (stretch.first, stretch.last)):
        if merged and each.first <= merged[-1].last + timedelta(days=1):
            merged[-1] = Stretch(merged[-1].first, max(merged[-1].last, each.last))
        else:
            merged.append(each)
    return merged


def _check(stretches: Sequence[Stretch], today: date) -> None:
    for stretch in stretches:
        if stretch.last - stretch.first >= LONGEST:
            days = (stretch.last - stretch.first).days + 1
            raise Misused(
                f"{_day(stretch.first)} to {_day(stretch.last)} is {days} days long; "
                f"{LONGEST.days} at most. `/study pause` stops the questions until you resume."
            )
        if stretch.last > today + AHEAD:
            raise Misused(
                f"{_day(stretch.last)} is more than three years ahead. Is the year right?"
            )
    if len(stretches) > ENTRIES_MOST:
        raise Misused(
            f"That is {len(stretches)} entries; {ENTRIES_MOST} at most. "
            "Days that follow each other make one: 24 Dec - 2 Jan."
        )


def _kept(stretch: Stretch) -> str:
    first, last = stretch.first.isoformat(), stretch.last.isoformat()
    return first if first == last else f"{first}/{last}"


def _day(day: date) -> str:
    month = _MONTHS[day.month - 1][:3].capitalize()
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {month} {day.year}"


def _named(entries: Sequence[str]) -> str:
    shown = [f"“{' '.join(entry.split())[:30]}”" for entry in entries[:NAMED]]
    if len(entries) > NAMED:
        shown.append(f"{len(entries) - NAMED} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
