"""When a platform sends us away: from a channel, or from a whole workspace; and when it is undone.

A closed place pauses, and the leads are told where that is possible. A workspace that removed
the app has two weeks to come back; then its people are erased as by ``me erase``, one after the
other behind every press, and groups that live nowhere else end. What others did stays right.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from random import Random

from bot.cards import departing as screens
from bot.cards.blocks import Card
from bot.cards.wording import clamp
from bot.core.identity import Address, is_at_home
from bot.services import bulletins, erasing, leads
from bot.services.scene import NAME_MOST
from bot.store import chores, deliveries, departures, groups, people
from bot.store.database import Database
from bot.store.tables import Account, Bulletin, Departure, Group, Place
from bot.store.tx import Tx

KIND = "place-closed"
GRACE = timedelta(days=14)
REMOVED = "Cohort was removed from the workspace"


class Departures:
    """What adapters say of comings and goings. Futures hold their result once it is durable."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def left(self, platform: str, workspace: str, reason: str = REMOVED) -> Future[bool]:
        """Note that a workspace removed the app; False where that is known."""
        return self._database.write(
            lambda tx: leave(tx, platform, workspace, reason, self._clock())
        )

    def back(self, platform: str, workspace: str) -> Future[bool]:
        """Note that a workspace has the app (again); False where it had never left."""
        return self._database.write(lambda tx: come_back(tx, platform, workspace))

    def closed(self, where: Address, reason: str) -> Future[bool]:
        """Note that a channel is gone or closed to us; False where no group lives there."""
        return self._database.write(lambda tx: _close_at(tx, where, reason, self._clock()))

    def opened(self, where: Address) -> Future[bool]:
        """Note that a channel is open to us again; False where it was not closed."""
        return self._database.write(lambda tx: _open_at(tx, where))

    def workspaces(self, platform: str) -> Future[dict[str, bool]]:
        """Give the workspaces that groups live in, each with whether it is known to have left."""
        return self._database.read(lambda tx: departures.workspaces(tx, platform))


def leave(tx: Tx, platform: str, workspace: str, reason: str, now: datetime) -> bool:
    """Close every place of a workspace, and begin its time of grace; False where that is known."""
    new = Departure(
        platform=platform, workspace=workspace, reason=reason, left_at=now, purge_at=now + GRACE
    )
    if not departures.keep(tx, new):
        return False
    for place in departures.places_in(tx, platform, workspace):
        if place.paused_at is None:
            _tell(tx, place, reason, now, besides=workspace)
    departures.close_places(tx, platform, workspace, reason, now)
    return True


def come_back(tx: Tx, platform: str, workspace: str) -> bool:
    """Undo a departure within its time of grace; False where there was none."""
    found = tx.get(Departure, (platform, workspace))
    if found is None:
        return False
    departures.open_places(tx, platform, workspace, found.reason)
    tx.delete(found)
    tx.flush()
    return True


def close_place(tx: Tx, place_id: int, reason: str, now: datetime) -> bool:
    """Send nothing more to a place, and tell its leads once; False where it was closed before."""
    place = tx.get(Place, place_id)
    if place is None or place.paused_at is not None:
        return False
    deliveries.pause_place(tx, place_id, reason, now)
    if place.account_id is None:
        _tell(tx, place, reason, now)
    return True


def due(tx: Tx, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Give (platform, workspace) of those whose time of grace is over."""
    return departures.due(tx, now, limit)


def purge(tx: Tx, platform: str, workspace: str, now: datetime, rng: Random) -> bool:
    """Erase the next person of a workspace whose grace is over, at last its groups.

    False where nothing is left to do, or somebody has to be waited for.
    """
    departure = tx.get(Departure, (platform, workspace))
    if departure is None or departure.purge_at > now:
        return False
    account = departures.next_account(tx, departure)
    if account is not None:
        if chores.under_way(tx, account.learner_id):
            return False  # they are just being linked
        erasing.erase_account(tx, account, now, rng)
        return True
    for place in departures.places_in(tx, platform, workspace):
        groups.remove_place(tx, place, departure.reason, now)
        group = tx.get(Group, place.group_id)
        if group is not None and not groups.places_of(tx, place.group_id):
            groups.end(tx, group, now)
    departures.close_for_good(tx, departure)
    return True


def card_of(tx: Tx, bulletin: Bulletin) -> Card:
    """Give the card that tells a lead of a closed place."""
    group = tx.get(Group, bulletin.group_id)
    assert group is not None
    place = tx.get(Place, bulletin.content["place"])
    still = place is not None and place.paused_at is not None
    return screens.closed_card(
        f"#{clamp(group.name)}",
        bulletin.content["name"],
        bulletin.content["reason"],
        still=still,
    )


def _tell(tx: Tx, place: Place, reason: str, now: datetime, *, besides: str | None = None) -> None:
    """Tell each lead alone; ``besides`` is a workspace in which nobody can be told anything."""
    content = {
        "place": place.id,
        "name": clamp(groups.name_of(place), NAME_MOST),
        "reason": reason.rstrip("."),
    }
    for member in leads.members_of(tx, place.group_id):
        account = member.account if besides is None else _reachable(tx, member.account, place)
        if member.membership.is_lead and account is not None:
            slot = f"{place.id}/{now.isoformat(timespec='seconds')}/{account.learner_id}"
            bulletins.issue(tx, place.group_id, KIND, slot, content, now, to=account)


def _reachable(tx: Tx, account: Account, gone: Place) -> Account | None:
    """Give an account of somebody's that another place of the group is at home with."""
    others = [
        place
        for place in groups.places_of(tx, gone.group_id)
        if (place.platform, place.workspace) != (gone.platform, gone.workspace)
    ]
    for each in people.accounts_of(tx, account.learner_id):
        for place in others:
            if place.platform == each.platform and is_at_home(each.workspace, place.workspace):
                return each
    return None


def _close_at(tx: Tx, where: Address, reason: str, now: datetime) -> bool:
    place = groups.place_at(tx, where.platform, where.workspace, where.address)
    return place is not None and close_place(tx, place.id or 0, reason, now)


def _open_at(tx: Tx, where: Address) -> bool:
    place = groups.place_at(tx, where.platform, where.workspace, where.address)
    if place is None or place.paused_at is None:
        return False
    groups.open_place(tx, place)
    return True
