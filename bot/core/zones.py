"""What a time zone's name stands for, and which names lie close to a mistyped one.

It knows the zone database and nothing of slots, groups or screens.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.core.errors import Misused

#: How many names a refusal offers.
OFFERED = 3
#: Likeness (difflib's ratio) below which a name is not worth offering.
LIKENESS = 0.6


@cache
def zone_named(name: str) -> ZoneInfo:
    """Give the zone of exactly this name. Raises ``Misused`` naming the closest names."""
    # The "right/" tree counts leap seconds: its instants are not the world's.
    if not name.startswith(("posix", "right/")):
        try:
            return ZoneInfo(name)
        except (LookupError, ValueError, OSError):
            pass
    raise Misused(_refusal(name))


def read_zone(text: str) -> str:
    """Turn what a person typed into a zone's name.

    Letter case and spaces are forgiven, and a city alone will do where only one zone ends
    in it. Raises ``Misused`` naming the closest names.
    """
    typed = _plain(text)
    names = _by_last_part() if "/" not in typed else {}
    name = _by_plain_name().get(typed) or names.get(typed)
    if name is None:
        raise Misused(_refusal(text))
    return zone_named(name).key


def close_names(text: str, limit: int = OFFERED) -> tuple[str, ...]:
    """Give the zone names most like ``text``, the closest first; maybe none."""
    typed = _plain(text)
    whole, last = _by_plain_name(), _by_last_part()
    found = [
        *(last[key] for key in get_close_matches(typed.split("/")[-1], last, limit, LIKENESS)),
        *(whole[key] for key in get_close_matches(typed, whole, limit, LIKENESS)),
    ]
    return tuple(dict.fromkeys(found))[:limit]


def _refusal(text: str) -> str:
    shown = " ".join(text.split())[:40]
    names = close_names(text[:60])
    if not names:
        return (
            f"There is no time zone “{shown}”. "
            "Name one by its region and city, such as Europe/Berlin."
        )
    offer = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    return f"There is no time zone “{shown}”. Did you mean {offer}?"


def _plain(text: str) -> str:
    return "_".join(text.split()).casefold()


@cache
def _by_plain_name() -> Mapping[str, str]:
    return {_plain(name): name for name in sorted(available_timezones())}


@cache
def _by_last_part() -> Mapping[str, str]:
    """Zones by their city; a city that several names end in stands for none of them."""
    found: dict[str, list[str]] = {}
    for plain, name in _by_plain_name().items():
        if "/" in name and not name.startswith("Etc/"):
            found.setdefault(plain.rsplit("/", 1)[-1], []).append(name)
    return {last: names[0] for last, names in found.items() if len(names) == 1}
