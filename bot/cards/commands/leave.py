"""The words for days off."""

from __future__ import annotations

from bot.cards.actions.leave import DeclareLeave, PickRepair, ShowLeave
from bot.cards.commands.words import Asked, Command, Domains, plain
from bot.core.errors import Misused


def _leave(words: list[str], _domains: Domains) -> Asked:
    days = [word for word in words if word.lower() not in ("from", "to", "until")]
    if not days:
        return ShowLeave(), {}
    if len(days) > 2:
        raise Misused("Give the first and the last day: `leave 2026-12-24 2027-01-02`.")
    return DeclareLeave(), {"first": (days[0],), "last": tuple(days[1:])}


COMMANDS = (
    Command(
        word="leave",
        usage="[first day] [last day]",
        does="days off: your streak waits",
        read=_leave,
        more=lambda _domains: [
            ("leave today", "you are away today"),
            ("leave tomorrow", "you are away tomorrow"),
        ],
    ),
)

LEAD = (
    Command(
        word="repair",
        does="excuse a missed day, for one or for all",
        read=plain(PickRepair()),
        lead=True,
    ),
)
