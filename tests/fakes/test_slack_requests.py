"""HTTP on the stand-in, with a real Bolt app behind its own server: signed, repeated, forged."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp

from tests.fakes.conftest import Place, modal, plain
from tests.fakes.slack.driven import app_for, by_http
from tests.fakes.slack.request_url import FORM

JSON = "application/json"


@pytest.fixture
async def app(place: Place) -> AsyncIterator[AsyncApp]:
    """Give an app behind a server of its own."""
    bolt = app_for(place.slack, place.guild)
    async with by_http(place.slack, bolt):
        yield bolt


async def test_the_request_url_is_verified(place: Place, app: AsyncApp) -> None:
    assert await place.slack.http.verify()


async def test_commands_presses_and_submissions_come_signed(place: Place, app: AsyncApp) -> None:
    @app.command("/study")
    async def study(ack: Any, body: dict[str, Any], client: Any) -> None:
        await client.views_open(
            trigger_id=body["trigger_id"],
            view=modal("Sure?", callback_id="form", submit=plain("Save")),
        )
        await ack("Look at the form")

    @app.view("form")
    async def form(ack: Any) -> None:
        await ack(response_action="update", view=modal("Saved"))

    assert (await place.ann.types("/study today", in_=place.study)).ok
    assert place.ann.reads(place.ann.last(place.study)) == "Look at the form"
    assert (await place.ann.submits()).ok
    assert "Saved" in place.ann.reads(place.ann.view)
    assert place.slack.complaints == []


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 200),
        ({"timestamp": str(int(time.time()) - 301)}, 401),
        ({"timestamp": str(int(time.time()) + 600)}, 401),
        ({"timestamp": None}, 401),
        ({"signature": "v0=" + "0" * 64}, 401),
        ({"signature": None}, 401),
        ({"signature": "v1=x"}, 401),
    ],
)
async def test_forged_requests(
    place: Place, app: AsyncApp, sent: dict[str, Any], status: int
) -> None:
    app.command("/study")(_quietly)
    body = urlencode({"command": "/study", "team_id": place.guild.id, "user_id": place.ann.id})
    answer = await place.slack.http.post(body.encode(), FORM, **sent)
    assert answer.status == status


async def test_a_signature_holds_for_one_body(place: Place, app: AsyncApp) -> None:
    http, now = place.slack.http, str(int(time.time()))
    signature = http.sign(b"command=%2Fstudy", now)
    answer = await http.post(b"command=%2Fother", FORM, timestamp=now, signature=signature)
    assert answer.status == 401


async def test_an_event_is_repeated_until_the_app_takes_it(place: Place) -> None:
    seen: list[tuple[str | None, str | None, str]] = []

    async def twice_busy(request: web.Request) -> web.Response:
        body = json.loads(await request.text())
        headers = request.headers
        seen.append(
            (
                headers.get("X-Slack-Retry-Num"),
                headers.get("X-Slack-Retry-Reason"),
                body["event_id"],
            )
        )
        place.slack.waits.ack = 3.0
        if len(seen) == 2:
            await asyncio.sleep(1.0)
        place.slack.waits.ack = 0.5
        return web.Response(status=500 if len(seen) == 1 else 200)

    async with _served(place, twice_busy):
        await place.ann.opens_home()
        await place.slack.events.settled()
    assert [one[:2] for one in seen] == [
        (None, None),
        ("1", "http_error"),
        ("2", "http_timeout"),
    ]
    assert len({event for _, _, event in seen}) == 1


async def test_an_app_may_ask_not_to_be_told_again(place: Place) -> None:
    async def never(request: web.Request) -> web.Response:
        return web.Response(status=500, headers={"X-Slack-No-Retry": "1"})

    async with _served(place, never):
        await place.ann.opens_home()
        await place.slack.events.settled()
    assert len(place.slack.events.tries) == 1


async def test_a_command_fails_where_the_server_does(place: Place) -> None:
    async def broken(request: web.Request) -> web.Response:
        return web.Response(status=500)

    async with _served(place, broken):
        assert (await place.ann.types("/study", in_=place.study)).error == "dispatch_failed"
    place.slack.http.url = "http://127.0.0.1:9/"
    assert (await place.ann.types("/study", in_=place.study)).error == "dispatch_failed"


async def test_a_body_of_any_size_can_be_sent(place: Place) -> None:
    async def count(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    async with _served(place, count):
        answer = await place.slack.http.post(b"x" * 900_000, FORM)
    assert (answer.status, answer.body) == (200, "900000")


async def _quietly(ack: Any) -> None:
    await ack()


class _served:
    """Serve one function as the app's request URL."""

    def __init__(self, place: Place, answer: Any) -> None:
        app = web.Application()
        app.router.add_post("/", answer)
        self._place, self._runner = place, web.AppRunner(app, shutdown_timeout=0.1)

    async def __aenter__(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._place.slack.http.url = f"http://{host}:{port}/"

    async def __aexit__(self, *_: object) -> None:
        self._place.slack.http.url = ""
        await self._runner.cleanup()
