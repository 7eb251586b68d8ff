"""The stand-in's rate limits: what headers say, when it refuses, what a bench may expect."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import discord as api
import pytest

from tests.fakes.discord import Clock, Discord, Threaded, running
from tests.fakes.discord.driven import PING, Probe, stage
from tests.fakes.discord.errors import Json
from tests.fakes.discord.rates import Limits, floor

POST = "POST /channels/{channel_id}/messages"


def limits(**changed: float) -> tuple[Clock, Limits]:
    clock = Clock(speed=1.0)
    return clock, Limits(clock, **changed)  # type: ignore[arg-type]


def test_a_bucket_counts_down_and_fills_again() -> None:
    clock, one = limits()
    remaining = []
    for _ in range(5):
        verdict = one.ask(POST, "1", counted=True)
        assert verdict.body is None
        remaining.append(verdict.headers["X-RateLimit-Remaining"])
    assert remaining == ["4", "3", "2", "1", "0"]
    verdict = one.ask(POST, "1", counted=True)
    assert verdict.body is not None
    assert 4.5 < verdict.body["retry_after"] <= 5.0
    assert verdict.body["global"] is False
    assert verdict.headers["Via"]
    assert verdict.headers["X-RateLimit-Scope"] == "user"
    assert one.ask(POST, "2", counted=True).body is None
    clock.advance(5)
    assert one.ask(POST, "1", counted=True).body is None


def test_fifty_requests_a_second_are_taken_over_all() -> None:
    clock, one = limits()
    for number in range(50):
        assert one.ask(POST, str(number), counted=True).body is None
    verdict = one.ask(POST, "50", counted=True)
    assert verdict.body is not None
    assert verdict.body["global"] is True
    assert verdict.headers["X-RateLimit-Global"] == "true"
    assert one.ask("POST /webhooks/{webhook_id}/{webhook_token}", "t", counted=False).body is None
    clock.advance(1)
    assert one.ask(POST, "50", counted=True).body is None


def test_waits_are_told_in_real_seconds() -> None:
    clock = Clock(speed=10.0)
    one = Limits(clock)
    verdict = one.ask(POST, "1", counted=True)
    assert 0.45 < float(verdict.headers["X-RateLimit-Reset-After"]) <= 0.5
    paced = Limits(Clock(speed=1.0), 10.0).ask(POST, "1", counted=True)
    assert 0.45 < float(paced.headers["X-RateLimit-Reset-After"]) <= 0.5


def test_the_floor_is_that_of_the_narrower_limit() -> None:
    assert floor(10_000) == pytest.approx(199.0)
    assert floor(10_000, speed=10) == pytest.approx(19.9)
    assert floor(100, channels=10) == pytest.approx(5.0)
    assert floor(50) == 0.0


async def test_ten_thousand_requests_in_vain_close_the_door() -> None:
    async with Discord(pace=1_000_000) as discord:
        url = discord.api_url + "/users/@me"
        discord.limits.ban_after = 20
        async with aiohttp.ClientSession() as http:

            async def status() -> int:
                async with http.get(url, headers={"Authorization": "Bot wrong"}) as answer:
                    await answer.read()
                    if answer.status == 429:
                        assert "Via" not in answer.headers
                        assert answer.content_type == "text/html"
                    return answer.status

            assert [await status() for _ in range(20)] == [401] * 20
            assert await status() == 429
            discord.clock.advance(601)
            assert await status() == 401


async def test_the_client_keeps_to_the_buckets_by_itself() -> None:
    async with stage(pace=50) as s:
        began = time.monotonic()
        for number in range(12):
            await s.place().send(str(number))
        # Twelve posts in one channel take two further windows of five seconds.
        assert time.monotonic() - began >= 2 * 5.0 / 50 * 0.9
        assert s.discord.limits.refused == 0
        assert [each.text for each in s.ann.sees()] == [str(number) for number in range(12)]


async def test_the_client_waits_out_a_refusal_and_goes_on() -> None:
    async with stage(pace=1) as s:
        channels = [await s.adds(f"c{number}", kind=s.channel.kind) for number in range(60)]
        await asyncio.gather(*(s.place(each).send("x") for each in channels))
        assert s.discord.limits.global_refused > 0
        assert all(len(s.ann.sees(each)) == 1 for each in channels)
        assert all(each.status in (200, 429) for each in s.discord.sent("POST", POST[5:]))


async def test_answers_to_interactions_do_not_count_against_the_fifty() -> None:
    async def answer(one: api.Interaction) -> None:
        await one.response.send_message("ok", ephemeral=True)

    async with stage(pace=0.5, registered=[PING]) as s:
        s.bot.answer = answer
        people = [s.discord.person(f"P{number}", s.guild) for number in range(70)]
        outcomes = await asyncio.gather(*(each.types("/ping", in_=s.channel) for each in people))
        assert [each.text for each in outcomes] == ["ok"] * 70
        assert s.discord.limits.refused == 0


def test_posts_spaced_by_the_limit_meet_no_refusal_on_another_loop() -> None:
    discord = Discord(pace=2, schema=False, recording=False)
    guild = discord.world.add_guild("Study hall")
    channels = [discord.world.add_channel(guild, f"c{number}") for number in range(100)]

    async def post_all() -> float:
        probe = Probe()
        path = "/channels/{channel_id}/messages"
        body: Json = {"content": "x"}
        async with running(discord, probe), asyncio.TaskGroup() as posts:
            began = time.monotonic()
            for each in channels:
                posts.create_task(probe.call("POST", path, body, channel_id=each.id))
                # Never two closer together than the limit, however late the one before was.
                await asyncio.sleep(1.25 / (50 * 2))
            return time.monotonic() - began

    with Threaded(discord):
        taken = asyncio.run(post_all())
        assert discord.limits.refused == 0
    assert all(len(each.messages) == 1 for each in channels)
    assert taken >= discord.floor(len(channels), channels=len(channels))
