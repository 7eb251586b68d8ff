"""Deliveries as the carrier needs them: what to send next, and what became of it.

It owns the transactions around a delivery and asks no platform anything.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.cards.blocks import Card
from bot.core.errors import NotYet, SurfaceFault
from bot.services import departing, occasions
from bot.services.library import Library
from bot.services.surface import Spot
from bot.store import deliveries, groups
from bot.store.database import Database
from bot.store.deliveries import Claim, Home
from bot.store.tables import Account, Place
from bot.store.tx import Tx

log = logging.getLogger(__name__)
#: A claim this close to its end is not sent under: somebody else may take it over meanwhile.
MARGIN = timedelta(seconds=20)
EDITS_AT_ONCE = 50
#: How many messages of one workspace are under way at once: there they only wait for another.
IN_ONE_WORKSPACE = 8
_NONE: Mapping[Home, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A claimed delivery with all that sending it needs. ``refused`` says why it is not sent."""

    claim: Claim
    platform: str
    spot: Spot
    card: Card | None
    thread_of: str
    refused: str = ""

    @property
    def home(self) -> Home:
        """The workspace that it goes to."""
        return self.platform, self.spot.workspace

    @property
    def nonce(self) -> str:
        """A short name that the platform can recognise the message by."""
        return f"d{self.claim.delivery_id}"

    @property
    def in_doubt(self) -> bool:
        """Whether it may have been sent before."""
        return self.claim.in_doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A posted message to be brought to revision ``rev``, ``by_close`` where a question closed."""

    delivery_id: int
    rev: int
    platform: str
    spot: Spot
    remote_id: str
    card: Card
    by_close: bool

    @property
    def home(self) -> Home:
        """The workspace that it stands in."""
        return self.platform, self.spot.workspace


class Carriage:
    """Claims deliveries for some platforms and records what became of them."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Callable[[], datetime],
        platforms: tuple[str, ...],
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._platforms = platforms

    def also(self, platform: str) -> None:
        """Carry another platform's messages, too, from now on."""
        self._platforms = (*self._platforms, platform)

    def claim(
        self, most: int, busy: Collection[int] = (), under_way: Mapping[Home, int] = _NONE
    ) -> Future[list[Parcel]]:
        """Claim the next deliveries, ``most`` at most, with their cards as they stand now.

        One for each place, none for ``busy`` ones; ``under_way`` counts those of each workspace.
        """
        taken, counts = set(busy), Counter(under_way)

        def work(tx: Tx) -> list[Parcel]:
            found: list[Parcel] = []
            while len(found) < most:
                full = [home for home, count in counts.items() if count >= IN_ONE_WORKSPACE]
                parcel = self._claim(tx, taken, full)
                if parcel is None:
                    break
                found.append(parcel)
                taken.add(parcel.spot.id)
                counts[parcel.home] += 1
            return found

        return self._database.write(work, background=True)

    def still_ours(self, parcel: Parcel) -> bool:
        """Say whether a claim lasts long enough to send under it."""
        return self._clock() <= parcel.claim.lease_until - MARGIN

    def posted(self, parcel: Parcel, remote_id: str, *, looked_up: bool = False) -> Future[bool]:
        """Record the platform's message id; ``looked_up`` where it was posted before."""
        return self._database.write(
            lambda tx: deliveries.confirm(
                tx, parcel.claim, remote_id, self._clock(), looked_up=looked_up
            )
        )

    def passed_over(self, parcel: Parcel) -> Future[bool]:
        """Record that a delivery is not sent, on purpose."""
        return self._database.write(
            lambda tx: deliveries.pass_over(tx, parcel.claim, parcel.refused), background=True
        )

    def failed(self, parcel: Parcel, wrong: SurfaceFault) -> Future[bool]:
        """Record a platform's no: tried again, looked up again, or given up with the place."""
        log.warning("delivery %s was not posted: %s", parcel.claim.delivery_id, wrong)

        def work(tx: Tx) -> bool:
            now = self._clock()
            if wrong.permanent:
                departing.close_place(tx, parcel.claim.place_id, str(wrong), now)
                return deliveries.fail(tx, parcel.claim, str(wrong))
            if wrong.gone:
                return deliveries.fail(tx, parcel.claim, str(wrong))
            if wrong.sent:
                return deliveries.leave_in_doubt(tx, parcel.claim, str(wrong), now)
            return deliveries.give_back(tx, parcel.claim, str(wrong), now)

        return self._database.write(work, background=True)

    def put_off(self, parcel: Parcel, wrong: NotYet) -> Future[bool]:
        """Record that a platform has no turn for a message now; that is no failure."""
        until = self._clock() + timedelta(seconds=wrong.seconds)
        return self._database.write(
            lambda tx: deliveries.put_off(tx, parcel.claim, until), background=True
        )

    def edits(
        self, full: Collection[Home] = (), patient: Collection[Home] = ()
    ) -> Future[list[Edit]]:
        """Give posted messages that no longer show what is true, those of a close first.

        Nothing of ``full`` workspaces, and of ``patient`` ones only what closed.
        """
        full, patient = tuple(full), tuple(patient)
        return self._database.read(lambda tx: self._edits(tx, full, patient))

    def shown(self, edit: Edit) -> Future[None]:
        """Record that a message was edited."""
        return self._database.write(
            lambda tx: deliveries.mark_shown(tx, edit.delivery_id, edit.rev), background=True
        )

    def not_shown(self, edit: Edit, wrong: SurfaceFault) -> Future[None]:
        """Record that a platform refused an edit: tried again, or given up with the place."""
        log.warning("delivery %s was not edited: %s", edit.delivery_id, wrong)

        def work(tx: Tx) -> None:
            if wrong.gone:
                deliveries.mark_shown(tx, edit.delivery_id, edit.rev)
            elif wrong.permanent:
                departing.close_place(tx, edit.spot.id, str(wrong), self._clock())

        return self._database.write(work, background=True)

    def _claim(self, tx: Tx, busy: Collection[int], full: Collection[Home]) -> Parcel | None:
        claim = deliveries.claim_next(tx, self._clock(), self._platforms, busy=busy, full=full)
        if claim is None:
            return None
        place = tx.get(Place, claim.place_id)
        assert place is not None
        standing = occasions.standing_of(tx, claim)
        return Parcel(
            claim=claim,
            platform=place.platform,
            spot=_spot(tx, place, occasions.mention_of(tx, claim.occasion_kind, claim.kind, place)),
            card=None
            if standing.refused
            else self._card(tx, claim.occasion_kind, claim.occasion_id, claim.kind),
            thread_of=standing.thread_of,
            refused=standing.refused,
        )

    def _edits(self, tx: Tx, full: Collection[Home], patient: Collection[Home]) -> list[Edit]:
        return [
            Edit(
                delivery_id=delivery.id or 0,
                rev=delivery.wanted_rev,
                platform=place.platform,
                spot=_spot(
                    tx,
                    place,
                    occasions.mention_of(tx, delivery.occasion_kind, delivery.kind, place),
                ),
                remote_id=delivery.remote_id,
                card=self._card(tx, delivery.occasion_kind, delivery.occasion_id, delivery.kind),
                by_close=by_close,
            )
            for delivery, place, by_close in deliveries.edits_due(
                tx, EDITS_AT_ONCE, self._platforms, full=full, patient=patient
            )
        ]

    def _card(self, tx: Tx, occasion_kind: str, occasion_id: int, kind: str) -> Card:
        return occasions.card_of(tx, self._library, occasion_kind, occasion_id, kind)


def _spot(tx: Tx, place: Place, mention: str) -> Spot:
    assert place.id is not None
    spot = Spot(id=place.id, workspace=place.workspace, address=place.address, mention=mention)
    if place.account_id is None:
        return spot
    account = tx.get(Account, place.account_id)
    assert account is not None
    beside = next(
        (each.id for each in groups.places_of(tx, place.group_id) if _same_home(each, place)), None
    )
    return replace(spot, person=account.external_id, beside=beside or 0)


def _same_home(shared: Place, private: Place) -> bool:
    here = (private.platform, private.workspace)
    return (shared.platform, shared.workspace) == here
