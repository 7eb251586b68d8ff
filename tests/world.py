"""A whole Cohort on an injected clock: real database, desk, tick, carrier and room."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from bot.adapters.room.codec import card_from_json
from bot.adapters.room.hub import Hub
from bot.adapters.room.surface import RoomSurface
from bot.cards.actions import Action
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.values import Confidence
from bot.cards.blocks import Button, Buttons, Card, Choice
from bot.cards.text import card_text
from bot.core.identity import UNSAID, Address, Identity, Visit
from bot.scheduler.carrier import Carrier
from bot.scheduler.simulation import SetClock
from bot.scheduler.ticking import Tick
from bot.services.carriage import Carriage
from bot.services.desk import Desk, Press
from bot.services.due import Due
from bot.services.founding import Plan, found, found_and_post
from bot.services.library import Library
from bot.services.reply import Reply
from bot.services.room import RoomBook, View
from bot.store.database import Database
from bot.store.engine import read_url
from tests import sample
from tests.databases import ready
from tests.fakes.surface import Message, StrictSurface

#: A Tuesday, 08:00 in Berlin.
START = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
HERE = Address("room", "", "main")
#: Platforms beside the room, each with the workspace of its people: Discord has none.
WORKSPACES = {"slack": "T1", "discord": ""}


def who(name: str, platform: str = "room", workspace: str = "") -> Identity:
    """Give the identity of somebody in the room, or on another platform."""
    home = workspace or WORKSPACES.get(platform, "")
    return Identity(platform=platform, workspace=home, external_id=name.lower(), name=name)


@dataclass(frozen=True)
class Stand:
    """Where somebody is, and what the platform says of them there."""

    where: Address = HERE
    visit: Visit = UNSAID


@dataclass
class World:
    """One running Cohort. Close it after use."""

    database: Database
    library: Library
    clock: SetClock
    desk: Desk
    tick: Tick
    carrier: Carrier
    hub: Hub
    book: RoomBook
    here: Address = HERE
    private: dict[str, dict[str, Card]] = field(default_factory=dict)
    stands: dict[str, Stand] = field(default_factory=dict)
    surfaces: dict[str, StrictSurface] = field(default_factory=dict)

    def go(
        self, name: str, place: str, platform: str = "slack", workspace: str = "", **visit: object
    ) -> None:
        """Let somebody go to a channel of another platform; an empty one is their messages."""
        home = workspace or {"slack": "T1", "discord": "G1"}[platform]
        if not place:
            home = home if platform == "slack" else ""
            visit = {"is_private": True, **visit}
        where = Address(platform, home, f"C-{place}" if place else f"D-{name.lower()}")
        self.stands[name] = Stand(where, Visit(place=place, **visit))  # type: ignore[arg-type]

    def posted(self, platform: str, place: str = "") -> list[Message]:
        """Give what stands on another platform, in one channel or everywhere."""
        found = self.surfaces[platform].messages.values()
        return [m for m in found if not place or m.spot.address == f"C-{place}"]

    async def press(
        self, name: str, what: Action | str, inputs: Mapping[str, tuple[str, ...]] | None = None
    ) -> Card:
        """Let somebody press or type something, and give the card that they are shown."""
        return (await self.reply(name, what, inputs)).card

    async def reply(
        self, name: str, what: Action | str, inputs: Mapping[str, tuple[str, ...]] | None = None
    ) -> Reply:
        """Let somebody press or type something, and give the whole reply."""
        stand = self.stands.get(name, Stand(self.here))
        where, people = stand.where, WORKSPACES.get(stand.where.platform, "")
        press = Press(
            who=who(name, where.platform, where.workspace if people else ""),
            where=where,
            what=what,
            inputs=inputs or {},
            visit=stand.visit,
        )
        return await wrap_future(self.desk.press(press))

    async def pass_time(self, **amount: float) -> None:
        """Let time pass, then tick and carry."""
        await self.at(self.clock.now + timedelta(**amount))

    async def at(self, moment: datetime) -> None:
        """Set the clock, then tick and carry."""
        self.clock.now = moment
        await self.settle()

    async def settle(self) -> None:
        """Tick and carry without any time passing."""
        await self.tick()
        await self.carrier.carry()

    async def view(self) -> View:
        """Give the room's group as a page would show it."""
        return await wrap_future(self.book.view("", lambda _: ""))

    async def told(self, name: str) -> list[Card]:
        """Give the cards that somebody was told alone, the oldest first."""
        view = await wrap_future(self.book.view("", lambda _: name.lower()))
        return [card_from_json(message.card) for message in view.told]

    async def channel(self) -> list[Card]:
        """Give the cards in the channel, the oldest first."""
        return [card_from_json(message.card) for message in (await self.view()).messages]

    async def threads(self) -> list[list[Card]]:
        """Give the cards in each message's thread."""
        return [
            [card_from_json(reply.card) for reply in message.replies]
            for message in (await self.view()).messages
        ]


