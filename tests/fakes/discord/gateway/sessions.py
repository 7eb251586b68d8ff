"""Sessions of the gateway: who hears what, and what is kept for those who come back.

Knows intents, shards, sequence numbers and replay; must not know sockets beyond a place to put
text into.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tests.fakes.discord import payloads, permissions
from tests.fakes.discord.errors import Json
from tests.fakes.discord.gateway.intents import (
    GUILDS,
    MESSAGE_CONTENT,
    needed,
    without_content,
)
from tests.fakes.discord.world import Event, World

SESSION_LIFE: Final = 180.0
KEPT_MOST: Final = 10_000


@dataclass(slots=True, kw_only=True, eq=False)
class Session:
    """One identified client, connected or expected back."""

    id: str
    shard: int
    shards: int
    intents: int
    seq: int = 0
    kept: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=KEPT_MOST))
    send: Callable[[str], None] | None = None
    left_at: float | None = None

    def tell(self, name: str, data: object) -> None:
        """Send an event, and keep it for a client that comes back."""
        self.seq += 1
        text = json.dumps({"op": 0, "t": name, "s": self.seq, "d": data})
        self.kept.append((self.seq, text))
        if self.send is not None:
            self.send(text)


@dataclass(slots=True)
class Sessions:
    """All sessions; `repeats` is how many coming events are told twice."""

    world: World
    all: dict[str, Session] = field(default_factory=dict)
    resume_url: str = ""
    repeats: int = 0
    _numbers: int = 0

    def begin(self, shard: int, shards: int, intents: int, send: Callable[[str], None]) -> Session:
        """Start a session: READY, then every server of its shard."""
        self._numbers += 1
        session = Session(
            id=f"session-{self._numbers}", shard=shard, shards=shards, intents=intents, send=send
        )
        self.all[session.id] = session
        world = self.world
        mine = [
            guild
            for guild in world.guilds.values()
            if world.bot.id in guild.members and shard_of(guild.id, shards) == shard
        ]
        session.tell(
            "READY",
            {
                "v": 10,
                "user": payloads.own_user(world.bot),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
                "session_id": session.id,
                "session_type": "normal",
                "resume_gateway_url": self.resume_url,
                "shard": [shard, shards],
                "application": {"id": str(world.bot.id), "flags": 0},
                "private_channels": [],
            },
        )
        if intents & GUILDS:
            for guild in mine:
                if not guild.unavailable:
                    session.tell("GUILD_CREATE", payloads.full_guild(guild, world.bot.id))
        return session

    def resume(self, session_id: str, seq: int, send: Callable[[str], None]) -> Session | None:
        """Take a session up again and replay what came after `seq`; `None` where it is over."""
        session = self.all.get(session_id)
        if session is None:
            return None
        now = self.world.clock.now()
        expired = session.left_at is not None and now - session.left_at > SESSION_LIFE
        lost = bool(session.kept) and session.kept[0][0] > seq + 1
        if expired or lost:
            del self.all[session_id]
            return None
        for number, text in session.kept:
            if number > seq:
                send(text)
        session.send, session.left_at = send, None
        session.tell("RESUMED", {"_trace": []})
        return session

    def hear(self, event: Event) -> None:
        """Tell an event to every session that has asked for it."""
        times = 1
        if self.repeats and event.name != "READY":
            self.repeats -= 1
            times = 2
        for session in list(self.all.values()):
            if self._concerns(session, event):
                data = event.data
                has_content = event.name in ("MESSAGE_CREATE", "MESSAGE_UPDATE")
                if has_content and not session.intents & MESSAGE_CONTENT:
                    data = without_content(data, self.world.bot.id)
                for _ in range(times):
                    session.tell(event.name, data)

    def again(self, name: str, count: int = 1) -> None:
        """Tell the last events of a name once more, as if they were new."""
        for session in self.all.values():
            told = [json.loads(text) for _, text in session.kept]
            for one in [each for each in told if each["t"] == name][-count:]:
                session.tell(name, one["d"])

    def _concerns(self, session: Session, event: Event) -> bool:
        home = 0 if event.guild_id is None else shard_of(event.guild_id, session.shards)
        if home != session.shard:
            return False
        wanted = needed(event.name, in_guild=event.guild_id is not None)
        if event.name == "GUILD_MEMBER_UPDATE" and _is_about(event.data, self.world.bot.id):
            wanted = 0
        if wanted and not session.intents & wanted:
            return False
        # What is said in a channel is told only to those who can see it.
        if event.channel is not None and event.name.startswith(("MESSAGE_", "THREAD_")):
            seen = permissions.in_channel(event.channel, self.world.bot.id)
            return bool(seen) or event.name == "THREAD_DELETE"
        return True


def _is_about(data: Json, user_id: int) -> bool:
    return bool(data.get("user", {}).get("id") == str(user_id))


def shard_of(guild_id: int, shards: int) -> int:
    """Return the shard that hears of a guild."""
    return (guild_id >> 22) % shards
