"""A whole Cohort on Slack: the real Bolt app, the real clients, and people who tap and type.

``GuildWorld`` can be used wherever a ``World`` can: a press is then a click on what the person
really sees, or words typed in the channel. What the desk gave is checked against what stands on
Slack, block by block.
"""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.adapters.room.hub import Hub
from bot.adapters.slack.blocks import message_blocks, undrawn
from bot.adapters.slack.pacing import Pacer
from bot.adapters.slack.running import Keys, Listening, Posting, listening, posting
from bot.adapters.slack.views import Origin, modal
from bot.cards.actions import Action
from bot.cards.blocks import Card
from bot.cards.wire import encode
from bot.core.identity import Address, Identity
from bot.scheduler.carrier import Carrier
from bot.scheduler.simulation import SetClock
from bot.scheduler.ticking import Tick
from bot.services.carriage import Carriage
from bot.services.departing import Departures
from bot.services.desk import Press
from bot.services.due import Due
from bot.services.following import TeamBook
from bot.services.founding import found, found_and_post
from bot.services.library import Library
from bot.services.reply import Reply
from bot.services.room import RoomBook
from bot.services.surface import Spot
from bot.services.workshop import Workshop
from bot.store.database import Database
from bot.store.engine import read_url
from tests import sample
from tests.adapters.recording import RecordingDesk, RecordingSurface
from tests.databases import ready, sqlite
from tests.fakes.slack import Ack, Channel, Message, Person, Slack, View, Workspace
from tests.fakes.slack.driven import by_http
from tests.fakes.slack.errors import Json
from tests.fakes.slack.kit.looks import find_option
from tests.fakes.slack.kit.state import elements
from tests.fakes.surface import Message as Posted
from tests.world import START, Stand, World, a_plan