def build(
    url: str, library: Library | None = None, *, start: datetime = START, simulated: bool = False
) -> World:
    """Build a Cohort on a database. Needs a running event loop."""
    place = read_url(url)
    ready(place)
    database, kept, clock = Database(place), library or sample.library(), SetClock(start)
    hub, book = Hub(), RoomBook(database, clock)
    room = dict.fromkeys(("room", "demo"), RoomSurface(book, hub))
    surfaces = {platform: StrictSurface() for platform in WORKSPACES}
    carriage = Carriage(database, kept, clock, (*room, *surfaces))
    carrier = Carrier(carriage, {**room, **surfaces})
    return World(
        database=database,
        library=kept,
        clock=clock,
        desk=Desk(database, kept, clock, carrier.wake, Random("world"), zone="Europe/Berlin"),
        tick=Tick(Due(database, kept, clock, simulated=simulated), carrier.wake),
        carrier=carrier,
        hub=hub,
        book=book,
        surfaces=surfaces,
    )


def a_plan(**changes: object) -> Plan:
    """Give the plan of the usual group, Monday to Friday, nine to five in Berlin."""
    values: dict[str, object] = {
        "name": "main",
        "address": HERE,
        "pack": "sample",
        "zone": "Europe/Berlin",
        **changes,
    }
    return Plan(**values)  # type: ignore[arg-type]


async def open_group(
    world: World, *members: str, post: bool = False, review_day: int | None = None
) -> None:
    """Found the usual group; its first member leads it."""
    plan = a_plan(review_day=review_day)
    if post:
        people = tuple(who(name) for name in members)
        await wrap_future(
            world.database.write(
                lambda tx: found_and_post(tx, world.library, plan, people, world.clock.now)
            )
        )
    else:
        await wrap_future(world.database.write(lambda tx: found(tx, plan, world.clock.now)))
    await world.settle()


async def pick(world: World, letter: str, *names: str) -> None:
    """Let people lock the same letter on the newest question, fairly sure."""
    found = next(card for card in reversed(await world.channel()) if letter in buttons(card))
    tap = action(found, letter)
    assert isinstance(tap, Tap)
    for name in names:
        await world.press(name, tap)
        await world.press(name, Lock(tap.target, Confidence.FAIRLY))


def buttons(card: Card) -> dict[str, Button]:
    """Give a card's buttons by their label."""
    found = {
        button.label: button
        for block in card.blocks
        if isinstance(block, Buttons)
        for button in block.buttons
    }
    if card.submit is not None:
        found[card.submit.label] = card.submit
    return found


def action(card: Card, label: str) -> Action:
    """Give the action behind a button."""
    return buttons(card)[label].action


def choice(card: Card, name: str = "response") -> Choice:
    """Give an input of a form."""
    return next(b for b in card.blocks if isinstance(b, Choice) and b.name == name)


def text(card: Card) -> str:
    """Give a card as text."""
    return card_text(card)
