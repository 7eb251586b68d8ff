"""Trouble on command: what the real client meets, and what has really been done."""

from __future__ import annotations

import time

import aiohttp
import discord as api
import pytest

from tests.fakes.discord import Trouble
from tests.fakes.discord.driven import PING, stage

MESSAGES = r"/messages$"


async def test_a_lost_answer_leaves_the_message_there_and_the_nonce_finds_it() -> None:
    async with stage() as s:
        s.discord.faults.add(Trouble.LOST, "POST", MESSAGES)
        with pytest.raises(aiohttp.ClientError):
            await s.place().send("once", nonce="d1")
        assert [each.text for each in s.ann.sees()] == ["once"]
        again = await s.place().send("once", nonce="d1")
        assert [each.id for each in s.ann.sees()] == [again.id]


async def test_what_was_never_sent_is_not_there() -> None:
    async with stage() as s:
        s.discord.faults.add(Trouble.UNSENT, "POST", MESSAGES)
        with pytest.raises(aiohttp.ClientError):
            await s.place().send("x")
        assert s.ann.sees() == []


@pytest.mark.parametrize(("trouble", "posted"), [(Trouble.REFUSED, 0), (Trouble.FAILED_AFTER, 1)])
async def test_a_server_error_comes_before_or_after_the_deed(trouble: Trouble, posted: int) -> None:
    async with stage() as s:
        # 503 is not repeated by the client, 502 is.
        s.discord.faults.add(trouble, "POST", MESSAGES, status=503)
        with pytest.raises(api.DiscordServerError):
            await s.place().send("x")
        assert len(s.ann.sees()) == posted
        s.discord.faults.add(trouble, "POST", MESSAGES, status=502)
        await s.place().send("y", nonce="n")
        assert s.ann.last().text == "y"
        assert len(s.ann.sees()) == posted + 1


async def test_a_slow_answer_is_slow_by_the_stand_ins_clock() -> None:
    async with stage(speed=50) as s:
        s.discord.faults.add(Trouble.SLOW, "POST", MESSAGES, seconds=5)
        began = time.monotonic()
        await s.place().send("x")
        assert time.monotonic() - began >= 0.1


async def test_a_storm_of_refusals_is_waited_out() -> None:
    async with stage(speed=50) as s:
        s.discord.faults.add(Trouble.STORM, "POST", MESSAGES, times=3, seconds=2)
        await s.place().send("x")
        statuses = [each.status for each in s.discord.requests if each.path.endswith("/messages")]
        assert statuses == [429, 429, 429, 200]
        assert s.discord.limits.invalid == []


async def test_a_response_that_comes_too_slowly_is_too_late() -> None:
    async with stage(registered=[PING], speed=10) as s:
        codes: list[int] = []

        async def answer(one: api.Interaction) -> None:
            s.discord.faults.add(Trouble.SLOW, "POST", "/callback", seconds=4)
            with pytest.raises(api.NotFound) as caught:
                await one.response.send_message("late")
            codes.append(caught.value.code)

        s.bot.answer = answer
        outcome = await s.ann.types("/ping")
        assert outcome.interaction.failed
        await s.ann.until(lambda: codes == [10062])
        assert s.ann.sees() == []


async def test_trouble_is_over_when_it_is_cleared() -> None:
    async with stage() as s:
        fault = s.discord.faults.add(Trouble.UNSENT, times=99)
        s.discord.faults.clear()
        await s.place().send("x")
        assert fault.hits == 0