@dataclass
class GuildWorld(World):
    """A Cohort whose group lives in a channel of a workspace."""

    slack: Slack = field(kw_only=True)
    guild: Workspace = field(kw_only=True)
    study: Channel = field(kw_only=True)
    out: Posting = field(kw_only=True)
    heard: Listening = field(kw_only=True)
    surface: RecordingSurface = field(kw_only=True)
    people: dict[str, Person] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)

    def person(self, name: str) -> Person:
        """Give somebody of the workspace, who is in the channel; the first one is its owner."""
        if name not in self.people:
            first = not self.people
            self.people[name] = self.slack.person(
                self.guild, name, channels=[self.study], admin=first
            )
        return self.people[name]

    def go(
        self, name: str, place: str, platform: str = "slack", workspace: str = "", **visit: object
    ) -> None:
        """Let somebody go to another channel, or to their messages with Cohort."""
        assert (platform, workspace) == ("slack", ""), "this world is one workspace"
        person = self.person(name)
        person.user.admin = visit.get("may_found") is True
        person.user.zone = str(visit.get("zone") or person.user.zone)
        channel = person.dm
        if place:
            known = [each for each in self.guild.channels.values() if each.name == place]
            channel = known[0] if known else self.slack.channel(self.guild, place)
            channel.members.add(person.id)
        self.stands[name] = Stand(Address("slack", self.guild.id, channel.id))

    def posted(self, platform: str, place: str = "") -> list[Posted]:
        """Give what stands in the channels, or in one, by its name."""
        found = []
        for channel in self.guild.channels.values():
            if channel.kind != "im" and place in ("", channel.name):
                spot = Spot(id=0, workspace=self.guild.id, address=channel.id)
                found += [
                    Posted(each.ts, spot, "", self._card(channel, each), each.thread or "")
                    for each in channel.messages.values()
                    if each.by_app
                ]
        return found

    def where(self, name: str) -> Channel:
        """Give the channel in which somebody is."""
        stand = self.stands.get(name)
        return self.study if stand is None else self.guild.channels[stand.where.address]

    def identity(self, name: str) -> Identity:
        """Give somebody's identity as the adapter states it."""
        person = self.person(name)
        return Identity(platform="slack", workspace=self.guild.id, external_id=person.id, name=name)

    @property
    def recording(self) -> RecordingDesk:
        """Give the desk as what it is."""
        assert isinstance(self.desk, RecordingDesk)
        return self.desk

    async def open_group(self, *members: str, post: bool = True) -> None:
        """Found the usual group; its first member leads it."""
        plan, now = a_plan(address=self.here), self.clock.now
        people = tuple(self.identity(name) for name in members)
        if post:
            work = self.database.write(
                lambda tx: found_and_post(tx, self.library, plan, people, now)
            )
            await wrap_future(work)
        else:
            await wrap_future(self.database.write(lambda tx: found(tx, plan, now)))
        await self.settle()

    async def settled(self) -> None:
        """Wait until Cohort and Slack have nothing left to do for one another."""
        await self.slack.events.settled()
        await self.heard.tasks.settled()

    async def reply(
        self, name: str, what: Action | str, inputs: Mapping[str, tuple[str, ...]] | None = None
    ) -> Reply:
        """Let somebody click, send a form or type, and give the reply they are shown."""
        person = self.person(name)
        before = len(self.recording.replies.get(person.id, []))
        if isinstance(what, str):
            ack = await person.types(f"/study {what}", in_=self.where(name))
        else:
            ack = await self._tap(person, encode(what), inputs or {})
        await self.settled()
        given = self.recording.replies.get(person.id, [])
        if len(given) == before:
            # Slack's client, or the adapter, kept what cannot be right from being sent at all.
            assert ack.error == "not_sent" or (person.view and person.view.errors), (what, ack)
            self.stopped.append(str(what))
            press = Press(who=self.identity(name), where=self.here, what=what, inputs=inputs or {})
            return await wrap_future(self.desk.press(press))
        assert ack.ok, (what, ack)
        assert self.slack.complaints == []
        reply = given[-1]
        self.check(person, reply)
        return reply

    async def _tap(self, person: Person, wire: str, inputs: Mapping[str, tuple[str, ...]]) -> Ack:
        view = person.view
        if view is not None and view.body["callback_id"] == wire and "submit" in view.body:
            if not await self._fill(person, view, inputs):
                return Ack(error="not_sent")
            return await person.submits()
        found = self._button(person, wire)
        if found is None:
            # It stands on what was never shown, since the form before it could not be sent.
            assert self.stopped, f"{person.user.name} sees no button that sends {wire}"
            return Ack(error="not_sent")
        surface, label = found
        return await person.clicks(label, on=surface, sends=wire)

    def _button(self, person: Person, wire: str) -> tuple[Message | View, str] | None:
        """Find a button by what it sends: in the open window, else in the newest message."""
        shown: list[Message | View] = [person.view] if person.view else []
        here = self.where(person.user.name)
        shown += [*reversed(person.sees(here)), *reversed(person.sees(person.dm))]
        for surface in shown:
            blocks = surface.body["blocks"] if isinstance(surface, View) else surface.blocks
            for _, element in elements(blocks):
                if element.get("value") == wire:
                    return surface, str(element["text"]["text"])
        return None

    async def _fill(
        self, person: Person, view: View, inputs: Mapping[str, tuple[str, ...]]
    ) -> bool:
        """Enter what is given; False where a value is none that the form offers."""
        entries: dict[str, str | tuple[str, ...]] = {}
        for block, element in elements(view.body["blocks"]):
            if block["type"] != "input":
                continue
            name, how, _, place, _ = block["block_id"].split(":")
            values = inputs.get(name)
            if values is None:
                continue
            if "options" not in element:
                entries[block["block_id"]] = "".join(values)
                continue
            texts = tuple(filter(None, (_label(element, value) for value in values)))
            if len(texts) < len(values):
                return False
            if how == "many":
                entries[block["block_id"]] = texts
            elif int(place) < len(texts):
                entries[block["block_id"]] = texts[int(place)]
        await person.fills(entries, on=view)
        return True

    def check(self, person: Person, reply: Reply) -> None:
        """See that a reply is what stands on the person's screen."""
        if reply.key == "refusal":
            return
        view = person.view
        assert view is not None, f"{person.user.name} has no window open"
        if view.errors:
            wrong = [getattr(block, "error", "") for block in reply.card.blocks]
            assert sorted(view.errors.values()) == sorted(filter(None, wrong))
            return
        wanted = modal(reply.card, Origin(), undrawn)
        shown = _bare(view.body["blocks"])
        expected = _bare(wanted["blocks"])
        assert shown[: len(expected)] == expected, f"{reply.key}: {shown} is not {expected}"
        assert view.body["title"] == wanted["title"]

    async def channel(self) -> list[Card]:
        """Give the cards in the channel, the oldest first, as they stand there."""
        return [self._card(self.study, each) for each in self._posted(self.study)]

    async def threads(self) -> list[list[Card]]:
        """Give the cards in each message's thread."""
        every = self.study.messages.values()
        return [
            [self._card(self.study, each) for each in every if each.thread == above.ts]
            for above in self._posted(self.study)
        ]

    async def told(self, name: str) -> list[Card]:
        """Give the cards in somebody's direct messages, the oldest first."""
        dm = self.person(name).dm
        return [self._card(dm, each) for each in self._posted(dm) if not each.files]

    def _posted(self, channel: Channel) -> list[Message]:
        return [each for each in channel.messages.values() if each.by_app and not each.thread]

    def _card(self, channel: Channel, message: Message) -> Card:
        card = self.surface.cards[f"{channel.id}/{message.ts}"]
        assert _bare(message.blocks) == _bare(message_blocks(card)), "another card stands there"
        return card


