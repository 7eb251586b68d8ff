"""One Cohort and many workspaces: installed by the real pages, reached by signed requests.

A ``Hall`` has a ``GuildWorld`` for each workspace; all of them are one program.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import httpx
from starlette.types import ASGIApp

from bot.adapters.room.hub import Hub
from bot.adapters.slack.distribution import (
    ClientKeys,
    Distribution,
    distributed,
    distribution,
)
from bot.adapters.slack.pacing import Pacer
from bot.adapters.slack.running import Keys, Listening, Posting, listening, posting
from bot.adapters.slack.web import PATH
from bot.core.identity import Address
from bot.scheduler.carrier import Carrier
from bot.scheduler.simulation import SetClock
from bot.scheduler.ticking import Tick
from bot.services.carriage import Carriage
from bot.services.departing import Departures
from bot.services.due import Due
from bot.services.following import TeamBook
from bot.services.installations import Installations
from bot.services.room import RoomBook
from bot.services.workshop import Workshop
from bot.serving import FrontDoor
from bot.store.database import Database
from bot.store.engine import read_url
from tests import sample
from tests.adapters.recording import RecordingDesk, RecordingSurface
from tests.adapters.slack.guild import GuildWorld
from tests.adapters.slack.serving import served
from tests.databases import ready, sqlite
from tests.fakes.slack import Person, Slack, Workspace
from tests.world import START

PUBLIC = "https://cohort.example"
KEY = "a-key-of-the-tests-0123456789abcdefghij"


@dataclass
class Hall:
    """A program on Slack for whoever installs it."""

    slack: Slack
    database: Database
    clock: SetClock
    made: Distribution
    out: Posting
    heard: Listening
    door: ASGIApp
    desk: RecordingDesk
    carrier: Carrier
    surface: RecordingSurface
    worlds: list[GuildWorld] = field(default_factory=list)

    def browser(self) -> httpx.AsyncClient:
        """Give a browser of its own, as far as Cohort sees it."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.door), base_url=PUBLIC)

    async def consented(self, browser: httpx.AsyncClient, person: Person) -> str:
        """Begin in a browser and agree on Slack's page; give the address that it leads back to."""
        begun = await browser.get("/slack/install")
        assert begun.status_code == 302
        self.slack.signs_in(person)
        async with httpx.AsyncClient() as there:
            agreed = await there.get(begun.headers["location"])
        assert agreed.status_code == 302, agreed.text
        return str(agreed.headers["location"])

    async def install(self, person: Person) -> httpx.Response:
        """Let somebody install Cohort in their workspace; give the page they end on."""
        async with self.browser() as browser:
            return await browser.get(await self.consented(browser, person))

    async def join(self, name: str) -> GuildWorld:
        """Make a workspace with a channel #main and an owner, who installs Cohort."""
        guild = self.slack.workspace(name, installed=False)
        study = self.slack.channel(guild, "main")
        world = GuildWorld(
            database=self.database,
            library=sample.library(),
            clock=self.clock,
            desk=self.desk,
            tick=Tick(Due(self.database, sample.library(), self.clock), self.carrier.wake),
            carrier=self.carrier,
            hub=Hub(),
            book=RoomBook(self.database, self.clock),
            here=Address("slack", guild.id, study.id),
            slack=self.slack,
            guild=guild,
            study=study,
            out=self.out,
            heard=self.heard,
            surface=self.surface,
        )
        page = await self.install(world.person(f"{name}-owner"))
        assert page.status_code == 200, page.text
        self.worlds.append(world)
        return world

    async def settled(self) -> None:
        """Wait until Cohort and Slack have nothing left to do for one another."""
        await self.slack.events.settled()
        await self.heard.tasks.settled()
        await self.made.installations.settled()

    async def uninstall(self, guild: Workspace) -> None:
        """Let an admin of a workspace remove the app."""
        self.slack.uninstall(guild)
        await self.settled()

    def pass_hours(self, hours: float) -> None:
        """Let time pass for Slack and for Cohort, without a tick."""
        self.slack.clock.advance(hours * 3600)
        self.clock.now += timedelta(hours=hours)


def client_keys(slack: Slack, **changes: object) -> ClientKeys:
    """Give what Slack gives whoever offers an app to many workspaces."""
    values: dict[str, object] = {
        "client_id": slack.app.client_id,
        "client_secret": slack.app.client_secret,
        "secret_key": KEY,
        "public": PUBLIC,
        **changes,
    }
    return ClientKeys(**values)  # type: ignore[arg-type]


@asynccontextmanager
async def hall(folder: Path, *, rotates: bool = False) -> AsyncIterator[Hall]:
    """Give a program for many workspaces, which nobody has installed yet."""
    async with Slack(limited=False, scale=1_000_000.0, start=START) as slack:
        slack.app.rotates = rotates
        place = read_url(sqlite(folder))
        ready(place)
        clock, library = SetClock(START), sample.library()
        keys = Keys(
            signing_secret=slack.app.signing_secret, api=slack.base_url, client=client_keys(slack)
        )
        assert keys.client is not None
        pacer = Pacer(slack.clock.limits, slack.clock.sleep)
        with Database(place) as database, Workshop() as workshop:
            book = Installations(database, clock)
            async with (
                distributed(distribution(keys.client, keys.api, book, clock)) as made,
                posting(keys, workshop, installations=made.installations, pacer=pacer) as out,
            ):
                surface = RecordingSurface(out.surface)
                carrier = Carrier(
                    Carriage(database, library, clock, ("slack",)), {"slack": surface}, pause=0
                )
                desk = RecordingDesk(
                    database, library, clock, carrier.wake, Random("hall"), workshop=workshop
                )
                departures, teams = Departures(database, clock), TeamBook(database, clock)
                async with listening(out, desk, departures, teams, keys) as heard:
                    assert heard.web is not None

                    async def check() -> None:
                        """Find everything well."""

                    door = FrontDoor(check, {PATH: heard.web, **made.pages.paths})
                    async with served(door) as address:
                        slack.http.url = address + PATH
                        yield Hall(
                            slack=slack,
                            database=database,
                            clock=clock,
                            made=made,
                            out=out,
                            heard=heard,
                            door=door,
                            desk=desk,
                            carrier=carrier,
                            surface=surface,
                        )
