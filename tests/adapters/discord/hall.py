"""A whole Cohort in a server of the stand-in for Discord: the real client, and people at theirs.

A ``Hall`` can be used wherever a ``World`` can: a press is then a click on what the person really
sees, a form is filled in control by control, and words are typed as a command. What the desk gave
is checked against what stands on the person's screen, word by word.
"""

from __future__ import annotations

import asyncio
from asyncio import wrap_future
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

from bot.adapters.discord.client import Ends
from bot.adapters.discord.home import DiscordHome
from bot.adapters.discord.layout import Layout, layout, layouts
from bot.adapters.discord.modals import modal
from bot.adapters.room.hub import Hub
from bot.cards.actions import Action
from bot.cards.blocks import Card
from bot.cards.wire import encode
from bot.core.errors import Misused, Refusal
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
from bot.services.workshop import Workshop
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tables import Group
from bot.store.tx import Tx
from tests import sample
from tests.adapters.discord.typing import as_command
from tests.adapters.recording import RecordingDesk, RecordingSurface
from tests.databases import ready, sqlite
from tests.fakes.discord import (
    Channel,
    Discord,
    Guild,
    Kind,
    NotOffered,
    Person,
    Reaction,
    Record,
    Seen,
    posting,
)
from tests.fakes.discord.checks import tree
from tests.fakes.surface import StrictSurface
from tests.world import START, WORKSPACES, World, a_plan


