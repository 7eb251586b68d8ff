"""The carrier: takes deliveries to their surfaces, and says what became of each.

A delivery is claimed under a lease before it is sent and written as posted only with the
platform's id. One that may have gone out is looked up before it is sent again. Edits are
coalesced: a message is brought to the newest state, however often that changed meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import wrap_future
from collections.abc import Mapping

from bot.core.crashpoints import reach
from bot.core.errors import SurfaceFault
from bot.services.carriage import Carriage, Parcel
from bot.services.surface import Surface

log = logging.getLogger(__name__)


class Carrier:
    """Carries deliveries. ``wake`` may be called from any thread."""

    def __init__(
        self, carriage: Carriage, surfaces: Mapping[str, Surface], *, pause: float = 0.05
    ) -> None:
        self._carriage = carriage
        self._surfaces = surfaces
        self._pause = pause
        self._woken = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def wake(self) -> None:
        """Say that something may be waiting."""
        # A wake that comes while the loop is closing has nothing left to wake.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self) -> None:
        """Carry whatever is waiting, whenever woken, until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self.carry()
            except Exception:
                log.exception("carrying failed; the sweep tries again")
            # Many presses in a moment make one edit.
            await asyncio.sleep(self._pause)

    async def carry(self) -> int:
        """Send and edit until nothing waits; give how many messages went out or changed."""
        reach("in-sweep")
        done = 0
        while (parcel := await wrap_future(self._carriage.claim())) is not None:
            reach("after-claim")
            done += await self._send(parcel)
        return done + await self._edit()

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
        except SurfaceFault as wrong:
            # What could not be looked up stays in doubt, whatever the platform said.
            raise SurfaceFault(str(wrong), sent=True, permanent=wrong.permanent) from wrong

    async def _edit(self) -> int:
        done = 0
        for edit in await wrap_future(self._carriage.edits()):
            try:
                await self._surfaces[edit.platform].update(edit.spot, edit.remote_id, edit.card)
            except SurfaceFault as wrong:
                await wrap_future(self._carriage.not_shown(edit, wrong))
                continue
            await wrap_future(self._carriage.shown(edit))
            done += 1
        return done
