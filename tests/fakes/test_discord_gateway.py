"""The stand-in's gateway, through the real client: coming, going, and everything in between."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import discord as api
import pytest

from tests.fakes.discord import Discord, changes, running
from tests.fakes.discord.driven import PING, Probe, Stage, stage

MESSAGES = api.Intents(guilds=True, guild_messages=True)


async def pong(one: api.Interaction) -> None:
    await one.response.send_message("pong", ephemeral=True)


async def back(s: Stage) -> None:
    await s.ann.until(lambda: s.discord.gateway.connected == 1)


async def test_a_privileged_intent_that_is_not_switched_on_is_refused() -> None:
    asking = Probe(intents=api.Intents(guilds=True, members=True))
    async with Discord() as discord:
        discord.world.add_guild("Study hall")
        with pytest.raises(api.PrivilegedIntentsRequired):
            async with running(discord, asking):
                pass
        assert discord.gateway.closes == [4014]


async def test_a_wrong_token_is_refused() -> None:
    async with Discord() as discord:
        with pytest.raises(api.LoginFailure):
            async with running(discord, Probe(), token="wrong"):
                pass


async def test_what_was_missed_is_told_on_resuming() -> None:
    heard: list[str] = []

    class Listening(Probe):
        async def on_message(self, message: api.Message) -> None:
            heard.append(message.content)

    async with stage(bot=Listening(intents=MESSAGES)) as s:
        gateway = s.discord.gateway
        s.ann.user.bot = False
        gateway.drop(4000)
        await s.ann.until(lambda: gateway.connected == 0)
        s.ann.says(f"{s.discord.world.bot.mention} while away", in_=s.channel)
        await s.ann.until(lambda: gateway.resumes == 1)
        await s.ann.until(lambda: len(heard) == 1)
        assert (gateway.identifies, gateway.resumes) == (1, 1)
        assert "RESUMED" in s.bot.events
        assert s.bot.events.count("READY") == 1


@pytest.mark.parametrize("way", ["drop", "break_off", "ask_to_reconnect", "invalid but resumable"])
async def test_the_client_comes_back_to_its_session_after_every_kind_of_break(way: str) -> None:
    async with stage(registered=[PING]) as s:
        s.bot.answer = pong
        gateway = s.discord.gateway
        match way:
            case "drop":
                gateway.drop(1001)
            case "break_off":
                gateway.break_off()
            case "ask_to_reconnect":
                gateway.ask_to_reconnect()
            case _:
                gateway.invalidate(resumable=True)
        await s.ann.until(lambda: gateway.resumes == 1)
        assert (await s.ann.types("/ping")).text == "pong"


async def test_an_invalid_session_is_begun_anew() -> None:
    async with stage(registered=[PING]) as s:
        s.bot.answer = pong
        s.discord.clock.advance(5)
        s.discord.gateway.invalidate()
        await s.ann.until(lambda: s.discord.gateway.identifies == 2)
        await s.ann.until(lambda: s.bot.events.count("READY") == 2)
        assert (await s.ann.types("/ping")).text == "pong"


async def test_an_hour_without_a_gateway_ends_the_session() -> None:
    async with stage(registered=[PING]) as s:
        s.bot.answer = pong
        gateway = s.discord.gateway
        gateway.go_down()
        await s.ann.until(lambda: gateway.connected == 0)
        s.discord.clock.advance(3600)
        gateway.come_back()
        await s.ann.until(lambda: gateway.identifies == 2, within=10)
        assert gateway.resumes == 0
        await s.ann.until(lambda: s.bot.events.count("GUILD_CREATE") == 2)
        assert (await s.ann.types("/ping")).text == "pong"


async def test_events_told_twice_reach_the_client_twice() -> None:
    async with stage(registered=[PING]) as s:
        s.bot.answer = pong
        s.discord.sessions.repeats = 1
        assert (await s.ann.types("/ping")).text == "pong"
        await s.ann.until(lambda: len(s.bot.heard) == 2)
        assert s.bot.heard[0].id == s.bot.heard[1].id
        s.discord.sessions.again("INTERACTION_CREATE")
        await s.ann.until(lambda: len(s.bot.heard) == 3)
        assert len(s.ann.whispers(s.channel)) == 1


async def test_what_happens_to_a_server_is_told() -> None:
    async with stage() as s:
        world, guild = s.discord.world, s.guild
        known = s.bot.get_guild(guild.id)
        assert known is not None
        role = world.add_role(guild, "Reds")
        await s.ann.until(lambda: known.get_role(role.id) is not None)
        changes.delete_role(world, guild, role)
        changes.delete_channel(world, s.channel)
        await s.ann.until(lambda: known.get_role(role.id) is None)
        await s.ann.until(lambda: known.get_channel(s.channel.id) is None)
        changes.outage(world, guild)
        await s.ann.until(lambda: known.unavailable)
        changes.outage(world, guild, over=True)
        await s.ann.until(lambda: not known.unavailable)
        changes.kick_bot(world, guild)
        await s.ann.until(lambda: s.bot.get_guild(guild.id) is None)
        world.add_bot(guild)
        await s.ann.until(lambda: s.bot.get_guild(guild.id) is not None)
        assert s.bot.events[-1] == "GUILD_CREATE"


async def test_each_shard_hears_of_its_own_servers() -> None:
    probe = Probe(shards=3)
    async with Discord() as discord:
        discord.gateway.max_concurrency = 3
        guilds = [discord.world.add_guild(f"Hall {n}") for n in range(9)]
        async with running(discord, probe):
            assert discord.gateway.connected == 3
            assert {each.shard_id for each in probe.guilds} == {0, 1, 2}
            assert len(probe.guilds) == 9
            place = discord.world.add_channel(guilds[4], "general")
            ann = discord.person("Ann", guilds[4])
            await ann.until(lambda: probe.get_channel(place.id) is not None)


async def test_identifying_too_fast_is_answered_with_an_invalid_session() -> None:
    probe = Probe(shards=2)
    async with Discord(speed=20) as discord:
        discord.world.add_guild("Study hall")
        probe.wait_before_identify = lambda: asyncio.sleep(0.1)
        async with running(discord, probe):
            assert discord.gateway.identifies == 2
            assert len(discord.sessions.all) == 2


async def test_more_servers_than_a_shard_holds_are_refused() -> None:
    async with Discord() as discord:
        for number in range(2501):
            discord.world.add_guild(f"Hall {number}")
        code = await _closing_code(discord, _identify(discord))
        assert code == 4011
        async with aiohttp.ClientSession() as http:
            headers = {"Authorization": f"Bot {discord.token}"}
            async with http.get(discord.api_url + "/gateway/bot", headers=headers) as answer:
                assert (await answer.json())["shards"] == 3


def _identify(discord: Discord, **changed: object) -> dict[str, Any]:
    data = {"token": discord.token, "intents": 1, "properties": {}} | changed
    return {"op": 2, "d": data}


async def _closing_code(
    discord: Discord, *frames: object, query: str = "?v=10&encoding=json"
) -> int:
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(discord.gateway_url + query) as socket,
    ):
        for frame in frames:
            await socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))
        while True:
            message = await socket.receive(timeout=5)
            if message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED):
                return socket.close_code or 0


async def test_every_wrong_frame_has_its_close_code() -> None:
    async with Discord() as discord:
        discord.world.add_guild("Study hall")
        beat = {"op": 1, "d": None}
        resume = {"op": 6, "d": {"token": discord.token, "session_id": "session-1", "seq": 99}}
        cases: list[tuple[int, tuple[object, ...]]] = [
            (4001, ({"op": 99, "d": None},)),
            (4002, ("not json",)),
            (4002, ("x" * 4097,)),
            (4003, ({"op": 3, "d": {}},)),
            (4004, (_identify(discord, token="wrong"),)),
            (4005, (_identify(discord), _identify(discord))),
            (4007, (resume,)),
            (4008, (beat,) * 121),
            (4010, (_identify(discord, shard=[2, 2]),)),
            (4013, (_identify(discord, intents=1 << 40),)),
        ]
        for code, frames in cases:
            assert await _closing_code(discord, *frames) == code, frames
        assert await _closing_code(discord, query="?v=8&encoding=json") == 4012


async def test_a_client_that_stops_beating_is_cut_off() -> None:
    async with Discord(speed=500) as discord:
        assert await _closing_code(discord) == 4000
