"""The stand-in itself: a server on this machine that a real Discord client can be pointed at.

Knows the order in which a request is met (trouble, ban, token, rate limits, body, schema, route)
and what every answer carries; must not know what a route does.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from aiohttp import web

from tests.fakes.discord.calls import Call, read_body
from tests.fakes.discord.checks.schema import check_schema
from tests.fakes.discord.clock import Clock
from tests.fakes.discord.entities import Guild, Role
from tests.fakes.discord.errors import Json, Refused, unauthorized
from tests.fakes.discord.faults import Fault, Faults, Trouble
from tests.fakes.discord.gateway.sessions import Sessions
from tests.fakes.discord.gateway.socket import Gateway
from tests.fakes.discord.interactions import Interactions
from tests.fakes.discord.person import Person
from tests.fakes.discord.posting import Uploads
from tests.fakes.discord.rates import Limits, Verdict, floor
from tests.fakes.discord.routes import ROUTES, Route
from tests.fakes.discord.world import World

API: Final = "/api/v10"
WITHOUT_TOKEN: Final = ("/gateway", "/interactions/", "/webhooks/")
Answer: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A request that came, and how it was answered (0: not at all)."""

    method: str
    path: str
    template: str
    body: Json | list[Json] | None
    files: tuple[str, ...]
    status: int
    at: float
    errors: Json | None = None


