"""The tick: read what is due, and hand each piece to the writer behind every press.

A tick that finds nothing costs one indexed read. Each opening and each close is an action
of its own, so that nothing long stands in front of an answer.
"""

from __future__ import annotations

import logging
from asyncio import wrap_future
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.core.errors import CohortError
from bot.services import daily, requests
from bot.services.library import Library
from bot.store import groups, rounds
from bot.store.database import Database
from bot.store.tx import Tx

log = logging.getLogger(__name__)
AT_ONCE = 500


class Tick:
    """Opens and closes what is due. ``changed`` is called when something was."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Callable[[], datetime],
        changed: Callable[[], None],
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._changed = changed

    async def __call__(self) -> int:
        """Do all that is due now; give how many things were done."""
        done = 0
        while True:
            now = self._clock()
            due = await wrap_future(self._database.read(partial(find_due, now=now)))
            for work in due.works(self._library, now):
                done += await self._do(work)
            if len(due) < AT_ONCE:
                return done

    async def _do(self, work: Callable[[Tx], object]) -> bool:
        try:
            changed = await wrap_future(self._database.write(work, background=True))
        except CohortError as wrong:
            # One group's trouble must not stand in the way of the others.
            log.error("something due could not be done: %s", wrong)
            return False
        if changed:
            self._changed()
        return bool(changed)


class Due:
    """What has come due at one moment, as ids only."""

    def __init__(
        self, schedules: list[groups.DueSchedule], closing: list[int], asked: list[int]
    ) -> None:
        self.schedules = schedules
        self.closing = closing
        self.asked = asked

    def __len__(self) -> int:
        return max(len(self.schedules), len(self.closing), len(self.asked))

    def works(self, library: Library, now: datetime) -> list[Callable[[Tx], object]]:
        """Give each piece as work for the writer: closes first, so that links to them hold."""
        works: list[Callable[[Tx], object]] = [
            partial(_close, round_id=round_id, now=now) for round_id in self.closing
        ]
        works += [partial(_decide, library=library, due=due, now=now) for due in self.schedules]
        works += [
            partial(_answer, library=library, request_id=number, now=now) for number in self.asked
        ]
        return works


def find_due(tx: Tx, now: datetime) -> Due:
    """Read what is due: schedules whose hour has come, rounds to close, requests."""
    return Due(
        groups.due_schedules(tx, now, AT_ONCE),
        list(rounds.rounds_to_close(tx, now, AT_ONCE)),
        requests.waiting(tx, AT_ONCE),
    )


def _close(tx: Tx, *, round_id: int, now: datetime) -> bool:
    return daily.close_round(tx, round_id, now)


def _decide(tx: Tx, *, library: Library, due: groups.DueSchedule, now: datetime) -> bool:
    return daily.decide(tx, library, due, now) is not None


def _answer(tx: Tx, *, library: Library, request_id: int, now: datetime) -> bool:
    requests.carry_out(tx, library, request_id, now)
    return True
