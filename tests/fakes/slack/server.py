"""The stand-in as a whole: one server with Web API, Socket Mode, response URLs and OAuth.

Runs in the test's own event loop. Knows how the parts are put together, and nothing of their work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from types import TracebackType
from typing import Any

from aiohttp import web

from tests.fakes.slack.clock import Clock
from tests.fakes.slack.core import AppSide, Core, Record, Waits
from tests.fakes.slack.courier import Courier
from tests.fakes.slack.events import Events
from tests.fakes.slack.faults import Faults
from tests.fakes.slack.gate import Gate
from tests.fakes.slack.kit.looks import mentions
from tests.fakes.slack.limits import Limits
from tests.fakes.slack.oauth import OAuth
from tests.fakes.slack.person import Person
from tests.fakes.slack.request_url import RequestUrl
from tests.fakes.slack.responses import Responses
from tests.fakes.slack.socket_mode import SocketMode
from tests.fakes.slack.world import Channel, ChannelKind, Message, User, UserGroup, Workspace, World


class Slack:
    """A Slack of one's own: `async with Slack() as slack`."""

    def __init__(
        self,
        *,
        manifest: dict[str, Any] | None = None,
        limited: bool = True,
        outsider: bool = False,
        scale: float = 1.0,
        start: datetime | None = None,
        waits: Waits | None = None,
        seed: int = 1,
        port: int = 0,
    ) -> None:
        clock = Clock(start=start, scale=scale)
        self.core = Core(
            app=AppSide.from_manifest(manifest) if manifest is not None else AppSide(),
            clock=clock,
            limits=Limits(clock, on=limited, outsider=outsider),
            waits=waits or Waits(),
            seed=seed,
        )
        self.socket = SocketMode(self.core)
        self.http = RequestUrl(self.core)
        self.oauth = OAuth(self.core)
        self.events = Events(self.core, lambda: self.courier)
        self.responses = Responses(self.core)
        self._gate = Gate(self.core)
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Slack:
        """Start to listen on a port of this machine."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/api/apps.connections.open", self.socket.open)
        app.router.add_route("*", "/api/oauth.v2.access", self.oauth.access)
        app.router.add_route("*", "/api/{method}", self._gate.handle)
        app.router.add_get("/link/", self.socket.link)
        app.router.add_get("/oauth/v2/authorize", self.oauth.authorize)
        app.router.add_post("/commands/{name:.+}", self.responses.handle)
        app.router.add_post("/actions/{name:.+}", self.responses.handle)
        app.router.add_post("/upload/v1/{team}/{file}/{ticket}", self._upload)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.core.address = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening and end what is under way."""
        await self.events.close()
        await self.http.close()
        await self.socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """Give the address to which SLACK_API_BASE_URL is set."""
        return f"{self.core.address}/api/"

    @property
    def authorize_url(self) -> str:
        """Give the address of the consent page."""
        return f"{self.core.address}/oauth/v2/authorize"

    @property
    def courier(self) -> Courier:
        """Give the way to the app: its request URL where it has one, else Socket Mode."""
        return self.http if self.http.url else self.socket

    @property
    def app(self) -> AppSide:
        """Give the app's ids, tokens and secrets."""
        return self.core.app

    @property
    def clock(self) -> Clock:
        """Give Slack's clock."""
        return self.core.clock

    @property
    def limits(self) -> Limits:
        """Give the rate limits and what they have seen."""
        return self.core.limits

    @property
    def waits(self) -> Waits:
        """Give how patient Slack is: may be changed under way."""
        return self.core.waits

    @property
    def faults(self) -> Faults:
        """Give what is to go wrong."""
        return self.core.faults

    @property
    def world(self) -> World:
        """Give everything there is."""
        return self.core.world

    @property
    def complaints(self) -> list[str]:
        """Give what Slack would have swallowed, though it is not right."""
        return self.core.world.complaints

    def calls(self, method: str | None = None) -> list[Record]:
        """Give the calls of the Web API so far, of one method or of all."""
        return [one for one in self.core.calls if method is None or one.method == method]

    def workspace(
        self,
        name: str = "Analytics Guild",
        *,
        installed: bool = True,
        scopes: Iterable[str] | None = None,
    ) -> Workspace:
        """Make a workspace; where the app is installed, its bot token is `workspace.token`."""
        wanted = set(self.app.scopes if scopes is None else scopes)
        token = f"xoxb-stand-in-{len(self.world.workspaces) + 1}" if installed else None
        return self.world.add_workspace(name, token, wanted)

    def channel(
        self,
        workspace: Workspace,
        name: str = "study",
        *,
        kind: ChannelKind = "public",
        with_app: bool = True,
        archived: bool = False,
        shared: bool = False,
        members: Iterable[Person] = (),
    ) -> Channel:
        """Make a channel; `shared` means Slack Connect."""
        inside = {person.id for person in members}
        if with_app:
            inside.add(workspace.bot_user)
        channel = self.world.add_channel(workspace, name, kind, inside)
        channel.archived, channel.shared = archived, shared
        return channel

    def person(
        self,
        workspace: Workspace,
        name: str,
        *,
        channels: Iterable[Channel] = (),
        admin: bool = False,
        owner: bool = False,
        guest: bool = False,
        deactivated: bool = False,
        stranger: bool = False,
        zone: str = "Europe/Berlin",
    ) -> Person:
        """Make somebody in a workspace, a member of some channels."""
        user = User(
            id=self.world.new_id("U"),
            name=name,
            team=self.world.new_id("T") if stranger else workspace.id,
            admin=admin,
            owner=owner,
            guest=guest,
            deactivated=deactivated,
            stranger=stranger,
            zone=zone,
        )
        workspace.users[user.id] = user
        for channel in channels:
            channel.members.add(user.id)
        return Person(
            core=self.core,
            workspace=workspace,
            user=user,
            events=self.events,
            responses=self.responses,
            courier=lambda: self.courier,
        )

    def user_group(self, workspace: Workspace, handle: str, users: Iterable[Person]) -> UserGroup:
        """Make a user group."""
        group = UserGroup(
            id=self.world.new_id("S"), name=handle, handle=handle, users=[one.id for one in users]
        )
        workspace.groups[group.id] = group
        return group

    def mentions(self, message: Message) -> list[str]:
        """Give whom a message calls, such as "!channel" or "@U0000000001"."""
        return mentions(message.text, message.blocks)

    def uninstall(self, workspace: Workspace) -> None:
        """Let an admin remove the app: its tokens end, and it is told."""
        for token, grant in self.world.grants.items():
            if grant.team == workspace.id and grant.state == "active":
                grant.state = "account_inactive"
                self.events.send(
                    workspace, {"type": "tokens_revoked", "tokens": {"bot": [token], "oauth": []}}
                )
        self.events.send(workspace, {"type": "app_uninstalled"})

    def signs_in(self, person: Person) -> None:
        """Let somebody be the one who sees the consent page of OAuth."""
        self.oauth.consenting = (person.workspace.id, person.id)

    async def connected(self, connections: int = 1) -> None:
        """Wait until the app has opened so many connections of Socket Mode."""
        await self.until(lambda: len(self.socket.sockets) >= connections)

    async def until(self, what: Callable[[], object], seconds: float = 3.0) -> None:
        """Wait until something holds; fail after some real seconds."""
        await self.world.until(what, seconds)

    async def settled(self, quiet: float = 0.05) -> None:
        """Wait until every event is told and the app has asked nothing for a moment."""
        await self.events.settled()
        asked = -1
        while asked != len(self.core.calls) or self.core.under_way:
            asked = len(self.core.calls)
            await asyncio.sleep(quiet)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        workspace = self.world.workspaces.get(request.match_info["team"])
        file = workspace.files.get(request.match_info["file"]) if workspace else None
        if file is None or file.ticket != request.match_info["ticket"] or file.content is not None:
            return web.Response(status=404, text="not found")
        content = await request.read()
        if len(content) != file.length:
            return web.Response(status=400, text="length mismatch")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")
