"""When a person may be reminded: at their own wall time, and never in their quiet hours.

It knows wall times, zones with their gaps and folds, and nothing of questions or people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.core.errors import Misused
from bot.core.slots import Rhythm, after_downtime, instant, next_opening, read_rhythm
from bot.core.zones import zone_named

#: A reminder later than this is stale: it is left out, not sent.
STALE_AFTER = timedelta(hours=1)
SNOOZE = timedelta(hours=1)
QUIET_FROM, QUIET_TO = "21:00", "08:00"
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.]?([0-5][0-9]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """When somebody wants to be reminded. Times are wall times such as ``18:30`` in ``zone``."""

    at: str
    zone: str
    quiet_from: str = QUIET_FROM
    quiet_to: str = QUIET_TO

    def is_quiet(self, now: datetime) -> bool:
        """Say whether it is quiet at an instant."""
        return within(now.astimezone(zone_named(self.zone)).time(), self.quiet_from, self.quiet_to)

    def next_after(self, moment: datetime) -> datetime:
        """Give the first instant later than ``moment`` at which to remind, gaps and folds
        as slots have them."""
        return next_opening(self._rhythm, moment).opens_at

    def come_due(self, planned: datetime, now: datetime) -> tuple[bool, datetime]:
        """Say whether to remind ``now`` of what was planned, and give the next time.

        Of several that have passed only the latest counts, and none that is stale.
        """
        caught = after_downtime(self._rhythm, planned, now, STALE_AFTER)
        return now - planned <= STALE_AFTER or caught.post is not None, caught.next_at

    def tomorrow(self, now: datetime) -> datetime:
        """Give the first instant at which to remind on a later day than today's."""
        day = now.astimezone(zone_named(self.zone)).date() + timedelta(days=1)
        return self.next_after(instant(day, time(0), self.zone) - timedelta(seconds=1))

    @property
    def _rhythm(self) -> Rhythm:
        return read_rhythm(self.zone, "1234567", self.at, self.at)


def within(wall: time, first: str, last: str) -> bool:
    """Say whether a wall time lies in a span that may cross midnight; its end is outside."""
    begins, ends = time.fromisoformat(first), time.fromisoformat(last)
    if begins <= ends:
        return begins <= wall < ends
    return wall >= begins or wall < ends


def read_wall(text: str) -> str:
    """Read a time of day as people type it (``8``, ``8:30``, ``08.30``, ``1830``).

    Gives it as ``08:30``. Raises ``Misused`` with an example.
    """
    found = _CLOCK.fullmatch(text.strip().lower().removesuffix("h").strip())
    if found is None:
        shown = " ".join(text.split())[:20]
        raise Misused(f"I can't read “{shown}” as a time of day. Write it like 18:30.")
    return f"{int(found[1]):02}:{found[2] or '00'}"


def read_wish(at: str, zone: str, quiet_from: str, quiet_to: str) -> Wish:
    """Read a wish as typed. Raises ``Misused`` where its time lies in its own quiet hours."""
    wish = Wish(
        at=read_wall(at),
        zone=zone,
        quiet_from=read_wall(quiet_from or QUIET_FROM),
        quiet_to=read_wall(quiet_to or QUIET_TO),
    )
    if within(time.fromisoformat(wish.at), wish.quiet_from, wish.quiet_to):
        raise Misused(
            f"{wish.at} lies in your quiet hours, {wish.quiet_from} to {wish.quiet_to}. "
            "Choose another time, or change the quiet hours with `/study me reminders`."
        )
    return wish
