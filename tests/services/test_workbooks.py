"""A workbook asked for in chat: promised at once, made beside, given to the asker alone."""

from __future__ import annotations

import io
import threading
from asyncio import wrap_future
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import openpyxl
import pytest

from bot.cards.blocks import File
from bot.services.desk import Desk, Press
from bot.services.reply import Reply
from bot.services.workshop import Workshop
from tests.databases import sqlite
from tests.world import HERE, World, build, open_group, pick, text, who

WAIT = 60


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    with Workshop() as made:
        yield made


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = build(sqlite(tmp_path))
    await open_group(made, "Ann", "Ben", post=True)
    await pick(made, "B", "Ann", "Ben")
    await made.pass_time(hours=10)
    yield made
    made.database.close()


class Later:
    """What is told after a press, and when the last of it has come."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self._done = threading.Event()

    def __call__(self, reply: Reply) -> None:
        self.replies.append(reply)
        if "Being made" not in text(reply.card):
            self._done.set()

    @property
    def last(self) -> Reply:
        """Wait for what ends the promise."""
        assert self._done.wait(WAIT)
        return self.replies[-1]


async def ask(
    world: World, name: str, words: str, workshop: Workshop | None
) -> tuple[Reply, Later]:
    """Ask for a workbook, and give the promise with what comes after it."""
    desk = Desk(world.database, world.library, world.clock, workshop=workshop)
    later = Later()
    press = Press(who=who(name), where=HERE, what=words)
    return await wrap_future(desk.press(press, later)), later


def sheets(reply: Reply) -> list[str]:
    """Name the sheets of the workbook that a reply holds."""
    (file,) = reply.files
    return list(openpyxl.load_workbook(io.BytesIO(file.data), read_only=True).sheetnames)


async def test_a_member_gets_their_own(world: World, workshop: Workshop) -> None:
    promise, later = await ask(world, "Ben", "export", workshop)
    assert "comes here" in text(promise.card)
    assert promise.files == ()
    made = later.last
    assert made.key == promise.key
    assert "My progress" in sheets(made)
    named = next(block for block in made.card.blocks if isinstance(block, File))
    assert named.id == made.files[0].id
    assert named.name == "cohort-me-2026-11-24.xlsx"


async def test_a_lead_gets_the_groups(world: World, workshop: Workshop) -> None:
    _, later = await ask(world, "Ann", "export group", workshop)
    assert {"Summary", "Items", "Answers"} <= set(sheets(later.last))


async def test_nobody_else_gets_the_groups(world: World, workshop: Workshop) -> None:
    refused, later = await ask(world, "Ben", "export group", workshop)
    assert "lead" in text(refused.card)
    assert later.replies == []


async def test_what_cannot_be_made_is_said_in_the_promises_place(
    world: World, workshop: Workshop
) -> None:
    workshop.close()
    promise, later = await ask(world, "Ben", "export", workshop)
    assert "stopping" in text(later.last.card)
    assert later.last.key == promise.key
    with Workshop() as fresh:
        _, later = await ask(world, "Ben", "export", fresh)
        assert later.last.files


async def test_a_program_without_a_workshop_says_who_can(world: World) -> None:
    _, later = await ask(world, "Ben", "export", None)
    assert "operator" in text(later.last.card)
