"""The connection: a beginning that goes wrong, commands kept in step, trouble on the gateway."""

from __future__ import annotations

import asyncio
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.adapters.discord import client as module
from bot.adapters.discord.client import Client, Ends
from bot.adapters.discord.commands import tree
from bot.adapters.discord.pace import Pace
from bot.adapters.discord.syncing import same, sync
from bot.core.errors import NotYet, Refusal
from bot.services.surface import Spot
from tests.adapters.discord.hall import hall
from tests.fakes.discord import Discord, Trouble

COMMANDS = "/applications/{application_id}/commands"


async def test_a_discord_that_cannot_be_reached_is_tried_again(tmp_path: Path) -> None:
    discord = Discord(pace=1000)
    discord.faults.add(Trouble.REFUSED, "GET", r"/users/@me$", times=2, status=503)
    discord.faults.add(Trouble.REFUSED, "GET", r"/gateway/bot$", status=503)
    with patch.object(module, "RETRY_FIRST", 0.01):
        async with hall(tmp_path, discord=discord) as here:
            await here.found("Ann")
            assert "You picked A" in (await here.person("Ann").clicks("A", in_=here.study)).text


async def test_a_token_that_is_not_accepted_ends_it_in_words() -> None:
    async with Discord() as discord:
        client = Client(Ends(discord.api_url, discord.gateway_url))
        with pytest.raises(Refusal, match="does not accept DISCORD_TOKEN"):
            await client.live("wrong")
        await client.close()


@pytest.mark.long
async def test_a_token_that_is_taken_back_ends_it_in_words(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        here.discord.world.token = "another"
        here.discord.gateway.invalidate()
        with pytest.raises(Refusal, match="does not accept DISCORD_TOKEN"):
            await asyncio.wait_for(asyncio.shield(here.living), 20)


async def test_it_asks_for_no_privileged_intent(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        assert here.home.client.intents.value == 1


async def test_commands_are_registered_only_where_they_differ(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        client = here.home.client
        assert len(here.discord.sent("PUT", COMMANDS)) == 1
        assert not await sync(client)
        assert len(here.discord.sent("PUT", COMMANDS)) == 1
        # Somebody has changed a word of them meanwhile.
        found = next(iter(here.discord.world.commands.values()))
        found.data = found.data | {"description": "Something else"}
        assert await sync(client)
        assert not await sync(client)


def test_what_discord_leaves_out_or_writes_otherwise_is_no_difference() -> None:
    wanted = {"name": "n", "options": [], "required": False, "default_member_permissions": 32}
    found = {"name": "n", "default_member_permissions": "32", "version": "7", "id": "1"}
    assert same(wanted, found)
    assert same({"contexts": [0, 1]}, {"contexts": [1, 0]})
    assert not same({"options": [{"name": "a"}]}, {"options": []})
    assert not same({"options": [{"name": "a"}]}, {"options": [{"name": "b"}]})
    assert same(tree(), tree())


@pytest.mark.parametrize("trouble", [
    "drop", "break_off", "ask_to_reconnect",
    # The library waits five seconds before it comes back from this one.
    pytest.param("invalidate", marks=pytest.mark.long),
])  # fmt: skip
async def test_it_comes_back_after_trouble_on_the_gateway(tmp_path: Path, trouble: str) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        getattr(here.discord.gateway, trouble)()
        here.discord.clock.advance(10)
        await here.until(lambda: here.discord.gateway.connected == 0)
        here.discord.clock.advance(10)
        await here.online()
        assert "You picked A" in (await here.person("Ann").clicks("A", in_=here.study)).text


async def test_turns_come_evenly_and_are_not_made_up_for() -> None:
    pace = Pace(200.0)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await asyncio.gather(*(pace.turn() for _ in range(21)))
    took = loop.time() - begun
    assert 0.09 <= took < 0.5
    await asyncio.sleep(0.1)
    begun = loop.time()
    await asyncio.gather(*(pace.turn() for _ in range(11)))
    assert loop.time() - begun >= 0.04


async def test_edits_that_have_no_turn_are_left_for_later(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        (question,) = here.seen()
        remote = f"{here.study.id}/{question.id}"
        spot = Spot(id=1, workspace=str(here.guild.id), address=str(here.study.id))
        card = (await here.channel())[0]
        done = await asyncio.gather(
            *(here.home.surface.update(spot, remote, card) for _ in range(20)),
            return_exceptions=True,
        )
        assert all(each is None or isinstance(each, NotYet) for each in done)
        assert sum(each is None for each in done) <= 8
