"""The carrier: takes deliveries to their surfaces, and says what became of each.

A delivery is claimed under a lease before it is sent and written as posted only with the
platform's id. One that may have gone out is looked up before it is sent again. Several are
under way at once, but one for each place, so that a channel reads in order. Edits are
coalesced: a message is brought to the newest state, however often that changed meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import wrap_future
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from bot.core.crashpoints import reach
from bot.core.errors import NotYet, SurfaceFault
from bot.services.carriage import EDITS_AT_ONCE, Carriage, Edit, Parcel
from bot.services.surface import Surface

log = logging.getLogger(__name__)
#: How many messages are under way at once.
AT_ONCE = 48
#: How many are claimed in one transaction: together well below 20 ms.
CLAIMED_AT_ONCE = 8
#: After how many seconds it looks for more while some are under way.
LOOK_AGAIN = 0.5


class Carrier:
    """Carries deliveries. ``wake`` may be called from any thread."""

    def __init__(
        self, carriage: Carriage, surfaces: Mapping[str, Surface], *, pause: float = 0.05
    ) -> None:
        self._carriage = carriage
        self._surfaces = surfaces
        self._pause = pause
        self._woken = (asyncio.Event(), asyncio.Event())
        self._loop = asyncio.get_running_loop()
        #: Until when a workspace takes no edits, and no tallies, by the loop's clock.
        self._full: dict[tuple[str, str], float] = {}
        self._patient: dict[tuple[str, str], float] = {}

    def wake(self) -> None:
        """Say that something may be waiting."""
        # A wake that comes while the loop is closing has nothing left to wake.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    async def run(self) -> None:
        """Carry whatever is waiting, whenever woken, until cancelled."""
        posting, editing = self._woken
        # Beside each other: edits that wait for their turn must not hold a question up.
        await asyncio.gather(self._keep_on(posting, self._post), self._keep_on(editing, self._edit))

    async def carry(self) -> int:
        """Send and edit until nothing waits; give how many messages went out or changed.

        What went wrong by a mistake of ours is raised once all the others are done.
        """
        mistakes: list[BaseException] = []
        done = await self._post(mistakes) + await self._edit(mistakes)
        for mistake in mistakes:
            raise mistake
        return done

    def _wake(self) -> None:
        for woken in self._woken:
            woken.set()

    async def _keep_on(
        self, woken: asyncio.Event, work: Callable[[list[BaseException]], Awaitable[int]]
    ) -> None:
        while True:
            await woken.wait()
            woken.clear()
            try:
                await work([])
            except Exception:
                log.exception("carrying failed; the sweep tries again")
            # Many presses in a moment make one edit.
            await asyncio.sleep(self._pause)

    async def _post(self, mistakes: list[BaseException]) -> int:
        """Send what waits, several at once. What goes wrong in one stops no other."""
        reach("in-sweep")
        under_way: dict[asyncio.Task[bool], Parcel] = {}
        done = back = 0
        hungry = True
        try:
            while True:
                claimed = await self._claim(under_way) if hungry else []
                for parcel in claimed:
                    reach("after-claim")
                    under_way[asyncio.create_task(self._send(parcel))] = parcel
                if not under_way:
                    return done
                more = len(claimed) == CLAIMED_AT_ONCE and len(under_way) < AT_ONCE
                ended, _ = await asyncio.wait(
                    under_way,
                    timeout=0 if more else LOOK_AGAIN,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                for task in ended:
                    del under_way[task]
                    done += _outcome(task, mistakes)
                # A claim is a commit, so not for each that comes back; but while some wait for
                # their turn, what came meanwhile must not wait with them.
                back = 0 if hungry else back
                back += len(ended)
                hungry = more or not ended or not under_way or back >= CLAIMED_AT_ONCE
        finally:
            await _stop(under_way)

    async def _claim(self, under_way: Mapping[asyncio.Task[bool], Parcel]) -> list[Parcel]:
        room = AT_ONCE - len(under_way)
        if not room:
            return []
        parcels = under_way.values()
        return await wrap_future(
            self._carriage.claim(
                min(room, CLAIMED_AT_ONCE),
                [parcel.spot.id for parcel in parcels],
                Counter(parcel.home for parcel in parcels),
            )
        )

    async def _send(self, parcel: Parcel) -> bool:
        surface = self._surfaces[parcel.platform]
        try:
            remote = await self._look_up(surface, parcel) if parcel.in_doubt else None
            looked_up = remote is not None
            if remote is None and parcel.card is None:
                await wrap_future(self._carriage.passed_over(parcel))
                return False
            if remote is None:
                assert parcel.card is not None
                if not self._carriage.still_ours(parcel):
                    return False  # slept too long: the lease runs out and the sweep takes over
                reach("before-post")
                remote = await surface.post(
                    parcel.spot, parcel.card, nonce=parcel.nonce, thread_of=parcel.thread_of
                )
                reach("after-post-before-write")
        except NotYet as wrong:
            await wrap_future(self._carriage.put_off(parcel, wrong))
            return False
        except SurfaceFault as wrong:
            await wrap_future(self._carriage.failed(parcel, wrong))
            return False
        confirmed = await wrap_future(self._carriage.posted(parcel, remote, looked_up=looked_up))
        reach("after-write")
        return confirmed

    async def _look_up(self, surface: Surface, parcel: Parcel) -> str | None:
        try:
            return await surface.find(
                parcel.spot,
                nonce=parcel.nonce,
                thread_of=parcel.thread_of,
                since=parcel.claim.owed_at,
            )
        except NotYet:
            raise
        except SurfaceFault as wrong:
            # What could not be looked up stays in doubt, whatever the platform said.
            raise SurfaceFault(str(wrong), sent=True, permanent=wrong.permanent) from wrong

    async def _edit(self, mistakes: list[BaseException]) -> int:
        now = self._loop.time()
        for resting in (self._full, self._patient):
            for home in [each for each, until in resting.items() if until <= now]:
                del resting[home]
        done = 0
        while edits := await wrap_future(self._carriage.edits(self._full, self._patient)):
            tasks = [asyncio.create_task(self._change(edit)) for edit in edits]
            try:
                await asyncio.wait(tasks)
            finally:
                await _stop(tasks)
            changed = sum(_outcome(task, mistakes) for task in tasks)
            done += changed
            if not changed or len(edits) < EDITS_AT_ONCE:
                break
        return done

    async def _change(self, edit: Edit) -> bool:
        if edit.home in self._full or (edit.home in self._patient and not edit.by_close):
            return False
        try:
            await self._surfaces[edit.platform].update(edit.spot, edit.remote_id, edit.card)
        except NotYet as wrong:
            resting = self._full if edit.by_close else self._patient
            resting[edit.home] = self._loop.time() + wrong.seconds
            self._loop.call_later(wrong.seconds, self._woken[1].set)
            return False
        except SurfaceFault as wrong:
            await wrap_future(self._carriage.not_shown(edit, wrong))
            return False
        await wrap_future(self._carriage.shown(edit))
        return True


def _outcome(task: asyncio.Task[bool], mistakes: list[BaseException]) -> bool:
    """Say whether something was done; a mistake is logged at once and kept."""
    mistake = task.exception()
    if mistake is None:
        return task.result()
    log.error("carrying failed; the sweep tries again", exc_info=mistake)
    mistakes.append(mistake)
    return False


async def _stop(tasks: Mapping[asyncio.Task[bool], object] | list[asyncio.Task[bool]]) -> None:
    """End what is under way, where carrying itself is ended."""
    for task in tasks:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)
