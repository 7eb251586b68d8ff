"""The stand-in for Discord in a process of its own, as far away as the real one.

Beside the client in one process it would take the interpreter from it at every turn, and the
figures would be those of two programs. The other side presses buttons, and tells how long each
took to be answered.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from tests.fakes.discord import Channel, Discord, Message, User
from tests.fakes.discord import interactions as kinds
from tests.fakes.discord.errors import Json
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.posting import Uploads

PEOPLE, AT_ONCE = 200, 20
#: Who has not been answered by then has been told that it failed.
LATE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A thing of the other process, by its id."""

    id: int


class Far:
    """The stand-in elsewhere. Ask it with ``call``; ``homes`` are its servers, with channels."""

    def __init__(self, *, guilds: int = 1, channels: int = 1, **settings: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_live, args=(theirs, guilds, channels, settings))

    def __enter__(self) -> Far:
        self._process.start()
        self.token, self.api_url, self.gateway_url, homes = self._pipe.recv()
        self.homes = [
            (Known(id=guild), [Known(id=number) for number in channels])
            for guild, channels in homes
        ]
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.send(None)
        self._process.join(10)

    async def call(self, name: str, *args: Any) -> Any:
        """Ask the other side to do something, and give what came of it."""
        self._pipe.send((name, args))
        return await asyncio.to_thread(self._pipe.recv)


class Driver:
    """Presses buttons of the newest message, and times each answer."""

    def __init__(self, discord: Discord, channel: Channel) -> None:
        self._discord = discord
        self._channel = channel
        self._people = self._members()
        self._answered: dict[int, asyncio.Future[None]] = {}
        respond = kinds.Interactions.respond

        def hear(
            every: kinds.Interactions, one: Interaction, kind: int, data: Json, uploads: Uploads
        ) -> None:
            respond(every, one, kind, data, uploads)
            waiting = self._answered.pop(one.id, None)
            if waiting is not None and not waiting.done():
                waiting.set_result(None)

        kinds.Interactions.respond = hear  # type: ignore[method-assign,assignment]

    async def many(self, count: int) -> float:
        """Press so often, a few at once; give how many are answered in a second."""
        numbers: Iterator[int] = iter(range(count))

        async def some() -> None:
            for number in numbers:
                await self.press(number)

        begun = time.perf_counter()
        await asyncio.gather(*(some() for _ in range(AT_ONCE)))
        return count / (time.perf_counter() - begun)

    async def steadily(self, rate: int, seconds: int) -> list[float]:
        """Press at a steady rate; give what each waits."""
        begun = time.perf_counter()
        tasks = []
        for number in range(rate * seconds):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(self.press(number)))
        return list(await asyncio.gather(*tasks))

    async def at_once(self, count: int) -> list[float]:
        """Press all at once; give what each waits."""
        return list(await asyncio.gather(*(self.press(number) for number in range(count))))

    async def press(self, number: int) -> float:
        """Press once, as one of the people, and give the seconds until it is answered."""
        message = next(reversed(self._channel.messages.values()))
        guild, button = self._channel.guild, _button(message, number // PEOPLE)
        assert guild is not None
        begun = time.perf_counter()
        one = self._discord.interactions.begin(
            kinds.COMPONENT,
            self._people[number % PEOPLE],
            self._channel,
            {"component_type": 2, "custom_id": button["custom_id"], "id": button["id"]},
            owners={"0": str(guild.id)},
            message=message,
        )
        waiting = asyncio.get_running_loop().create_future()
        self._answered[one.id] = waiting
        await asyncio.wait((waiting,), timeout=LATE)
        self._channel.whispers.clear()
        return time.perf_counter() - begun

    async def outcome(self) -> tuple[int, int]:
        """Give how many requests were too many, and how many messages there are."""
        every = self._discord.world.channels.values()
        return self._discord.limits.refused, sum(len(each.messages) for each in every)

    def _members(self) -> Sequence[User]:
        world, guild = self._discord.world, self._channel.guild
        assert guild is not None
        people = [world.add_user(f"p{number}") for number in range(PEOPLE)]
        for person in people:
            world.add_member(guild, person)
        return people


def _button(message: Message, turn: int) -> Json:
    """Give one of the options' buttons, another each turn."""
    rows = [row for row in message.components[-1]["components"] if row["type"] == 1]
    found: list[Json] = [button for row in rows for button in row["components"]]
    return found[turn % 2]


def _live(pipe: Connection, guilds: int, channels: int, settings: dict[str, Any]) -> None:
    asyncio.run(_serve(pipe, guilds, channels, settings))


async def _serve(pipe: Connection, guilds: int, channels: int, settings: dict[str, Any]) -> None:
    async with Discord(**settings) as discord:
        world, made, homes = discord.world, [], []
        for name in range(guilds):
            guild = world.add_guild(f"Study hall {name}")
            made += [world.add_channel(guild, f"c{number}") for number in range(channels)]
            homes.append((guild.id, [channel.id for channel in made[-channels:]]))
        pipe.send((discord.token, discord.api_url, discord.gateway_url, homes))
        driver = Driver(discord, made[0])
        while (asked := await asyncio.to_thread(pipe.recv)) is not None:
            name, args = asked
            pipe.send(await getattr(driver, name)(*args))
