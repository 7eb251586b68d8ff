"""The door of the Web API: who may call, how often, what goes wrong, and the log of calls.

Knows HTTP and the table of methods; what a method does is the method's affair.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from aiohttp import web

from tests.fakes.slack import arguments
from tests.fakes.slack.core import Core, Record
from tests.fakes.slack.errors import Json, Limited, Refused
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.methods import SPECS, Call, Spec
from tests.fakes.slack.world import Grant

_BEFORE = {"before", "refused", "limited", "broken"}


@dataclass(slots=True)
class Gate:
    """Takes requests to /api/METHOD."""

    core: Core

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a call of the Web API as Slack would."""
        method = request.match_info["method"]
        record = Record(method=method, team="", arguments={}, at=self.core.clock.now())
        self.core.calls.append(record)
        self.core.under_way += 1
        try:
            return await self._answer(request, method, record)
        finally:
            self.core.under_way -= 1
            self.core.world.changed()

    async def _answer(
        self, request: web.Request, method: str, record: Record
    ) -> web.StreamResponse:
        fault = self.core.faults.take(method)
        try:
            if fault is not None and fault.kind in _BEFORE:
                record.error = fault.kind
                await request.read()
                return self._fail(request, fault)
            spec, grant, sent = await self._admit(request, method, record)
            body = {"ok": True, **self._run(spec, grant, sent)}
            record.answer = body
            answer = _json(body, grant, spec)
        except Limited as limited:
            record.error = "ratelimited"
            return _limited(limited.seconds)
        except Refused as refused:
            record.error = refused.error
            record.answer = refused.body()
            return _json(refused.body(), None, None)
        if fault is None:
            return answer
        self.core.world.changed()
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            return answer
        return self._fail(request, fault)

    async def _admit(
        self, request: web.Request, method: str, record: Record
    ) -> tuple[Spec, Grant | None, arguments.Arguments]:
        sent, token = await arguments.read(request)
        record.arguments = sent.values
        spec = SPECS.get(method)
        if spec is None:
            raise Refused("unknown_method")
        grant = None if spec.token == "none" else self._grant(token)
        if grant is not None:
            record.team = grant.team
            channel = sent.text("channel") or ""
            self.core.limits.check(method, grant.team, channel)
            if spec.scopes and not grant.scopes & set(spec.scopes):
                raise Refused(
                    "missing_scope",
                    needed=",".join(spec.scopes),
                    provided=",".join(sorted(grant.scopes)),
                )
        return spec, grant, sent

    def _grant(self, token: str | None) -> Grant:
        if not token:
            raise Refused("not_authed")
        if token == self.core.app.app_token:
            raise Refused("not_allowed_token_type")
        grant = self.core.world.grants.get(token)
        if grant is None:
            raise Refused("invalid_auth")
        if grant.expires is not None and grant.expires <= self.core.clock.now():
            raise Refused("token_expired")
        if grant.state != "active":
            raise Refused(grant.state)
        return grant

    def _run(self, spec: Spec, grant: Grant | None, sent: arguments.Arguments) -> Json:
        assert grant is not None
        workspace = self.core.world.workspaces[grant.team]
        return spec.run(Call(core=self.core, workspace=workspace, grant=grant, arguments=sent))

    def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        match fault.kind:
            case "lost" | "broken":
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=500)
            case "limited":
                return _limited(max(1, round(fault.seconds)))
            case "refused":
                return _json({"ok": False, "error": fault.error}, None, None)
            case _:
                return web.Response(status=fault.status, text="upstream connect error")


def _json(body: Json, grant: Grant | None, spec: Spec | None) -> web.Response:
    answer = web.json_response(body)
    if grant is not None and spec is not None:
        answer.headers["x-oauth-scopes"] = ",".join(sorted(grant.scopes))
        answer.headers["x-accepted-oauth-scopes"] = ",".join(spec.scopes)
    return answer


def _limited(seconds: int) -> web.Response:
    return web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(seconds)}
    )
