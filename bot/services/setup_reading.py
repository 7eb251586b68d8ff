"""From what a lead typed into a form to settings' values, with what is wrong beside each input.

It decides nothing and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from bot.cards.setting_forms import MENTION_LIMIT, NO_REVIEW
from bot.cards.setup import OWN_DAYS, PRESETS
from bot.cards.wording import clamp
from bot.core.errors import Misused
from bot.core.holidays import ahead, holidays_in_words, read_holidays
from bot.core.packs import Pool
from bot.core.setup import NEVER, OFF, ON, Setting, Verdicts
from bot.core.wall_words import days_in_words, read_hour, read_weekdays
from bot.core.zones import read_zone
from bot.services.library import Library

USUAL_REVIEW = "16:00"
TEXT_MOST = 20_000
_EVERYBODY = re.compile(r"\W*(?:everyone|everybody|here|channel|all)\W*", re.IGNORECASE)


@dataclass(slots=True)
class Read:
    """What could be read, and what could not: a sentence by the name of its input."""

    values: dict[Setting, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def take(self, setting: Setting, name: str, read: Callable[[], str]) -> None:
        """Read one input, or keep why that cannot be done."""
        try:
            self.values[setting] = read()
        except Misused as no:
            self.errors[name] = str(no)


def typed(inputs: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Give a form's inputs as one text each."""
    return {name: (values[0] if values else "")[:TEXT_MOST] for name, values in inputs.items()}


def fill_three(values: Mapping[Setting, str]) -> dict[str, str]:
    """Fill the form of the three questions."""
    days = values[Setting.DAYS]
    is_preset = days in PRESETS
    return {
        "pack": values[Setting.PACK],
        "opens": values[Setting.OPENS],
        "days": days if is_preset else OWN_DAYS,
        "own_days": "" if is_preset else days_in_words(days),
    }


def read_three(library: Library, said: Mapping[str, str], days_now: str) -> Read:
    """Read the three answers. Days typed by hand go before a preset, if they are new ones."""
    read = Read()
    read.take(Setting.PACK, "pack", lambda: _pack(library, said.get("pack", "")))
    read.take(Setting.OPENS, "opens", lambda: read_hour(said.get("opens", "")))
    chosen, own = said.get("days", ""), said.get("own_days", "").strip()
    if chosen == OWN_DAYS or (own and own != days_in_words(days_now)):
        read.take(Setting.DAYS, "own_days", lambda: read_weekdays(own))
    else:
        read.take(Setting.DAYS, "days", lambda: read_weekdays(chosen))
    return read


def fill_one(setting: Setting, value: str, today: date) -> dict[str, str]:
    """Fill a single setting's form."""
    match setting:
        case Setting.DAYS:
            return {"value": days_in_words(value)}
        case Setting.HOLIDAYS:
            return {"value": "\n".join(holidays_in_words(ahead(value.split(), today)))}
        case Setting.REVIEW:
            day, _, at = value.partition(" ")
            return {"value": day or NO_REVIEW, "at": at or USUAL_REVIEW}
        case _:
            return {"value": value}


def read_one(library: Library, setting: Setting, said: Mapping[str, str], today: date) -> Read:
    """Read a single setting's form."""
    read, text = Read(), said.get("value", "")
    match setting:
        case Setting.PACK:
            read.take(setting, "value", lambda: _pack(library, text))
        case Setting.DAYS:
            read.take(setting, "value", lambda: read_weekdays(text))
        case Setting.OPENS | Setting.CLOSES:
            read.take(setting, "value", lambda: read_hour(text))
        case Setting.ZONE:
            read.take(setting, "value", lambda: read_zone(text))
        case Setting.VERDICTS:
            read.take(setting, "value", lambda: _one_of(text, tuple(Verdicts)))
        case Setting.HOLIDAYS:
            read.take(setting, "value", lambda: " ".join(read_holidays(text, today)))
        case Setting.MENTION:
            read.take(setting, "value", lambda: _mention(text))
        case Setting.EXPORT | Setting.BREAKS:
            read.take(setting, "value", lambda: _one_of(text, (ON, OFF)))
        case Setting.REVIEW:
            _review(read, text, said.get("at", ""))
        case Setting.ARGUE:
            read.take(setting, "value", lambda: _one_of(text, (*"1234567", NEVER)))
        case _:
            assert_never(setting)
    return read


def _review(read: Read, day: str, at: str) -> None:
    if day == NO_REVIEW:
        read.values[Setting.REVIEW] = ""
        return
    days = Read()
    days.take(Setting.DAYS, "value", lambda: _one_of(day, tuple("1234567")))
    days.take(Setting.OPENS, "at", lambda: read_hour(at))
    read.errors.update(days.errors)
    if not days.errors:
        read.values[Setting.REVIEW] = f"{days.values[Setting.DAYS]} {days.values[Setting.OPENS]}"


def _pack(library: Library, pack: str) -> str:
    catalogue = library.catalogues.get(pack)
    if catalogue is None:
        raise Misused("Choose one of these, please.")
    if not catalogue.pool_items(Pool.DAILY):
        raise Misused(f"{catalogue.pack.short} has no daily questions yet. Choose another one.")
    return pack


def _mention(text: str) -> str:
    name = clamp(text, MENTION_LIMIT + 1)
    if len(name) > MENTION_LIMIT:
        raise Misused(f"That is too long: {MENTION_LIMIT} characters at most.")
    if _EVERYBODY.fullmatch(name):
        raise Misused("That would ping everybody. Name a role or a user group, such as @study.")
    return name


def _one_of(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise Misused("Choose one of these, please.")
    return text
