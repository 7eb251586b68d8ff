"""One's own data and one's leaving, over HTTP: a file for its owner, and an empty seat after."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from bot.adapters.room.app import Room, seat_cookie
from bot.adapters.room.gallery import Gallery
from bot.services.workshop import Workshop
from tests.databases import sqlite
from tests.world import World, build, open_group


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop() as made:
        yield made


@pytest.fixture
async def room(tmp_path: Path, workshop: Workshop) -> AsyncIterator[tuple[World, Room]]:
    world = build(sqlite(tmp_path))
    await open_group(world, "Ann", "Ben", post=True)
    yield world, Room(world.desk, world.book, world.hub, Gallery(workshop), world.clock)
    world.database.close()


async def visit(room: Room, member: str = "") -> tuple[httpx.AsyncClient, str]:
    """Open a page, as somebody or as the page seats one; give the token of its forms."""
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(room.app()), base_url="http://127.0.0.1"
    )
    if member:
        client.cookies.set(seat_cookie("main"), member)
    page = (await client.get("/")).text
    return client, page.partition('data-token="')[2].partition('"')[0]


async def say(client: httpx.AsyncClient, token: str, **form: str) -> httpx.Response:
    return await client.post(
        "/act", data={"group": "main", **form}, headers={"X-Cohort-Token": token}
    )


async def test_the_file_with_ones_data_is_given_to_nobody_else(room: tuple[World, Room]) -> None:
    ben, token = await visit(room[1], "ben")
    html = (await say(ben, token, text="me data")).json()["private"][0]["html"]
    found = re.search(r'href="(/file/[^"]+)"', html)
    assert found is not None
    address = found[1].replace("&amp;", "&")
    answer = await ben.get(address)
    assert "attachment" in answer.headers["content-disposition"]
    assert json.loads(answer.content)["held"]["account"][0]["name"] == "Ben"
    ann, _ = await visit(room[1], "ann")
    assert (await ann.get(address)).status_code == 404
    for client in (ann, ben):
        await client.aclose()


async def test_who_is_erased_leaves_an_empty_seat_and_nobody_presses_from_it(
    room: tuple[World, Room],
) -> None:
    client, token = await visit(room[1])  # nobody said so: the page seats one as Ann
    await say(client, token, text="me data")
    form = (await say(client, token, text="me erase")).json()["private"][0]["html"]
    submit = re.search(r'value="(1:erase)"', form)
    assert submit is not None
    said = await say(client, token, action=submit[1], word="erase")
    assert "You are erased" in said.json()["private"][0]["html"]
    assert room[0].hub.private(1, "ann") == ()
    again = await say(client, token, text="status")
    assert again.status_code == 403
    assert "Whoever sat here is gone" in again.json()["notice"]
    page = (await client.get("/")).text
    assert "You are erased" not in page
    assert "Ann" not in page.partition('id="member"')[2].partition("</select>")[0]
    await client.aclose()


async def test_without_scripts_the_goodbye_stands_above_the_page(room: tuple[World, Room]) -> None:
    client, token = await visit(room[1], "ben")
    answer = await client.post(
        "/act",
        data={"group": "main", "token": token, "action": "1:erase", "word": "erase"},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    notice = answer.text.partition('id="notice"')[2].partition("</p>")[0]
    assert "You are erased" in notice
    await client.aclose()
