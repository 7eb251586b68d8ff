"""Settings in words: their names, their values, and whole sentences about when a group is asked.

Pure text; it knows no card and no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import assert_never

from bot.core.exams import BREAK_MOST
from bot.core.holidays import holidays_in_words
from bot.core.setup import NEVER, OFF, ON, Setting, Verdicts
from bot.core.wall_words import closes_next_day, days_in_words, weekday_in_full, weekday_name

TITLES: Mapping[Setting, str] = {
    Setting.PACK: "Working towards",
    Setting.DAYS: "Days",
    Setting.OPENS: "Hour",
    Setting.CLOSES: "Close",
    Setting.ZONE: "Time zone",
    Setting.VERDICTS: "Verdicts",
    Setting.REVIEW: "Weekly review",
    Setting.HOLIDAYS: "Holidays",
    Setting.MENTION: "Mention",
    Setting.EXPORT: "Weekly export",
    Setting.ARGUE: "Argue day",
    Setting.BREAKS: "Breaks in mock exams",
}
VERDICT_WORDS: Mapping[Verdicts, str] = {
    Verdicts.AT_ONCE: "at once, when an answer is locked",
    Verdicts.AT_CLOSE: "at the close, for everybody together",
}
BREAKS_WORDS: Mapping[str, str] = {
    OFF: "none: the clock runs on, as in the exam room",
    ON: f"up to {BREAK_MOST // timedelta(minutes=1)} minutes in all",
}
#: Holidays that are named one by one; more are counted.
NAMED = 3


def in_words(setting: Setting, value: str, packs: Mapping[str, str]) -> str:
    """Write a setting's value for people. ``packs`` gives packs' names by id."""
    match setting:
        case Setting.PACK:
            return packs.get(value, value)
        case Setting.DAYS:
            return days_in_words(value)
        case Setting.OPENS | Setting.CLOSES | Setting.ZONE:
            return value
        case Setting.VERDICTS:
            return VERDICT_WORDS[Verdicts(value)]
        case Setting.REVIEW:
            return review_in_words(value)
        case Setting.HOLIDAYS:
            return _holidays(value)
        case Setting.MENTION:
            return value or "nobody"
        case Setting.EXPORT:
            return "to the leads, with the review" if value == ON else "off"
        case Setting.ARGUE:
            return "never" if value == NEVER else weekday_in_full(int(value))
        case Setting.BREAKS:
            return BREAKS_WORDS[value]
        case _:
            assert_never(setting)


def review_in_words(value: str) -> str:
    """Write a review's day and hour: ``Fri 16:00``."""
    day, _, at = value.partition(" ")
    return f"{weekday_name(int(day))} {at}" if value else "none"


def rhythm_in_words(days: str, opens: str, closes: str) -> str:
    """Write when a question is open: ``Mon to Fri at 09:00, closes 17:00``."""
    words = days_in_words(days)
    return f"{words[0].upper()}{words[1:]} at {opens}, {close_in_words(opens, closes)}"


def close_in_words(opens: str, closes: str) -> str:
    """Write the close after its opening: ``closes 08:00 the next day``."""
    return f"closes {closes}{' the next day' if closes_next_day(opens, closes) else ''}"


def _holidays(value: str) -> str:
    words = holidays_in_words(value.split())
    if not words:
        return "none"
    shown = "; ".join(words[:NAMED])
    return f"{shown}; {len(words) - NAMED} more" if len(words) > NAMED else shown
