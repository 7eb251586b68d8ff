"""Slack's half of a running program: everything in this folder, put together and taken apart.

It is handed the desk and gives a surface; how it is connected is said by the keys it is given.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import wrap_future
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.app import SlackApp
from bot.adapters.slack.arrivals import Arrivals
from bot.adapters.slack.distribution import ClientKeys
from bot.adapters.slack.faults import Declined, in_words
from bot.adapters.slack.homes import Homes
from bot.adapters.slack.leaving import Leaving
from bot.adapters.slack.line import Line
from bot.adapters.slack.pacing import Pacer
from bot.adapters.slack.people import People
from bot.adapters.slack.pictures import Drawn
from bot.adapters.slack.pressing import PLATFORM, Presses
from bot.adapters.slack.surface import SlackSurface
from bot.adapters.slack.tasks import Tasks
from bot.adapters.slack.user_groups import UserGroups
from bot.adapters.slack.web import SlackWeb
from bot.adapters.slack.windows import Windows
from bot.adapters.slack.workspaces import (
    Installations,
    OneWorkspace,
    Workspaces,
)
from bot.core.errors import Misused, SurfaceFault
from bot.core.identity import Identity
from bot.services.departing import Departures
from bot.services.desk import Desk
from bot.services.following import TeamBook
from bot.services.workshop import Workshop

log = logging.getLogger(__name__)
#: Codes of a token that will not be taken tomorrow either.
WRONG_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "account_inactive", "not_allowed_token_type"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What the operator was given by Slack. None of it is ever shown, not by a ``repr`` either.

    With an ``app_token`` Cohort connects by Socket Mode, else Slack comes to its web address and
    signs with the ``signing_secret``. With a ``client`` many workspaces install the app; else there
    is one, whose ``bot_token`` is known.
    """

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api: str = "https://slack.com/api/"
    client: ClientKeys | None = None

    @property
    def by_socket(self) -> bool:
        """Whether Cohort connects to Slack, rather than Slack to Cohort."""
        return bool(self.app_token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What posting to Slack needs."""

    workspaces: Workspaces
    line: Line
    drawn: Drawn
    surface: SlackSurface


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """What listens to Slack. ``web`` answers its requests, where it comes by HTTP."""

    app: SlackApp
    tasks: Tasks
    groups: UserGroups
    web: SlackWeb | None


@asynccontextmanager
async def posting(
    keys: Keys,
    workshop: Workshop,
    *,
    installations: Installations | None = None,
    pacer: Pacer | None = None,
) -> AsyncIterator[Posting]:
    """Open the way out to Slack. Raises ``Misused`` for a token that Slack does not take."""
    if installations is None:
        installations = await _one(keys)
    async with Workspaces(installations, keys.api) as workspaces:
        line = Line(workspaces, pacer or Pacer())
        drawn = Drawn(line, workshop)
        yield Posting(
            workspaces=workspaces, line=line, drawn=drawn, surface=SlackSurface(line, drawn)
        )


@asynccontextmanager
async def listening(
    out: Posting, desk: Desk, departures: Departures, teams: TeamBook, keys: Keys
) -> AsyncIterator[Listening]:
    """Listen to Slack until the block is left; by then what was begun has been finished."""
    tasks = Tasks()

    def named(workspace: str, user: str, name: str) -> None:
        who = Identity(platform=PLATFORM, workspace=workspace, external_id=user, name=name)
        tasks.start(_noted(desk, who))

    people = People(out.line, tasks, named)
    homes = Homes(desk, out.line, people, tasks)
    windows = Windows(out.line, out.surface, out.drawn)
    presses = Presses(desk, windows, people, tasks, homes.changed)
    arrivals = Arrivals(departures, out.workspaces)
    leaving = Leaving(out.workspaces.installations, departures, tasks)
    out.workspaces.on_end = leaving.suspect
    deeds = {**arrivals.deeds, **leaving.deeds}
    app = SlackApp(out.workspaces, presses, homes, tasks, deeds)
    if keys.client is None:  # of many each is welcomed where it is installed
        tasks.start(_greet(out.workspaces, arrivals))
    web = None if keys.by_socket else SlackWeb(app.bolt, keys.signing_secret)
    groups = UserGroups(teams, out.line)
    async with _connected(app, out.workspaces, keys) if keys.by_socket else nullcontext():
        looking = asyncio.create_task(groups.keep_on())
        try:
            yield Listening(app=app, tasks=tasks, web=web, groups=groups)
        finally:
            looking.cancel()
            # While there is still a connection to acknowledge by.
            await tasks.end()


async def _noted(desk: Desk, who: Identity) -> None:
    await wrap_future(desk.called(who))


async def _greet(workspaces: Workspaces, arrivals: Arrivals) -> None:
    """Note at the start which workspaces have Cohort: one that left may be back."""
    with suppress(SurfaceFault):  # Slack does not answer yet
        for each in await workspaces.every():
            await arrivals.welcome(each.workspace)


@asynccontextmanager
async def _connected(app: SlackApp, workspaces: Workspaces, keys: Keys) -> AsyncIterator[None]:
    """Hold a connection of Socket Mode, made anew whenever it breaks."""
    client = workspaces.bare()
    first = await _first_address(client, keys)
    handler = AsyncSocketModeHandler(app.bolt, keys.app_token, web_client=client)
    # Slack is asked for its address once, though the library would ask again.
    handler.client.wss_uri = first
    connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        connecting.cancel()
        with suppress(asyncio.CancelledError):
            await connecting
        await handler.close_async()  # type: ignore[no-untyped-call]


async def _first_address(client: AsyncWebClient, keys: Keys) -> str | None:
    """Ask for the first address. Raises ``Misused`` for a token that Slack does not take."""
    try:
        answer = await client.apps_connections_open(app_token=keys.app_token)
    except Exception as wrong:
        declined = in_words("apps.connections.open", wrong)
        if declined.code in WRONG_TOKEN or declined.code == "missing_scope":
            raise Misused(
                "Slack does not take SLACK_APP_TOKEN. It begins with xapp- and has the scope "
                "connections:write: see docs/slack.md."
            ) from wrong
        log.warning("slack: no connection yet, trying again: %s", declined)
        return None
    return str(answer["url"])


async def _one(keys: Keys) -> OneWorkspace:
    """Find out whose the token is, if Slack can be reached."""
    one = OneWorkspace(keys.bot_token, keys.api)
    try:
        await one.own()
    except Declined as wrong:
        if wrong.code in WRONG_TOKEN:
            raise Misused(
                f"Slack does not take SLACK_BOT_TOKEN ({wrong.code}). It begins with xoxb- and "
                "stands under OAuth & Permissions: see docs/slack.md."
            ) from wrong
        log.warning("slack: it does not answer yet, trying again: %s", wrong)
    return one