class Discord:
    """A Discord of one application on a port of this machine.

    `speed` is how many of its seconds pass in a real one; `pace` shortens the rate-limit windows
    alone, keeping their ratios; `schema` says whether bodies are held against the official
    description as well; `enabled_intents` are the privileged ones switched on for the bot.
    """

    def __init__(
        self,
        *,
        speed: float = 1.0,
        pace: float = 1.0,
        start: datetime | None = None,
        schema: bool = True,
        enabled_intents: int = 0,
        recording: bool = True,
    ) -> None:
        self.clock = Clock(speed=speed, start=start)
        self.world = World(self.clock)
        self.limits = Limits(self.clock, pace)
        self.faults = Faults()
        self.interactions = Interactions(self.world)
        self.sessions = Sessions(self.world)
        self.gateway = Gateway(self.world, self.sessions, enabled_intents)
        self.requests: list[Record] = []
        self._schema = schema
        self._recording = recording
        self._runner: web.AppRunner | None = None
        self._port = 0
        self.world.listeners.append(self.sessions.hear)

    # --- running -----------------------------------------------------------------------------

    async def __aenter__(self) -> Discord:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen on a port of this machine (0: any free one)."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        for route in ROUTES:
            app.router.add_route(route.method, API + route.template, self._answer(route))
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_get("/attachments/{tail:.*}", self._file)
        app.router.add_route("*", "/{tail:.*}", self._nowhere)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        self.sessions.resume_url = self.gateway_url
        self.world.cdn = f"http://127.0.0.1:{self._port}"

    async def stop(self) -> None:
        """Hang up and stop listening."""
        self.gateway.drop(1001)
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def token(self) -> str:
        """Return the bot's token."""
        return self.world.token

    @property
    def api_url(self) -> str:
        """Return what `DISCORD_API_BASE_URL` is set to."""
        return f"http://127.0.0.1:{self._port}{API}"

    @property
    def gateway_url(self) -> str:
        """Return what `DISCORD_GATEWAY_URL` is set to."""
        return f"ws://127.0.0.1:{self._port}/gateway"

    # --- for tests ---------------------------------------------------------------------------

    def person(self, name: str, *guilds: Guild, roles: tuple[Role, ...] = ()) -> Person:
        """Make a person, a member of these servers."""
        user = self.world.add_user(name.lower(), display=name)
        for guild in guilds:
            self.world.add_member(guild, user, *roles)
        return Person(self.world, self.interactions, user)

    def sent(self, method: str, template: str) -> list[Record]:
        """Return the requests of an operation that came, in order."""
        return [
            each for each in self.requests if (each.method, each.template) == (method, template)
        ]

    def floor(self, posts: int, *, channels: int = 1_000_000) -> float:
        """Return the least real seconds in which that many posts can be made here."""
        return floor(posts, channels=channels, speed=self.clock.speed, pace=self.limits.pace)

    # --- answering ---------------------------------------------------------------------------

    def _answer(self, route: Route) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            path = request.path.removeprefix(API)
            fault = self.faults.befalls(request.method, path)
            body: Json | list[Json] | None = None
            uploads: Uploads = {}
            verdict = Verdict({})
            errors: Json | None = None
            status = 0
            reply: Json | list[Json] | None = None
            try:
                if fault is not None:
                    await self._before(fault, request)
                if self.limits.banned:
                    return web.Response(status=429, text="banned", content_type="text/html")
                self._authorize(request, path)
                verdict = self._limit(route, request, fault)
                if verdict.body is not None:
                    status, reply = 429, verdict.body
                else:
                    body, uploads = await read_body(request)
                    status, reply = self._carry_out(route, request, body, uploads)
            except Refused as refused:
                status, reply, errors = refused.status, refused.body, refused.errors
            except ConnectionResetError:
                status = 0
            shared = verdict.headers.get("X-RateLimit-Scope") == "shared"
            self.limits.note(status, shared=shared)
            if self._recording:
                self.requests.append(
                    Record(
                        method=request.method,
                        path=path,
                        template=route.template,
                        body=body,
                        files=tuple(name for name, _ in uploads.values()),
                        status=status,
                        at=self.clock.now(),
                        errors=errors,
                    )
                )
            if fault is not None and fault.trouble is Trouble.FAILED_AFTER:
                status, reply = fault.status, None
            lost = fault is not None and fault.trouble is Trouble.LOST
            if status == 0 or lost:
                if request.transport is not None:
                    request.transport.abort()
                raise ConnectionResetError("the connection broke")
            return _written(status, reply, verdict.headers)

        return answer

    async def _before(self, fault: Fault, request: web.Request) -> None:
        match fault.trouble:
            case Trouble.REFUSED:
                raise Refused(fault.status, 0, f"{fault.status}: Server Error")
            case Trouble.UNSENT:
                raise ConnectionResetError
            case Trouble.SLOW:
                await self.clock.sleep(fault.seconds)
            case _:
                pass

    def _authorize(self, request: web.Request, path: str) -> None:
        given = request.headers.get("Authorization")
        if given is None and path.startswith(WITHOUT_TOKEN) and path != "/gateway/bot":
            return
        if given != f"Bot {self.world.token}":
            raise unauthorized()

    def _limit(self, route: Route, request: web.Request, fault: Fault | None) -> Verdict:
        if fault is not None and fault.trouble is Trouble.STORM:
            return self.limits.storm(fault.seconds)
        if route.template.startswith("/interactions/"):
            return Verdict({})
        info = request.match_info
        names = ("channel_id", "guild_id", "webhook_id", "webhook_token")
        major = "+".join(info[name] for name in names if name in info)
        counted = not route.template.startswith("/webhooks/")
        return self.limits.ask(f"{route.method} {route.template}", major, counted=counted)

    def _carry_out(
        self,
        route: Route,
        request: web.Request,
        body: Json | list[Json] | None,
        uploads: Uploads,
    ) -> tuple[int, Json | list[Json] | None]:
        if self._schema and body is not None:
            check_schema(route.method, route.template, body)
        call = Call(
            world=self.world,
            interactions=self.interactions,
            method=route.method,
            template=route.template,
            params=dict(request.match_info),
            query=dict(request.query),
            body=body,
            uploads=uploads,
            gateway_url=self.gateway_url,
            identifies_left=1000 - self.gateway.identifies,
            max_concurrency=self.gateway.max_concurrency,
        )
        return route.carry_out(call)

    async def _file(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.path)
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def _nowhere(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix(API)
        self.requests.append(
            Record(
                method=request.method,
                path=path,
                template="",
                body=None,
                files=(),
                status=404,
                at=self.clock.now(),
            )
        )
        return _written(404, {"message": "404: Not Found", "code": 0}, {})


def _written(status: int, reply: object, headers: dict[str, str]) -> web.Response:
    if reply is None and status < 300:
        return web.Response(status=204 if status == 200 else status, headers=headers)
    text = json.dumps(reply if reply is not None else {"message": "Server Error", "code": 0})
    # The client looks for exactly this type, without a charset.
    headers = headers | {"Content-Type": "application/json"}
    return web.Response(status=status, body=text.encode(), headers=headers)
