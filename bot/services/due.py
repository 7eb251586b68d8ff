"""What has come due, and doing it: openings, closes, requests of other commands, re-marking.

A look that finds nothing costs a handful of indexed reads. Each opening and each close is an
action of its own, behind every press, so that nothing long stands in front of an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from random import SystemRandom
from typing import TypeAlias

from bot.core.errors import Misused
from bot.services import (
    daily,
    departing,
    designs,
    erasing,
    exercises,
    handing_in,
    knowing,
    linking,
    remarking,
    reminding,
    requests,
    seasons,
    starting,
    talks,
    trial,
    weekly,
)
from bot.services.library import Library
from bot.store import bulletins, chores, groups, reminders, rounds, sittings
from bot.store.database import Database
from bot.store.requests import waiting
from bot.store.tables import Bulletin
from bot.store.tx import Tx

AT_ONCE = 500
#: Chunks of one person's link or erasure in one tick.
CHUNKS = 50
Work: TypeAlias = Callable[[Tx], bool]


class Due:
    """Finds and does what is due. ``simulated`` groups live on a clock of their own."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Callable[[], datetime],
        *,
        simulated: bool = False,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._simulated = simulated
        self._rng = SystemRandom()
        self._packs = knowing.parameters(library)
        self._is_first = True

    def find(self) -> Future[list[Work]]:
        """Give what is due now, closes first, so that links to what closed hold."""
        return self._database.read(partial(self.works, now=self._clock()))

    def do(self, work: Work) -> Future[bool]:
        """Do one thing behind every press; True if something changed."""
        return self._database.write(work, background=True)

    def works(self, tx: Tx, now: datetime) -> list[Work]:
        """Read what is due at an instant."""
        works: list[Work] = [
            partial(daily.close_round, round_id=round_id, now=now)
            for round_id in rounds.rounds_to_close(tx, now, AT_ONCE, self._simulated)
        ]
        works += [
            partial(_close_bulletin, number=number, now=now)
            for number in bulletins.to_close(tx, now, AT_ONCE, self._simulated)
        ]
        works += [
            partial(_decide, library=self._library, due=due, now=now)
            for due in groups.due_schedules(tx, now, AT_ONCE, self._simulated)
        ]
        works += [
            partial(
                reminding.remind, library=self._library, account_id=account, group_id=group, now=now
            )
            for account, group in reminders.due(tx, now, AT_ONCE, self._simulated)
        ]
        if not self._simulated:
            # A long history has many chunks, and a tick may do some of them.
            works += [
                partial(_chore, chore_id=number)
                for number in chores.waiting(tx, AT_ONCE)
                for _ in range(CHUNKS)
            ]
            works += [
                partial(requests.carry_out, library=self._library, request_id=number, now=now)
                for number in waiting(tx, AT_ONCE)
            ]
            works += remarking.works(tx, now)
            works += knowing.works(tx, self._packs, first=self._is_first)
            self._is_first = False
            works += [
                partial(handing_in.time_up, library=self._library, run_id=number, now=now)
                for number in sittings.overdue(tx, now, AT_ONCE)
                for _ in range(handing_in.GOES)
            ]
            works += [
                partial(departing.purge, platform=platform, workspace=home, now=now, rng=self._rng)
                for platform, home in departing.due(tx, now, AT_ONCE)
                for _ in range(CHUNKS)
            ]
            works += [
                partial(starting.forget, group_id=number)
                for number in starting.forgotten(tx, now, AT_ONCE)
            ]
        return works


def _chore(tx: Tx, *, chore_id: int) -> bool:
    return linking.move_on(tx, chore_id) or erasing.go_on(tx, chore_id)


def _decide(tx: Tx, *, library: Library, due: groups.DueSchedule, now: datetime) -> bool:
    match due.kind:
        case groups.DAILY:
            return daily.decide(tx, library, due, now) is not None
        case groups.WEEKLY:
            return weekly.decide(tx, library, due, now)
        case _:
            raise Misused(f"A schedule of the kind {due.kind} is not known to this program.")


def _close_bulletin(tx: Tx, *, number: int, now: datetime) -> bool:
    bulletin = tx.get(Bulletin, number)
    match bulletin.kind if bulletin else "":
        case seasons.SEASON:
            return seasons.finish(tx, number, now)
        case exercises.DESIGN:
            return designs.close(tx, number, now)
        case trial.KIND:
            return trial.close(tx, number, now)
        case talks.SPLIT:
            return talks.post_split(tx, number, now)
        case "":
            return False
        case kind:
            raise Misused(f"A bulletin of the kind {kind} has no close.")