@dataclass
class Hall(World):
    """A Cohort whose group lives in a channel of a server."""

    discord: Discord = field(kw_only=True)
    guild: Guild = field(kw_only=True)
    study: Channel = field(kw_only=True)
    home: DiscordHome = field(kw_only=True)
    surface: RecordingSurface = field(kw_only=True)
    people: dict[str, Person] = field(default_factory=dict)
    #: What the client kept people from, or what no client could say: pressed at the desk itself.
    stopped: list[str] = field(default_factory=list)
    living: asyncio.Task[None] = field(init=False)

    def person(self, name: str) -> Person:
        """Give somebody of the server, who looks at the channel; the first one owns it."""
        if name not in self.people:
            self.people[name] = self.discord.person(name, self.guild)
            self.people[name].place = self.study
            if len(self.people) == 1:
                self.guild.owner_id = self.people[name].user.id
        return self.people[name]

    def identity(self, name: str) -> Identity:
        """Give somebody as the adapter states it."""
        number = str(self.person(name).user.id)
        return Identity(platform="discord", workspace="", external_id=number, name=name)

    async def found(self, *members: str, post: bool = True, **plan: object) -> None:
        """Found the usual group, the first member leading it, and post its first question."""
        people = tuple(self.identity(name) for name in members)
        wanted, now = a_plan(address=self.here, **plan), self.clock.now
        if post:
            work = self.database.write(
                lambda tx: found_and_post(tx, self.library, wanted, people, now)
            )
            await wrap_future(work)
        else:
            await wrap_future(self.database.write(lambda tx: found(tx, wanted, now)))
        await self.settle()

    async def reply(
        self, name: str, what: Action | str, inputs: Mapping[str, tuple[str, ...]] | None = None
    ) -> Reply:
        """Let somebody click, send a form or type, and give the reply that they are shown."""
        if name in self.stands:
            return await super().reply(name, what, inputs)
        person = self.person(name)
        assert isinstance(self.desk, RecordingDesk)
        kept = self.desk.replies.setdefault(str(person.user.id), [])
        before = len(kept)
        try:
            shown = await self._do(person, what, inputs or {})
        except (NotOffered, Misused) as no:
            self.stopped.append(f"{name}: {what}: {no}")
            person.modal = None
            press = Press(who=self.identity(name), where=self.here, what=what, inputs=inputs or {})
            return await wrap_future(self.desk.press(press))
        assert shown.notice is None, (what, shown.notice)
        assert len(kept) > before, f"nobody asked the desk: {what}"
        self.check(person, shown, kept[-1])
        return kept[-1]

    async def _do(
        self, person: Person, what: Action | str, inputs: Mapping[str, tuple[str, ...]]
    ) -> Reaction:
        if isinstance(what, str):
            line, options = as_command(what, self.desk.domains(self.here))
            return await person.types(line, in_=self.study, **options)
        if person.modal is not None and person.modal.custom_id == f"s{encode(what)}":
            _fill(person, inputs)
            return await person.submits()
        person.modal = None
        seen, number = self._control(person, encode(what))
        if inputs:
            await _fill_message(person, seen, inputs)
            if person.modal is not None:
                return await person.submits()
        shown = await person.clicks(number, on=seen)
        if shown.interaction.modal is not None and number.startswith("s") and inputs:
            _fill(person, inputs)
            return await person.submits()
        return shown

    def _control(self, person: Person, wire: str) -> tuple[Seen, str]:
        """Find the newest button of an action that the person sees anywhere."""
        threads = [each for each in self.guild.channels.values() if each.is_thread]
        places = [*reversed(threads), self.study, person.dm()]
        private = [each for each in reversed(person.sees(self.study)) if each.is_private]
        public = [each for place in places for each in reversed(person.sees(place))]
        for seen in (*private, *public):
            for button in seen.buttons:
                mark = (button.custom_id or "").partition("~")[0]
                if mark in (f"c{wire}", f"s{wire}"):
                    return seen, str(button.custom_id)
        raise NotOffered(f"{person.user.name} sees nothing that sends {wire}")

    def check(self, person: Person, shown: Reaction, reply: Reply) -> None:
        """See that a reply is what stands on the person's screen."""
        if shown.interaction.modal is not None:
            assert person.modal is not None
            wanted = modal(reply.card).to_dict()["components"]
            assert tree.texts(person.modal.data["components"]) == tree.texts(wanted)
            return
        assert shown.message is not None
        assert shown.message.is_private
        pages = layouts(reply.card, shown_files(shown))
        for page, seen in zip(pages, (shown.message, *shown.followups), strict=True):
            assert seen.text == words(page)

    async def channel(self) -> list[Card]:
        """Give the cards in the channel, the oldest first, as they stand there."""
        return [self._card(each) for each in self.seen(self.study)]

    async def threads(self) -> list[list[Card]]:
        """Give the cards in each message's thread."""
        found = []
        for above in self.seen(self.study):
            thread = above.message.thread
            found.append([self._card(each) for each in self.seen(thread)] if thread else [])
        return found

    async def told(self, name: str) -> list[Card]:
        """Give the cards in somebody's direct messages, the oldest first."""
        return [self._card(each) for each in self.seen(self.person(name).dm())]

    def seen(self, channel: Channel | None = None) -> list[Seen]:
        """Give what the program has posted in a channel, the usual one if left out."""
        every = (channel or self.study).messages.values()
        return [Seen(each) for each in every if each.has_v2]

    def _card(self, seen: Seen) -> Card:
        card = self.surface.cards[f"{seen.message.channel.id}/{seen.id}"]
        above = "".join(f"{part['content']}\n" for part in seen.message.components[:-1])
        assert seen.text == above + words(layout(card)), "another card stands there"
        return card

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds that comes about by itself."""
        await self.discord.world.until(lambda: bool(holds()))

    async def online(self) -> None:
        """Wait until the client has the gateway's ear again."""
        connected = self.discord.gateway
        await self.discord.world.until(lambda: connected.connected > 0, within=20.0)

    def known_roles(self) -> list[str]:
        """Name the roles that the client knows of."""
        known = self.home.client.get_guild(self.guild.id)
        return [role.name for role in known.roles] if known else []

    def remove(self, seen: Seen) -> None:
        """Let a moderator delete a message."""
        posting.delete(self.discord.world, seen.message)

    async def wants_mention(self, role: str) -> None:
        """Let the group ask for a role to be mentioned."""

        def work(tx: Tx) -> None:
            group = tx.get(Group, 1)
            assert group is not None
            group.mention = role
            tx.add(group)

        await wrap_future(self.database.write(work))

    @property
    def refused(self) -> list[Record]:
        """What Discord did not take."""
        return [each for each in self.discord.requests if each.status >= 400]


def words(page: Layout) -> str:
    """Give the words of a message as a person sees them."""
    parts = page.to_components()  # type: ignore[no-untyped-call]
    return "\n".join(each for each in tree.texts(parts) if each)


def shown_files(shown: Reaction) -> list[str]:
    """Name the files that came with an answer."""
    every = (shown.message, *shown.followups)
    return [each.filename for seen in every if seen is not None for each in seen.files]


def _fill(person: Person, inputs: Mapping[str, tuple[str, ...]]) -> None:
    assert person.modal is not None
    for question in person.modal.questions:
        _, name, _, _ = question.custom_id.split(":")
        values = inputs.get(name)
        if values is None:
            continue
        is_list = question.kind in (tree.CHECKBOX_GROUP, tree.STRING_SELECT)
        person.modal.fill(question.custom_id, list(values) if is_list else "".join(values))


