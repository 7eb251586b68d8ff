"""Files and pictures: to the asker alone, with words for whoever cannot see or open them."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import openpyxl

from bot.adapters.slack.views import message
from bot.cards.blocks import Card, Picture
from bot.core.charting import Chart
from bot.services.surface import Spot
from tests.adapters.slack.guild import GuildWorld, guild_world
from tests.charts.samples import USUAL
from tests.fakes.slack import File


def files(world: GuildWorld) -> list[File]:
    """Give what was uploaded."""
    return list(world.guild.files.values())


async def wait_for(world: GuildWorld, words: str) -> None:
    """Wait until Ben reads something in his window."""
    ben = world.person("Ben")
    await world.slack.until(lambda: ben.view and words in ben.reads(ben.view), 20)
    await world.settled()


async def test_a_workbook_comes_into_the_askers_direct_messages(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await world.press("Ben", "practice 1")
    assert (await ben.types("/study export", in_=world.study)).ok
    await wait_for(world, "I've put it into our direct messages")
    (file,) = files(world)
    assert file.channels == [ben.dm.id]
    assert file.name.endswith(".xlsx")
    assert file.name in file.alt_text
    assert "workbook" in file.alt_text
    assert file.content is not None
    assert openpyxl.load_workbook(io.BytesIO(file.content)).sheetnames


async def test_ones_data_comes_as_a_file_to_oneself(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await world.press("Ben", "practice 1")
    await ben.types("/study me data", in_=world.study)
    await wait_for(world, "I've put it into our direct messages")
    (file,) = files(world)
    assert (file.channels, file.name[-5:]) == ([ben.dm.id], ".json")


async def test_a_file_that_cannot_be_sent_is_said_in_the_window(tmp_path: Path) -> None:
    scopes = ["commands", "chat:write", "im:write", "users:read"]
    async with guild_world(tmp_path, scopes=scopes) as world:
        await world.open_group("Ann", "Ben")
        ben = world.person("Ben")
        await world.press("Ben", "practice 1")
        await ben.types("/study me data", in_=world.study)
        await wait_for(world, "lacks the scope files:write")


async def test_a_file_still_comes_where_the_window_was_closed_meanwhile(
    world: GuildWorld,
) -> None:
    ben = world.person("Ben")
    await world.press("Ben", "practice 1")
    await ben.types("/study export", in_=world.study)
    await world.slack.until(lambda: ben.view)
    await ben.dismisses()
    await world.slack.until(lambda: files(world) and files(world)[0].complete, 20)


def a_card(chart: Chart) -> Card:
    """Give a card with a picture."""
    return Card(title="A review", blocks=(Picture(chart=chart),))


async def test_a_chart_is_drawn_once_and_shown_with_its_words(world: GuildWorld) -> None:
    spot = Spot(id=1, workspace=world.guild.id, address=world.study.id)
    card = a_card(USUAL["domains"])
    world.slack.waits.file = 300.0  # Slack looks at it for a while, by its own clock

    async def hurry() -> None:
        await world.slack.until(lambda: len(world.slack.calls("chat.postMessage")) > 1, 20)
        world.slack.clock.advance(301)

    hurrying = asyncio.create_task(hurry())
    name = await world.out.surface.post(spot, card, nonce="d8")
    await hurrying
    shown = world.study.messages[name.partition("/")[2]].blocks
    (image,) = [each for each in shown if each["type"] == "image"]
    (file,) = files(world)
    assert image["slack_file"] == {"id": file.id}
    assert image["alt_text"] == card.blocks[0].words  # type: ignore[union-attr]
    assert file.content is not None
    assert file.content.startswith(b"\x89PNG")
    await world.out.surface.update(spot, name, card)
    assert len(files(world)) == 1


async def test_a_chart_that_cannot_be_uploaded_stands_there_in_words(tmp_path: Path) -> None:
    async with guild_world(tmp_path, scopes=["commands", "chat:write", "users:read"]) as world:
        await world.open_group("Ann")
        spot = Spot(id=1, workspace=world.guild.id, address=world.study.id)
        card = a_card(USUAL["domains"])
        name = await world.out.surface.post(spot, card, nonce="d8")
        shown = world.study.messages[name.partition("/")[2]]
        wanted = message(card)["blocks"]
        assert isinstance(wanted, list)
        assert [each["type"] for each in shown.blocks] == [each["type"] for each in wanted]
        assert world.person("Ann").reads(shown)
