"""What simulated members do beside answering: a season, teams, days off. All of it is typed.

It knows days and hours since a simulation began, and members by number; it knows no desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeAlias

from bot.cards.actions import Action
from bot.cards.actions.seasons import BeginSeason

#: (member, what they press or type)
Deed: TypeAlias = "tuple[int, Action | str]"

TEAMS = ("Otters", "Lynxes", "Herons")
#: Members from which on there is a third team.
THIRD_FROM = 9
#: The days on which the last but one is away, from the first to the last.
AWAY = (8, 12)


def deeds(day: int, hour: int, today: date, members: int) -> Iterator[Deed]:
    """Give what members do at an hour of a day, both counted from 0.

    The first one acts before any other, and so leads the group.
    """
    teams = TEAMS if members >= THIRD_FROM else TEAMS[:2]
    match day, hour:
        case 0, 0:
            yield 0, BeginSeason()
            for name in teams:
                yield 0, f"team create {name}"
        case 1, 20:
            for member in range(members - 1):
                yield member, f"team join {teams[member % len(teams)]}"
        case 7, 20 if members > 2:
            first, last = (today + timedelta(days=n - day) for n in AWAY)
            yield members - 2, f"leave {first.isoformat()} {last.isoformat()}"
        case 9, 0:
            yield members - 1, f"team join {teams[-1]}"
        case _:
            pass


def is_away(member: int, day: int, members: int) -> bool:
    """Say whether a member is on leave on a day, and so answers nothing."""
    return members > 2 and member == members - 2 and AWAY[0] <= day <= AWAY[1]
