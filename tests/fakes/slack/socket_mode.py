"""Socket Mode: connections opened by the app, envelopes sent down, acknowledgements sent up.

Knows WebSockets and envelopes; what an envelope holds is somebody else's affair.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.fakes.slack import arguments
from tests.fakes.slack.core import Core, Record
from tests.fakes.slack.courier import Ack, Kind, Retry
from tests.fakes.slack.errors import Json, Limited, Refused

MOST_CONNECTIONS = 10
CONNECTION_SECONDS = 18060
#: Interactive payloads that may be answered within the acknowledgement.
_ANSWERED = {"view_submission", "block_suggestion"}


@dataclass(slots=True)
class SocketMode:
    """The app's open connections, and the envelopes not yet acknowledged."""

    core: Core
    sockets: dict[web.WebSocketResponse, asyncio.Transport | None] = field(default_factory=dict)
    opened: int = 0
    _tickets: set[str] = field(default_factory=set)
    _asked: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)
    _late: set[str] = field(default_factory=set)
    _turn: int = 0

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Answer apps.connections.open with a URL that may be used once."""
        record = Record(
            method="apps.connections.open", team="", arguments={}, at=self.core.clock.now()
        )
        self.core.calls.append(record)
        _, token = await arguments.read(request)
        try:
            fault = self.core.faults.take("apps.connections.open")
            if fault is not None:
                return web.Response(status=fault.status, text="upstream connect error")
            if not token:
                raise Refused("not_authed")
            if token != self.core.app.app_token:
                known = token in self.core.world.grants
                raise Refused("not_allowed_token_type" if known else "invalid_auth")
            self.core.limits.check("apps.connections.open", self.core.app.id)
        except Limited as limited:
            headers = {"Retry-After": str(limited.seconds)}
            body: Json = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers=headers)
        except Refused as refused:
            record.error = refused.error
            return web.json_response(refused.body())
        ticket = self.core.word(32)
        self._tickets.add(ticket)
        address = self.core.address.replace("http://", "ws://")
        url = f"{address}/link/?ticket={ticket}&app_id={self.core.app.id}"
        return web.json_response({"ok": True, "url": url})

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection for as long as it lasts."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30.0)
        await socket.prepare(request)
        if len(self.sockets) >= MOST_CONNECTIONS:
            await socket.send_json(self._goodbye("too_many_websockets"))
            await socket.close()
            return socket
        self.sockets[socket] = request.transport
        self.opened += 1
        try:
            await socket.send_json(self._hello())
            self.core.world.changed()
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._heard(message.data)
        finally:
            self.sockets.pop(socket, None)
            self.core.world.changed()
        return socket

    async def ask(self, kind: Kind, payload: Json, retry: Retry | None = None) -> Ack:
        """Send an envelope down one of the connections and wait for its acknowledgement."""
        began = time.perf_counter()
        usable = [socket for socket in self.sockets if not socket.closed]
        if not usable:
            return Ack(error="dispatch_failed", reason="timeout")
        self._turn += 1
        socket = usable[self._turn % len(usable)]
        name = str(uuid.uuid4())
        takes = kind == "slash_commands" or payload.get("type") in _ANSWERED
        envelope: Json = {
            "envelope_id": name,
            "payload": payload,
            "type": kind,
            "accepts_response_payload": takes,
        }
        if kind == "events_api":
            envelope["retry_attempt"] = retry.number if retry else 0
            envelope["retry_reason"] = retry.reason if retry else ""
        future: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._asked[name] = future
        try:
            await socket.send_json(envelope)
            answer = await asyncio.wait_for(future, self.core.waits.ack)
        except (TimeoutError, ConnectionError):
            self._late.add(name)
            seconds = time.perf_counter() - began
            return Ack(error="operation_timeout", reason="timeout", seconds=seconds)
        finally:
            del self._asked[name]
        if answer is not None and not takes:
            self.core.world.complain(f"{payload.get('type', kind)} takes no answer: {answer}")
        return Ack(payload=answer, seconds=time.perf_counter() - began)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to come back on another one; nothing more is sent on it."""
        for socket in list(self.sockets):
            del self.sockets[socket]
            await socket.send_json(self._goodbye(reason))

    async def warn(self) -> None:
        """Tell every connection that it will be refreshed before long."""
        for socket in list(self.sockets):
            await socket.send_json(self._goodbye("warning"))

    async def drop(self) -> None:
        """Break every connection without a word."""
        for socket in list(self.sockets):
            transport = self.sockets.pop(socket)
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        """Close what is open."""
        for socket in list(self.sockets):
            await socket.close()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.sockets),
            "debug_info": {
                "host": "applink-stand-in",
                "build_number": 1,
                "approximate_connection_time": CONNECTION_SECONDS,
            },
            "connection_info": {"app_id": self.core.app.id},
        }

    def _goodbye(self, reason: str) -> Json:
        return {
            "type": "disconnect",
            "reason": reason,
            "debug_info": {"host": "applink-stand-in"},
        }

    def _heard(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            self.core.world.complain(f"not JSON on the socket: {text[:80]}")
            return
        name = message.get("envelope_id", "")
        future = self._asked.get(name)
        if future is not None and not future.done():
            future.set_result(message.get("payload"))
        elif name in self._late:
            self.core.world.complain("acknowledged too late")
        else:
            self.core.world.complain(f"acknowledged what was never asked: {text[:80]}")
