"""Pictures and files over HTTP: drawn on demand, given to the right one, refused in words."""

from __future__ import annotations

import re
import signal
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from bot.adapters.room.app import Room, seat_cookie
from bot.adapters.room.codec import card_to_json, chart_digest
from bot.adapters.room.gallery import Gallery
from bot.adapters.room.guard import POLICY
from bot.adapters.room.surface import RoomSurface
from bot.cards.blocks import Card, File, Picture
from bot.core.charting import Count, CountChart
from bot.services.reply import Enclosure, Reply
from bot.services.room import RoomBook
from bot.services.surface import Spot
from bot.services.workshop import Workshop
from bot.store.database import Database
from bot.store.engine import read_url
from tests.databases import sqlite
from tests.running import Running, Visitor, children, is_alive, wait_until_gone
from tests.world import START, World, build, open_group

CHART = CountChart(title="What the group chose", counts=(Count(label="A", count=3),))
CARD = Card(title="Week", blocks=(Picture(chart=CHART, caption="Tuesday's question"),))
ADDRESS = f"/chart/{chart_digest(CHART)}.png"


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop() as made:
        yield made


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = build(sqlite(tmp_path))
    await open_group(made, "Ann", "Ben", post=True)
    yield made
    made.database.close()


def visit(world: World, workshop: Workshop, member: str = "ann") -> httpx.AsyncClient:
    """Open the room's pages as one of its members; a new room each time, as after a start."""
    room = Room(world.desk, world.book, world.hub, Gallery(workshop), world.clock)
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(room.app()), base_url="http://127.0.0.1"
    )
    client.cookies.set(seat_cookie("main"), member)
    return client


async def post_picture(world: World) -> None:
    """Post a card with a picture to the channel."""
    place = (await world.view()).door.place_id
    spot = Spot(id=place, workspace="", address="main")
    await RoomSurface(world.book, world.hub).post(spot, CARD, nonce="picture")


async def test_a_page_shows_a_picture_that_can_be_fetched(world: World, workshop: Workshop) -> None:
    await post_picture(world)
    async with visit(world, workshop) as client:
        page = (await client.get("/")).text
        assert f'src="{ADDRESS}"' in page
        assert "A: 3 of 3 answers, 100 %." in page
        light, dark = await client.get(ADDRESS), await client.get(f"{ADDRESS}?dark=1")
    for answer in (light, dark):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["content-security-policy"] == POLICY
        assert Image.open(BytesIO(answer.content)).width == 720
    assert light.content != dark.content


async def test_after_a_restart_the_page_brings_its_picture_back(
    world: World, workshop: Workshop
) -> None:
    await post_picture(world)
    async with visit(world, workshop) as client:
        unknown = await client.get(ADDRESS)
        assert unknown.status_code == 404
        assert unknown.text == (
            "This picture is not at hand any more. Load the page again, and it is drawn anew."
        )
        await client.get("/")
        assert (await client.get(ADDRESS)).status_code == 200


async def test_a_picture_that_cannot_be_drawn_now_says_why(world: World) -> None:
    await post_picture(world)
    closed = Workshop()
    closed.close()
    async with visit(world, closed) as client:
        await client.get("/")
        answer = await client.get(ADDRESS)
    assert (answer.status_code, answer.text) == (503, "Cohort is stopping. Ask again in a moment.")


@pytest.mark.parametrize("digest", ["0" * 40, "..%2F..%2Fetc%2Fpasswd", "%00", "x" * 3000])
async def test_what_names_no_picture_is_refused(
    world: World, workshop: Workshop, digest: str
) -> None:
    async with visit(world, workshop) as client:
        assert (await client.get(f"/chart/{digest}.png")).status_code == 404


async def give_file(world: World, name: str = "main.xlsx") -> None:
    """Give Ann a file."""
    card = Card(title="File", blocks=(File(name=name, words="workbook, 1 KB", id="f-1"),))
    reply = Reply(card=card, files=(Enclosure(id="f-1", name=name, data=b"PK\x03\x04"),))
    world.hub.give((await world.view()).door.place_id, "ann", reply, world.clock.now)


async def test_a_file_is_fetched_by_the_one_who_asked(world: World, workshop: Workshop) -> None:
    await give_file(world, 'März "1"\r\nX-Evil: 1; .xlsx')
    async with visit(world, workshop) as client:
        page = (await client.get("/")).text
        found = re.search(r'href="(/file/[^"]+)"', page)
        assert found is not None
        answer = await client.get(found[1])
    assert answer.status_code == 200
    assert answer.content == b"PK\x03\x04"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["cache-control"] == "no-store"
    assert "x-evil" not in answer.headers
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''M%C3%A4rz%20%221%22%0D%0AX-Evil%3A%201%3B%20.xlsx"
    )


async def test_a_file_is_not_given_to_another_member(world: World, workshop: Workshop) -> None:
    await give_file(world)
    async with visit(world, workshop, "ben") as client:
        assert "/file/" not in (await client.get("/")).text
        answer = await client.get("/file/f-1?group=main")
    assert answer.status_code == 404
    assert "only for the one who asked. Ask for it again." in answer.text


async def test_a_file_goes_after_fifteen_minutes(world: World, workshop: Workshop) -> None:
    await give_file(world)
    async with visit(world, workshop) as client:
        assert (await client.get("/file/f-1?group=main")).status_code == 200
        world.clock.now += timedelta(minutes=15)
        answer = await client.get("/file/f-1?group=main")
    assert answer.status_code == 404
    assert "kept for 15 minutes" in answer.text


def with_a_picture(folder: Path) -> None:
    """Let the program found its room, then leave a picture in it."""
    with Running(folder):
        pass
    with Database(read_url(sqlite(folder))) as database:
        book = RoomBook(database, lambda: START)
        place = book.view("", lambda _: "").result().door.place_id
        spot = Spot(id=place, workspace="", address="main")
        book.keep(spot, "picture", card_to_json(CARD), None).result()


@pytest.mark.long
def test_the_program_leaves_no_worker_behind(tmp_path: Path) -> None:
    with_a_picture(tmp_path)
    with Running(tmp_path, COHORT_DEMO="false") as running:
        assert children(running.process.pid) == []
        visitor = Visitor(running.address)
        assert visitor.client.get(ADDRESS).headers["content-type"] == "image/png"
        visitor.client.close()
        (worker,) = children(running.process.pid)
        assert running.stop() == 0
        assert not is_alive(worker)
    assert running.errors == ""


@pytest.mark.long
def test_a_worker_does_not_outlive_a_program_that_is_killed(tmp_path: Path) -> None:
    with_a_picture(tmp_path)
    with Running(tmp_path, COHORT_DEMO="false") as running:
        visitor = Visitor(running.address)
        assert visitor.client.get(ADDRESS).status_code == 200
        visitor.client.close()
        (worker,) = children(running.process.pid)
        running.stop(signal.SIGKILL)
        wait_until_gone(worker)
