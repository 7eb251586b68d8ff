"""Socket Mode on the stand-in, with the real handler: connections and events come again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import ClientSession, WSMsgType

from tests.fakes.conftest import Place, error
from tests.fakes.slack import Slack, Waits
from tests.fakes.slack.driven import app_for, by_socket

Told = list[dict[str, Any]]


async def ticket(place: Place) -> str:
    """Ask for the address of a new connection."""
    opened = await place.client.apps_connections_open(app_token=place.slack.app.app_token)
    return str(opened["url"])


async def test_a_connection_needs_the_apps_own_token(place: Place) -> None:
    client = place.client
    wrong = client.apps_connections_open(app_token=place.guild.token)
    assert await error(wrong) == "not_allowed_token_type"
    assert await error(client.apps_connections_open(app_token="xapp-no")) == "invalid_auth"
    assert await error(client.auth_test(token=place.slack.app.app_token)) == (
        "not_allowed_token_type"
    )


async def test_an_address_serves_once_and_ten_connections_are_the_most(place: Place) -> None:
    place.slack.limits.on = False
    async with ClientSession() as session:
        address = await ticket(place)
        first = await session.ws_connect(address)
        hello = await first.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"] == {"app_id": place.slack.app.id}
        with pytest.raises(Exception, match="403"):
            await session.ws_connect(address)
        more = [await session.ws_connect(await ticket(place)) for _ in range(9)]
        assert (await more[-1].receive_json())["num_connections"] == 10
        eleventh = await session.ws_connect(await ticket(place))
        assert (await eleventh.receive_json())["reason"] == "too_many_websockets"
        assert (await eleventh.receive()).type == WSMsgType.CLOSE


async def test_envelopes_are_spread_over_the_connections(place: Place) -> None:
    app, told = app_for(place.slack, place.guild), []

    @app.command("/study")
    async def hear(ack: Any) -> None:
        told.append("command")
        await ack()

    async with by_socket(place.slack, app), by_socket(place.slack, app):
        await place.slack.connected(2)
        for _ in range(4):
            assert (await place.ann.types("/study", in_=place.study)).ok
    assert len(told) == 4
    assert place.slack.complaints == []


@pytest.mark.parametrize("how", ["refresh", "warn", "drop"])
async def test_the_app_comes_back_after(place: Place, how: str) -> None:
    app = app_for(place.slack, place.guild)

    @app.command("/study")
    async def hear(ack: Any) -> None:
        await ack()

    async with by_socket(place.slack, app, ping_interval=0.5):
        before = place.slack.socket.opened
        match how:
            case "refresh":
                await place.slack.socket.refresh()
            case "warn":
                await place.slack.socket.warn()
            case _:
                await place.slack.socket.drop()
        await place.slack.until(lambda: place.slack.socket.opened > before)
        await place.slack.connected()
        assert (await place.ann.types("/study", in_=place.study)).ok


async def test_without_a_connection_a_command_fails_at_once(place: Place) -> None:
    assert (await place.ann.types("/study", in_=place.study)).error == "dispatch_failed"


async def test_an_event_that_nobody_acknowledges_comes_again_with_its_number(place: Place) -> None:
    async with ClientSession() as session:
        socket = await session.ws_connect(await ticket(place))
        await socket.receive_json()
        place.slack.waits.ack = 0.2
        await place.ann.opens_home()
        first = await socket.receive_json()
        place.slack.waits.ack = 3.0
        seen = [first, await socket.receive_json()]
        await socket.send_json({"envelope_id": seen[1]["envelope_id"]})
        await place.slack.events.settled()
    assert [one["retry_attempt"] for one in seen] == [0, 1]
    assert [one["retry_reason"] for one in seen] == ["", "timeout"]
    assert seen[0]["payload"]["event_id"] == seen[1]["payload"]["event_id"]
    assert [ack.ok for _, ack in place.slack.events.tries] == [False, True]


async def test_events_come_twice_or_in_the_wrong_order(place: Place) -> None:
    app, told = app_for(place.slack, place.guild), []

    @app.event("app_home_opened")
    async def hear(body: dict[str, Any]) -> None:
        told.append((body["event_id"], body["event"]["user"]))

    async with by_socket(place.slack, app):
        place.slack.events.twice()
        await place.ann.opens_home()
        await place.slack.settled()
        assert told[0] == told[1]
        place.slack.events.swap()
        await place.ann.opens_home()
        await place.ben.opens_home()
        await place.slack.settled()
        assert [user for _, user in told[2:]] == [place.ben.id, place.ann.id]
        place.slack.events.again()
        await place.slack.settled()
        assert told[4] == told[3]


async def test_what_is_said_on_the_socket_out_of_turn_is_noted(place: Place) -> None:
    async with ClientSession() as session:
        socket = await session.ws_connect(await ticket(place))
        await socket.receive_json()
        await socket.send_str("{nonsense")
        await socket.send_json({"envelope_id": "made-up"})
        await place.slack.until(lambda: len(place.slack.complaints) == 2)
        press = asyncio.create_task(place.ann.uses_shortcut("practise"))
        asked = await socket.receive_json()
        assert (asked["type"], asked["accepts_response_payload"]) == ("interactive", False)
        await socket.send_json({"envelope_id": asked["envelope_id"], "payload": {"text": "x"}})
        assert (await press).ok
        assert "takes no answer" in place.slack.complaints[2]


async def test_only_events_subscribed_to_are_told() -> None:
    manifest: dict[str, Any] = {
        "oauth_config": {"scopes": {"bot": ["chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_uninstalled"]}},
    }
    async with Slack(manifest=manifest, waits=Waits(ack=0.1, retries=())) as slack:
        guild = slack.workspace()
        await slack.person(guild, "Ann").opens_home()
        slack.uninstall(guild)
        await slack.events.settled()
        assert [payload["event"]["type"] for payload, _ in slack.events.tries] == [
            "app_uninstalled"
        ]
        assert slack.world.grants[guild.token].state == "account_inactive"
