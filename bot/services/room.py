"""What the room remembers and shows: its messages, its groups, and who can be looked over.

The room is a platform of its own, so its messages live in the database; this is its only
way to them. Cards travel as JSON values, which the room's codec makes.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.cards.wording import clamp
from bot.core.errors import Misused, NotFound
from bot.core.identity import Address, Identity
from bot.core.names import likeness
from bot.services.surface import Spot
from bot.store import groups, people
from bot.store import room as messages
from bot.store.database import Database
from bot.store.tables import Place, RoomMessage
from bot.store.tx import Tx

PLATFORM = "room"
#: Where simulated groups live: shown in the room, carried by nobody but their simulation.
SIMULATED = "demo"
SHOWN_HERE = (PLATFORM, SIMULATED)
SHOWN = 40
TOLD = 5
MEMBERS_MOST = 40
NAME_MOST = 40
SeatOf: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A message of the room, with the messages in its thread."""

    id: int
    card: dict[str, Any]
    at: datetime
    replies: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody as whom the room can be seen."""

    id: str
    name: str
    is_lead: bool


#: Who looks into a group that nobody has joined yet.
NOBODY = Member(id="", name="Nobody yet", is_lead=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A group that can be looked into."""

    address: Address
    place_id: int
    name: str
    simulated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A group as the room shows it to one member; ``told`` is for that one alone."""

    door: Door
    doors: tuple[Door, ...]
    members: tuple[Member, ...]
    viewer: Member
    messages: tuple[Kept, ...]
    told: tuple[Kept, ...]
    zone: str
    pack: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A group, and as whom it is seen."""

    door: Door
    viewer: Member
    zone: str


class RoomBook:
    """The room's memory. Futures hold their result once it is durable."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def keep(self, spot: Spot, nonce: str, card: dict[str, Any], parent: int | None) -> Future[int]:
        """Keep a message; one with the same nonce is kept once."""
        return self._database.write(
            lambda tx: messages.keep_message(tx, spot.id, nonce, card, self._clock(), parent),
            background=True,
        )

    def put(self, message_id: int, card: dict[str, Any]) -> Future[bool]:
        """Put a card in the place of a message's content; False where it is gone."""
        return self._database.write(
            lambda tx: messages.put_card(tx, message_id, card, self._clock()) is not None,
            background=True,
        )

    def find(self, nonce: str) -> Future[int | None]:
        """Look for a message by its nonce."""
        return self._database.read(lambda tx: messages.message_by_nonce(tx, nonce))

    def view(self, group: str, seat: SeatOf) -> Future[View]:
        """Give a group as the room shows it; the first one where the name is empty.

        ``seat`` gives the member as whom a group is seen, by the group's name.
        """
        return self._database.read(lambda tx: _view(tx, group, seat))

    def enter(self, group: str, member: str) -> Future[Entry]:
        """Find a group and as whom it is seen: one look-up for each, for every press."""
        return self._database.read(lambda tx: _enter(tx, group, member))

    def doors(self) -> Future[tuple[Door, ...]]:
        """Give the groups that can be looked into."""
        return self._database.read(_doors)

    def add_member(self, door: Door, name: str) -> Future[Member]:
        """Let somebody new into a group. Raises ``Misused`` for a name that cannot be shown."""
        return self._database.write(lambda tx: _add_member(tx, door, name, self._clock()))


def _enter(tx: Tx, group: str, member: str) -> Entry:
    found = groups.group_shown(tx, group, SHOWN_HERE)
    place = groups.place_shown(tx, found.id or 0, SHOWN_HERE) if found is not None else None
    if found is None or place is None:
        raise NotFound(f"There is no group `{clamp(group)}` here.")
    identity = Identity(platform=PLATFORM, workspace="", external_id=member, name="")
    account = people.find_account(tx, identity) if member else None
    if account is not None:
        viewer = Member(id=account.external_id, name=account.name, is_lead=False)
    elif member:
        raise NotFound("Whoever sat here is gone. Load the page again to sit elsewhere.")
    else:
        viewer = _view(tx, group, lambda _: "").viewer
    return Entry(door=_door(place, found.name, found.simulated), viewer=viewer, zone=found.zone)


