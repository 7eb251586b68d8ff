"""The carrier: takes deliveries to their surfaces, and says what became of each.

A delivery is claimed under a lease before it is sent and written as posted only with the
platform's id. One that may have gone out is looked up before it is sent again. Edits are
coalesced: a message is brought to the newest state, however often that changed meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import wrap_future
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.cards.blocks import Card
from bot.core.errors import SurfaceFault
from bot.services import daily, occasions
from bot.services.library import Library
from bot.services.surface import Spot, Surface
from bot.store import deliveries
from bot.store.crashpoints import reach
from bot.store.database import Database
from bot.store.deliveries import Claim
from bot.store.tables import Place, Round
from bot.store.tx import Tx

log = logging.getLogger(__name__)
T = TypeVar("T")
#: A claim this close to its end is not sent under: somebody else may take it over meanwhile.
MARGIN = timedelta(seconds=20)
EDITS_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A claimed delivery with all that sending it needs."""

    claim: Claim
    platform: str
    spot: Spot
    card: Card | None
    thread_of: str
    refused: str = ""


class Carrier:
    """Carries deliveries. ``wake`` may be called from any thread."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Callable[[], datetime],
        surfaces: Mapping[str, Surface],
        *,
        pause: float = 0.05,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
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
        while (parcel := await self._write(self._claim)) is not None:
            done += await self._send(parcel)
        return done + await self._edit()

    async def _write(self, work: Callable[[Tx], T]) -> T:
        return await wrap_future(self._database.write(work, background=True))

    def _claim(self, tx: Tx) -> Parcel | None:
        claim = deliveries.claim_next(tx, self._clock(), tuple(self._surfaces))
        if claim is None:
            return None
        place = tx.get(Place, claim.place_id)
        assert place is not None
        card, refused, thread_of = None, "", ""
        shared = tx.get(Round, claim.occasion_id)
        if shared is None:
            refused = "the question is gone"
        elif claim.kind == daily.QUESTION and claim.attempts > 1 and shared.state != "open":
            refused = "the question closed before it could be posted"
        if claim.kind == daily.RATIONALES and not refused:
            thread_of = deliveries.posted_for(
                tx, claim.occasion_kind, claim.occasion_id, daily.QUESTION, claim.place_id
            )
            refused = "" if thread_of else "its question was not posted"
        if not refused:
            card = occasions.card_of(tx, self._library, claim.occasion_id, claim.kind)
        spot = Spot(id=claim.place_id, workspace=place.workspace, address=place.address)
        return Parcel(
            claim=claim,
            platform=place.platform,
            spot=spot,
            card=card,
            thread_of=thread_of,
            refused=refused,
        )

    async def _send(self, parcel: Parcel) -> int:
        claim, surface = parcel.claim, self._surfaces[parcel.platform]
        nonce = f"d{claim.delivery_id}"
        reach("after-claim")
        if parcel.card is None and not claim.in_doubt:
            await self._write(lambda tx: deliveries.pass_over(tx, claim, parcel.refused))
            return 0
        try:
            remote = await surface.find(parcel.spot, nonce=nonce) if claim.in_doubt else None
            if remote is None:
                if parcel.card is None:
                    await self._write(lambda tx: deliveries.pass_over(tx, claim, parcel.refused))
                    return 0
                if self._clock() > claim.lease_until - MARGIN:
                    return 0  # slept too long: the lease runs out and the sweep takes over
                reach("before-post")
                remote = await surface.post(
                    parcel.spot, parcel.card, nonce=nonce, thread_of=parcel.thread_of
                )
                reach("after-post-before-write")
        except SurfaceFault as wrong:
            await self._write(partial(self._failed, claim=claim, wrong=wrong))
            return 0
        posted = remote
        await self._write(lambda tx: deliveries.confirm(tx, claim, posted, self._clock()))
        reach("after-write")
        return 1

    def _failed(self, tx: Tx, *, claim: Claim, wrong: SurfaceFault) -> None:
        log.warning("delivery %s was not posted: %s", claim.delivery_id, wrong)
        if wrong.permanent:
            deliveries.pause_place(tx, claim.place_id, str(wrong), self._clock())
            deliveries.fail(tx, claim, str(wrong))
        elif wrong.sent:
            deliveries.leave_in_doubt(tx, claim, str(wrong))
        else:
            deliveries.give_back(tx, claim, str(wrong), self._clock())

    async def _edit(self) -> int:
        def find(tx: Tx) -> list[tuple[int, int, str, str, Spot, Card]]:
            return [
                (
                    delivery.id or 0,
                    delivery.wanted_rev,
                    delivery.remote_id,
                    place.platform,
                    Spot(id=delivery.place_id, workspace=place.workspace, address=place.address),
                    occasions.card_of(tx, self._library, delivery.occasion_id, delivery.kind),
                )
                for delivery, place in deliveries.edits_due(
                    tx, EDITS_AT_ONCE, tuple(self._surfaces)
                )
            ]

        done = 0
        for number, rev, remote, platform, spot, card in await wrap_future(
            self._database.read(find)
        ):
            try:
                await self._surfaces[platform].update(spot, remote, card)
            except SurfaceFault as wrong:
                log.warning("message of delivery %s was not edited: %s", number, wrong)
                continue
            await self._write(partial(deliveries.mark_shown, delivery_id=number, rev=rev))
            done += 1
        return done
