"""The gateway's WebSocket: hello, identify, heartbeats, resume, and every way to be cut off.

Knows opcodes and close codes; must not know what events mean.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from aiohttp import WSMsgType, web

from tests.fakes.discord.errors import Json
from tests.fakes.discord.gateway.intents import KNOWN, PRIVILEGED
from tests.fakes.discord.gateway.sessions import Session, Sessions
from tests.fakes.discord.world import World

HEARTBEAT: Final = 41.25
SENDS_MOST: Final = 120
SENDS_WINDOW: Final = 60.0
IDENTIFY_WINDOW: Final = 5.0
GUILDS_PER_SHARD_MOST: Final = 2500
PAYLOAD_BYTES_MOST: Final = 4096


class _Cut(Exception):
    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


@dataclass(slots=True, eq=False)
class _Line:
    """One connection: texts and a last close code go out in order."""

    socket: web.WebSocketResponse
    deflate: zlib._Compress | None
    out: asyncio.Queue[str | int] = field(default_factory=asyncio.Queue)
    session: Session | None = None
    received: deque[float] = field(default_factory=deque)
    is_cut: bool = False

    def send(self, text: str) -> None:
        self.out.put_nowait(text)

    def cut(self, code: int) -> None:
        self.is_cut = True
        self.out.put_nowait(code)

    async def write(self) -> None:
        while True:
            item = await self.out.get()
            if isinstance(item, int):
                await self.socket.close(code=item)
                return
            if self.deflate is None:
                await self.socket.send_str(item)
            else:
                data = self.deflate.compress(item.encode())
                await self.socket.send_bytes(data + self.deflate.flush(zlib.Z_SYNC_FLUSH))


@dataclass(slots=True)
class Gateway:
    """The gateway as tests can break it."""

    world: World
    sessions: Sessions
    enabled_intents: int = 0
    max_concurrency: int = 1
    is_down: bool = False
    identifies: int = 0
    resumes: int = 0
    heartbeats: int = 0
    closes: list[int] = field(default_factory=list)
    _lines: set[_Line] = field(default_factory=set)
    _identified: dict[int, float] = field(default_factory=dict)

    # --- for tests ---------------------------------------------------------------------------

    @property
    def connected(self) -> int:
        """Return how many identified connections there are."""
        return sum(line.session is not None for line in self._lines)

    def drop(self, code: int = 4000) -> None:
        """Close every connection with a code."""
        for line in self._lines:
            line.cut(code)

    def break_off(self) -> None:
        """Break every connection without a word."""
        for line in self._lines:
            transport = line.socket._req.transport if line.socket._req else None
            if transport is not None:
                transport.abort()

    def ask_to_reconnect(self) -> None:
        """Ask every client to reconnect and resume (op 7)."""
        self._tell(7, None)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every client that its session is invalid (op 9)."""
        if not resumable:
            self.sessions.all.clear()
        self._tell(9, resumable)

    def go_down(self) -> None:
        """Cut everybody off and let nobody in."""
        self.is_down = True
        self.break_off()

    def come_back(self) -> None:
        """Let clients in again."""
        self.is_down = False

    def _tell(self, op: int, data: object) -> None:
        for line in self._lines:
            line.send(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    # --- the connection ----------------------------------------------------------------------

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Talk to one client until either hangs up."""
        if self.is_down:
            return web.Response(status=503)
        query = request.query
        if query.get("compress", "zlib-stream") != "zlib-stream":
            return web.Response(status=400, text="this stand-in speaks zlib-stream only")
        socket = web.WebSocketResponse(max_msg_size=0, compress=False)
        await socket.prepare(request)
        compressed = "compress" in query
        line = _Line(socket, zlib.compressobj() if compressed else None)
        self._lines.add(line)
        writer = asyncio.create_task(line.write())
        try:
            if query.get("v") != "10" or query.get("encoding") != "json":
                raise _Cut(4012, "Invalid API version")
            interval = int(self.world.clock.real(HEARTBEAT) * 1000)
            hello = {"heartbeat_interval": interval, "_trace": []}
            line.send(json.dumps({"op": 10, "d": hello, "s": None, "t": None}))
            said_goodbye = await self._listen(line, interval / 1000)
            self._leave(line, said_goodbye)
        except _Cut as cut:
            self.closes.append(cut.code)
            line.cut(cut.code)
        finally:
            self._leave(line, None)
            self._lines.discard(line)
            if line.is_cut:
                # The close frame has to go out, and the client's answer to come, in their turn.
                await asyncio.wait((writer,), timeout=1.0)
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await writer
            if not socket.closed:
                await socket.close()
        return socket

    def _leave(self, line: _Line, code: int | None) -> None:
        session = line.session
        if session is None or session.send != line.send:
            return
        session.send, session.left_at = None, self.world.clock.now()
        if code in (1000, 1001):
            self.sessions.all.pop(session.id, None)
        self.world.pulse()

    async def _listen(self, line: _Line, interval: float) -> int | None:
        """Take what a client sends; return the code it closes with, if it is the first to."""
        while True:
            try:
                # A client that has missed two heartbeats is taken for dead.
                message = await line.socket.receive(timeout=interval * 2.5)
            except TimeoutError:
                raise _Cut(4000, "no heartbeat") from None
            if message.type is WSMsgType.CLOSE and not line.is_cut:
                return int(message.data or 0)
            if message.type is not WSMsgType.TEXT:
                return None
            if len(message.data) > PAYLOAD_BYTES_MOST:
                raise _Cut(4002, "Decode error")
            self._count(line)
            try:
                frame = json.loads(message.data)
                op, data = frame["op"], frame.get("d")
            except (ValueError, KeyError, TypeError):
                raise _Cut(4002, "Decode error") from None
            self._take(line, op, data)

    def _count(self, line: _Line) -> None:
        now = self.world.clock.now()
        line.received.append(now)
        while line.received and line.received[0] < now - SENDS_WINDOW:
            line.received.popleft()
        if len(line.received) > SENDS_MOST:
            raise _Cut(4008, "Rate limited")

    def _take(self, line: _Line, op: object, data: Json) -> None:
        match op:
            case 1:
                self.heartbeats += 1
                line.send(json.dumps({"op": 11, "d": None, "s": None, "t": None}))
            case 2:
                self._identify(line, data)
            case 6:
                self._resume(line, data)
            case 3 | 4 | 8:
                if line.session is None:
                    raise _Cut(4003, "Not authenticated")
            case _:
                raise _Cut(4001, "Unknown opcode")

    def _identify(self, line: _Line, data: Json) -> None:
        if line.session is not None:
            raise _Cut(4005, "Already authenticated")
        if data.get("token") != self.world.token:
            raise _Cut(4004, "Authentication failed")
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN:
            raise _Cut(4013, "Invalid intent(s)")
        if intents & PRIVILEGED & ~self.enabled_intents:
            raise _Cut(4014, "Disallowed intent(s)")
        shard, shards = data.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            raise _Cut(4010, "Invalid shard")
        bot_id = self.world.bot.id
        servers = sum(bot_id in guild.members for guild in self.world.guilds.values())
        if servers > GUILDS_PER_SHARD_MOST * shards:
            raise _Cut(4011, "Sharding required")
        now = self.world.clock.now()
        key = shard % self.max_concurrency
        if now - self._identified.get(key, float("-inf")) < IDENTIFY_WINDOW:
            line.send(json.dumps({"op": 9, "d": False, "s": None, "t": None}))
            return
        self._identified[key] = now
        self.identifies += 1
        line.session = self.sessions.begin(shard, shards, intents, line.send)
        self.world.pulse()

    def _resume(self, line: _Line, data: Json) -> None:
        if line.session is not None:
            raise _Cut(4005, "Already authenticated")
        if data.get("token") != self.world.token:
            raise _Cut(4004, "Authentication failed")
        session_id, seq = str(data.get("session_id")), data.get("seq")
        known = self.sessions.all.get(session_id)
        if known is not None and (not isinstance(seq, int) or seq > known.seq):
            raise _Cut(4007, "Invalid seq")
        line.session = self.sessions.resume(session_id, seq or 0, line.send)
        if line.session is None:
            line.send(json.dumps({"op": 9, "d": False, "s": None, "t": None}))
            return
        self.resumes += 1
        self.world.pulse()