def _view(tx: Tx, group: str, seat: SeatOf) -> View:
    doors = _doors(tx)
    door = next((each for each in doors if each.name == group or not group), None)
    if door is None:
        raise NotFound(f"There is no group `{clamp(group)}` here.")
    found = groups.group_shown(tx, door.name, SHOWN_HERE)
    assert found is not None
    assert found.id is not None
    members = _seats(tx, found.id, doors[0]) if door.simulated else _members(tx, found.id)
    taken = seat(door.name)
    viewer = next((each for each in members if each.id == taken), next(iter(members), NOBODY))
    shown = messages.messages_in(tx, door.place_id, SHOWN)
    threads: dict[int, list[Kept]] = {}
    for reply in messages.replies_to(tx, [message.id or 0 for message in shown]):
        threads.setdefault(reply.thread_of or 0, []).append(_kept(reply))
    return View(
        door=door,
        doors=doors,
        members=members,
        viewer=viewer,
        told=_told(tx, door, viewer),
        messages=tuple(_kept(each, tuple(threads.get(each.id or 0, ()))) for each in shown),
        zone=found.zone,
        pack=found.pack,
    )


def _told(tx: Tx, door: Door, viewer: Member) -> tuple[Kept, ...]:
    where = door.address
    private = groups.place_at(
        tx, where.platform, where.workspace, people.private_address(where.address, viewer.id)
    )
    if private is None or private.id is None:
        return ()
    return tuple(_kept(each) for each in messages.messages_in(tx, private.id, TOLD))


def _kept(message: RoomMessage, replies: tuple[Kept, ...] = ()) -> Kept:
    assert message.id is not None
    return Kept(id=message.id, card=message.card, at=message.posted_at, replies=replies)


def _doors(tx: Tx) -> tuple[Door, ...]:
    found: list[Door] = []
    for group in groups.all_groups(tx):
        assert group.id is not None
        for place in groups.places_of(tx, group.id):
            if place.platform in SHOWN_HERE:
                found.append(_door(place, group.name, group.simulated))
    # One's own group first; the simulated ones are there to look at.
    return tuple(sorted(found, key=lambda door: (door.simulated, door.place_id)))


def _door(place: Place, name: str, simulated: bool) -> Door:
    assert place.id is not None
    return Door(
        address=Address(place.platform, place.workspace, place.address),
        place_id=place.id,
        name=name,
        simulated=simulated,
    )


def _members(tx: Tx, group_id: int) -> tuple[Member, ...]:
    return tuple(
        Member(id=account.external_id, name=account.name, is_lead=membership.is_lead)
        for membership, account in people.members_of(tx, group_id)
        if account.platform == PLATFORM
    )[:MEMBERS_MOST]


def _seats(tx: Tx, group_id: int, own: Door) -> tuple[Member, ...]:
    """Give who may look into a simulated group: one's own members first, then its own."""
    home = groups.group_shown(tx, own.name, SHOWN_HERE)
    visitors = _members(tx, home.id) if home is not None and home.id is not None else ()
    here = {member.id for member in visitors}
    return visitors + tuple(each for each in _members(tx, group_id) if each.id not in here)


def _add_member(tx: Tx, door: Door, name: str, now: datetime) -> Member:
    plain = clamp(name, NAME_MOST)
    if not plain:
        raise Misused("A member needs a name.")
    group = groups.group_shown(tx, door.name, SHOWN_HERE)
    assert group is not None
    assert group.id is not None
    here = _members(tx, group.id)
    if len(here) >= MEMBERS_MOST:
        raise Misused(f"The room has space for {MEMBERS_MOST} members.")
    looks = likeness(plain)
    if any(
        looks and looks in (likeness(account.name), likeness(membership.alias))
        for membership, account in people.members_of(tx, group.id)
    ):
        raise Misused(f"There is a {plain} here already. Choose another name.")
    number = people.count_accounts(tx, PLATFORM) + 1
    identity = Identity(platform=PLATFORM, workspace="", external_id=f"m{number}", name=plain)
    account = people.ensure_account(tx, identity, now, simulated=door.simulated)
    membership = people.ensure_membership(tx, group.id, account.learner_id, now)
    return Member(id=account.external_id, name=plain, is_lead=membership.is_lead)
