"""HTTP: what is not signed by Slack, or is old, odd or too long, never reaches Cohort."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.slack import web
from bot.adapters.slack.web import PATH, SlackWeb
from bot.serving import FrontDoor, Server
from tests.adapters.slack.conftest import question
from tests.adapters.slack.guild import GuildWorld, guild_world
from tests.adapters.slack.serving import served
from tests.fakes.slack.request_url import FORM

JSON = "application/json"
EVENT = json.dumps({"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": {}})


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[GuildWorld]:
    """Give a group whose Slack comes by HTTP, to the program's own server."""
    async with guild_world(tmp_path, by="http") as made:
        await made.open_group("Ann", "Ben")
        assert made.heard.web is not None
        async with served(FrontDoor(made.settled, {PATH: made.heard.web})) as root:
            made.slack.http.url = f"{root}{PATH}"
            yield made


async def test_slack_is_answered(world: GuildWorld) -> None:
    assert await world.slack.http.verify()
    ben = world.person("Ben")
    assert (await ben.clicks("C", on=question(world))).ok
    await world.settled()
    assert (await ben.clicks("Certain")).ok
    await world.settled()
    assert "Right." in ben.reads(ben.view)
    assert (await ben.types("/study today", in_=world.study)).ok


@pytest.mark.parametrize("timestamp", [None, "soon", "-1", "1e9", "١٢٣", "9" * 30, " 1", "1_0"])
async def test_an_odd_timestamp_is_refused(world: GuildWorld, timestamp: str | None) -> None:
    said = await world.slack.http.post(EVENT.encode(), JSON, timestamp=timestamp)
    assert said.status == 401
    assert world.recording.presses == []


@pytest.mark.parametrize("off", [-3600, -301, 302])
async def test_a_timestamp_outside_of_five_minutes_is_refused(world: GuildWorld, off: int) -> None:
    stamp = str(int(time.time()) + off)
    said = await world.slack.http.post(EVENT.encode(), JSON, timestamp=stamp)
    assert said.status == 401


@pytest.mark.parametrize("signature", [None, "", "v0=", "v0=" + "0" * 64, "v1=" + "a" * 64, "ü"])
async def test_a_wrong_signature_is_refused(world: GuildWorld, signature: str | None) -> None:
    given = "none" if signature == "" else signature
    said = await world.slack.http.post(EVENT.encode(), JSON, signature=given)
    assert said.status == 401


async def test_a_body_that_was_changed_on_the_way_is_refused(world: GuildWorld) -> None:
    http = world.slack.http
    stamp = str(int(time.time()))
    signed = http.sign(EVENT.encode(), stamp)
    said = await http.post(EVENT.encode() + b" ", JSON, timestamp=stamp, signature=signed)
    assert said.status == 401


async def test_a_body_that_is_too_long_is_not_even_hashed(
    world: GuildWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "BODY_AT_MOST", 10_000)
    assert (await world.slack.http.post(b"x" * 10_001, FORM)).status == 413
    assert (await world.slack.http.post(b"x" * 10_000, FORM, signature="v0=1")).status == 401


async def test_what_is_signed_but_no_text_is_refused(world: GuildWorld) -> None:
    assert (await world.slack.http.post(b"\xff\xfe", FORM)).status == 400


async def test_a_retried_event_is_done_once(world: GuildWorld) -> None:
    ben = world.person("Ben")
    world.slack.events.twice()
    await ben.opens_home()
    await world.settled()
    world.slack.events.again()
    await world.settled()
    assert len(world.slack.calls("views.publish")) == 1
    assert len(world.slack.events.tries) == 3


async def test_the_health_stands_beside_it_and_nothing_else(world: GuildWorld) -> None:
    http = world.slack.http
    root = http.url.removesuffix(PATH)
    for path, status in (("/", 404), ("/slack/other", 404), ("/health", 200)):
        http.url = f"{root}{path}"
        assert (await http.post(b"{}", JSON)).status == status


def test_the_server_leaves_signals_to_the_program(world: GuildWorld) -> None:
    assert world.heard.web is not None
    with Server(world.heard.web).capture_signals() as nothing:
        assert nothing is None
    assert isinstance(world.heard.web, SlackWeb)