async def _fill_message(person: Person, seen: Seen, inputs: Mapping[str, tuple[str, ...]]) -> None:
    for name, values in inputs.items():
        places = [each for each in seen.selects if each.custom_id.startswith(f"i:{name}:")]
        many = len({each.custom_id.split(":")[2] for each in places}) > 1
        for place, chosen in enumerate(values if many else [values]):
            few = (chosen,) if isinstance(chosen, str) else chosen
            for select in places:
                offered = {one["value"] for one in select.data["options"]}
                if select.custom_id.split(":")[2] == str(place) and set(few) <= offered and few:
                    await person.selects(*few, on=seen, menu=select.custom_id)
        written = [each for each in seen.buttons if str(each.custom_id).startswith(f"t:{name}:")]
        for button in written[:1]:
            if person.modal is not None:
                continue
            await person.clicks(str(button.custom_id), on=seen)
            _fill(person, inputs)
            assert person.modal is not None
            if person.modal.custom_id.startswith("t:"):
                await person.submits()


@asynccontextmanager
async def hall(
    folder: Path, *, kind: Kind = Kind.TEXT, discord: Discord | None = None, **more: object
) -> AsyncIterator[Hall]:
    """Run Cohort against a stand-in with one server and one channel, with the client connected.

    In a forum the group's channel is a post.
    """
    async with discord or Discord(pace=1000) as there:
        guild = there.world.add_guild("Study hall")
        study = there.world.add_channel(guild, "main", kind)
        if kind is Kind.FORUM:
            study = _post_in(there, study)
        async with living(folder, there, guild, study, **more) as made:  # type: ignore[arg-type]
            yield made


def _post_in(discord: Discord, forum: Channel) -> Channel:
    """Put a post into a forum."""
    guild, world = forum.guild, discord.world
    assert guild is not None
    made = Channel(
        id=world.ids.old(),
        kind=Kind.PUBLIC_THREAD,
        name="main",
        guild=guild,
        parent_id=forum.id,
        owner_id=guild.owner_id,
        thread_members={guild.owner_id},
    )
    guild.channels[made.id] = world.channels[made.id] = made
    return made


@asynccontextmanager
async def living(
    folder: Path,
    discord: Discord,
    guild: Guild,
    study: Channel,
    *,
    start: datetime = START,
    pictures: Workshop | None = None,
    library: Library | None = None,
) -> AsyncIterator[Hall]:
    """Run Cohort in a server that is there already, on the database of the folder.

    ``pictures`` draws charts; left out, they are told in words.
    """
    url = read_url(sqlite(folder))
    ready(url)
    with Database(url) as database, pictures or Workshop(waiting_at_most=0) as workshop:
        library, clock = library or sample.library(), SetClock(start)
        home = DiscordHome(discord.token, workshop, Ends(discord.api_url, discord.gateway_url))
        surface = RecordingSurface(home.surface)
        others = {platform: StrictSurface() for platform in WORKSPACES}
        carriage = Carriage(database, library, clock, (*others,))
        carrier = Carrier(carriage, {**others, home.platform: surface}, pause=0)
        desk = RecordingDesk(
            database,
            library,
            clock,
            carrier.wake,
            Random("world"),
            zone="Europe/Berlin",
            workshop=pictures,
        )
        made = Hall(
            database=database,
            library=library,
            clock=clock,
            desk=desk,
            tick=Tick(Due(database, library, clock), carrier.wake),
            carrier=carrier,
            hub=Hub(),
            book=RoomBook(database, clock),
            here=Address("discord", str(guild.id), str(study.id)),
            surfaces=others,
            discord=discord,
            guild=guild,
            study=study,
            home=home,
            surface=surface,
        )
        async with connected(made):
            yield made


@asynccontextmanager
async def connected(made: Hall) -> AsyncIterator[None]:
    """Let the client live until the end of the block."""
    # It waits two seconds for further servers before it calls itself ready.
    made.home.client._connection.guild_ready_timeout = 0.05
    task = asyncio.create_task(
        made.home.live(
            made.desk,
            Departures(made.database, made.clock),
            TeamBook(made.database, made.clock),
        )
    )
    made.living = task
    try:
        while made.home.client.get_channel(made.study.id) is None:
            if task.done():
                await task
            await asyncio.sleep(0.005)
        yield
    finally:
        await made.home.close()
        task.cancel()
        with suppress(asyncio.CancelledError, Refusal):
            await task