def _label(element: Json, value: str) -> str:
    """Give what an option says; empty where none has that value."""
    found = [one for one in element["options"] if one["value"] == value]
    if not found:
        return ""
    text = str(found[0]["text"]["text"])
    assert find_option(element, text) is found[0], "two options say the same"
    return text


def _bare(blocks: object) -> list[Json]:
    """Give blocks without the ids that Slack made up for them."""
    assert isinstance(blocks, list)
    return [
        {name: value for name, value in block.items() if name != "block_id"} for block in blocks
    ]


@asynccontextmanager
async def guild_world(
    folder: Path,
    *,
    by: str = "socket",
    slack: Slack | None = None,
    library: Library | None = None,
    **scopes: object,
) -> AsyncIterator[GuildWorld]:
    """Give a Cohort on a Slack of its own, connected by ``socket`` or by ``http``."""
    if slack is None:
        async with (
            Slack(limited=False, scale=1_000_000.0) as own,
            guild_world(folder, by=by, slack=own, library=library, **scopes) as world,
        ):
            yield world
        return
    place = read_url(sqlite(folder))
    ready(place)
    guild = slack.workspace(**scopes)  # type: ignore[arg-type]
    study = slack.channel(guild, "main")
    keys = Keys(
        bot_token=guild.token,
        app_token=slack.app.app_token if by == "socket" else "",
        signing_secret=slack.app.signing_secret,
        api=slack.base_url,
    )
    pacer = Pacer(slack.clock.limits, slack.clock.sleep)
    with Database(place) as database, Workshop() as workshop:
        clock, library = SetClock(START), library or sample.library()
        async with posting(keys, workshop, pacer=pacer) as out:
            surface = RecordingSurface(out.surface)
            carriage = Carriage(database, library, clock, ("slack",))
            carrier = Carrier(carriage, {"slack": surface}, pause=0)
            desk = RecordingDesk(
                database,
                library,
                clock,
                carrier.wake,
                Random("world"),
                zone="Europe/Berlin",
                workshop=workshop,
            )
            async with listening(
                out, desk, Departures(database, clock), TeamBook(database, clock), keys
            ) as heard:
                world = GuildWorld(
                    database=database,
                    library=library,
                    clock=clock,
                    desk=desk,
                    tick=Tick(Due(database, library, clock), carrier.wake),
                    carrier=carrier,
                    hub=Hub(),
                    book=RoomBook(database, clock),
                    here=Address("slack", guild.id, study.id),
                    slack=slack,
                    guild=guild,
                    study=study,
                    out=out,
                    heard=heard,
                    surface=surface,
                )
                if by == "http":
                    async with by_http(slack, heard.app.bolt):
                        yield world
                else:
                    await slack.connected()
                    yield world
