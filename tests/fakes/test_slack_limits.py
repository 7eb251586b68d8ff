"""Rate limits and faults on the stand-in, through the real client."""

from __future__ import annotations

import asyncio
from collections import Counter

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from tests.fakes.conftest import Place, modal, refusal
from tests.fakes.slack import Slack
from tests.fakes.slack.clock import Clock
from tests.fakes.slack.driven import client_for
from tests.fakes.slack.errors import Limited
from tests.fakes.slack.limits import TABLE, Limit, Limits
from tests.fakes.slack.methods import SPECS


async def test_a_burst_passes_and_the_next_call_has_to_wait(place: Place) -> None:
    client, study = place.client, place.study.id
    for _ in range(5):
        await client.chat_postMessage(channel=study, text="x")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=study, text="x")
    answer = caught.value.response
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert answer["error"] == "ratelimited"
    assert len(place.study.messages) == 5
    other = place.slack.channel(place.guild, "other").id
    await client.chat_postMessage(channel=other, text="x")
    place.slack.clock.advance(1)
    await client.chat_postMessage(channel=study, text="x")
    assert place.slack.limits.early == []


async def test_who_does_not_wait_is_found_out(place: Place) -> None:
    client, study, limits = place.client, place.study.id, place.slack.limits
    for _ in range(5):
        await client.chat_postMessage(channel=study, text="x")
    for _ in range(2):
        await refusal(client.chat_postMessage(channel=study, text="x"))
    assert limits.early == []
    place.slack.clock.advance(0.5)
    await refusal(client.chat_postMessage(channel=study, text="x"))
    assert len(limits.early) == 1
    assert limits.refused["chat.postMessage"] == 3
    assert limits.early[0].key == ("chat.postMessage", place.guild.id, study)


async def test_limits_are_a_workspaces_own(place: Place) -> None:
    other = place.slack.workspace("Other")
    there = place.slack.channel(other).id
    for _ in range(5):
        await place.client.chat_postMessage(channel=place.study.id, text="x")
    await client_for(place.slack, other).chat_postMessage(channel=there, text="x")


async def test_history_is_scarce_for_apps_from_outside() -> None:
    async with Slack(outsider=True) as slack:
        guild = slack.workspace(scopes=["channels:history", "chat:write"])
        study = slack.channel(guild)
        client = client_for(slack, guild)
        for _ in range(16):
            slack.clock.advance(1)
            await client.chat_postMessage(channel=study.id, text="x")
        page = await client.conversations_history(channel=study.id, limit=100)
        assert len(page["messages"]) == 15
        await refusal(client.conversations_history(channel=study.id))
        slack.clock.advance(60)
        await client.conversations_history(channel=study.id)


def test_every_method_has_a_limit() -> None:
    assert set(SPECS) | {"apps.connections.open", "oauth.v2.access"} == set(TABLE)


def test_a_steady_caller_is_never_refused_and_a_hasty_one_is() -> None:
    clock = Clock()
    limits = Limits(clock, table={"chat.update": Limit(60, 3)})
    for _ in range(100):
        limits.check("chat.update", "T1")
        clock.advance(1)
    for _ in range(3):
        limits.check("chat.update", "T1")
    with pytest.raises(Limited):
        limits.check("chat.update", "T1")


def test_the_floor_is_the_least_time_that_the_limits_allow() -> None:
    clock = Clock(scale=10)
    limits = Limits(clock)
    alone = Counter({("chat.postMessage", "T1", "C1"): 65})
    assert limits.floor(alone) == pytest.approx(60 / 10)
    many = Counter({("chat.postMessage", "T1", f"C{number}"): 1 for number in range(1030)})
    assert limits.floor(many) == pytest.approx(1000 / 5 / 10)
    spread = Counter({("chat.postMessage", f"T{number}", "C1"): 1 for number in range(1000)})
    assert limits.floor(spread) == 0
    assert limits.floor({("chat.update", "T1", ""): 70}) == pytest.approx(6.0)


async def test_time_can_run_faster_for_the_limits() -> None:
    async with Slack(scale=50) as slack:
        guild = slack.workspace()
        study, client = slack.channel(guild), client_for(slack, guild)
        # At once, since on a busy machine one after another may take longer than the limit asks.
        calls = [client.chat_postMessage(channel=study.id, text="x") for _ in range(60)]
        told = await asyncio.gather(*calls, return_exceptions=True)
        refused = [each for each in told if isinstance(each, SlackApiError)]
        assert {each.response["error"] for each in refused} == {"ratelimited"}
        await slack.clock.sleep(1)
        await client.chat_postMessage(channel=study.id, text="x")


async def test_the_sdks_own_handler_waits_it_out(place: Place) -> None:
    place.client.retry_handlers.append(AsyncRateLimitErrorRetryHandler())
    for _ in range(6):
        await place.client.chat_postMessage(channel=place.study.id, text="x")
    assert len(place.study.messages) == 6
    assert place.slack.limits.early == []


async def test_limits_can_be_switched_off() -> None:
    async with Slack(limited=False) as slack:
        guild = slack.workspace()
        study, client = slack.channel(guild), client_for(slack, guild)
        for _ in range(50):
            await client.chat_postMessage(channel=study.id, text="x")


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        ("lost", True),
        ("after", True),
        ("slow", True),
        ("broken", False),
        ("before", False),
        ("limited", False),
        ("refused", False),
    ],
)
async def test_what_goes_wrong_may_have_been_carried_out(
    place: Place, kind: str, done: bool
) -> None:
    place.client.timeout = 1
    place.slack.faults.plan("chat.postMessage", kind, seconds=2, error="fatal_error")  # type: ignore[arg-type]
    with pytest.raises((SlackApiError, aiohttp.ClientError, TimeoutError)) as caught:
        await place.client.chat_postMessage(channel=place.study.id, text="x")
    assert len(place.study.messages) == (1 if done else 0)
    match caught.value:
        case SlackApiError() as refused:
            assert refused.response.status_code == {"refused": 200, "limited": 429}.get(kind, 503)
        case _:
            assert kind in {"lost", "broken", "slow"}
    await place.client.chat_postMessage(channel=place.study.id, text="y")
    assert place.slack.faults.happened == [("chat.postMessage", kind)]


async def test_a_fault_comes_when_it_is_planned(place: Place) -> None:
    place.slack.faults.plan("*", "refused", skip=1, times=2, error="internal_error")
    got = []
    for _ in range(4):
        try:
            await place.client.auth_test()
            got.append("ok")
        except SlackApiError as refused:
            got.append(refused.response["error"])
    assert got == ["ok", "internal_error", "internal_error", "ok"]


async def test_calls_are_kept_with_how_they_ended(place: Place) -> None:
    await place.client.chat_postMessage(channel=place.study.id, text="x")
    trigger = place.slack.core.new_trigger(place.guild.id, place.ann.id)
    await asyncio.gather(
        place.client.views_open(trigger_id=trigger, view=modal("One")),
        refusal(place.client.views_open(trigger_id="1.2.x", view=modal("Two"))),
    )
    assert [one.error for one in place.slack.calls("chat.postMessage")] == [None]
    assert {one.error for one in place.slack.calls("views.open")} == {None, "invalid_trigger_id"}
    assert place.slack.calls()[0].arguments["text"] == "x"
    assert place.slack.calls()[0].team == place.guild.id
