"""A lab card: set in the channel, and its sentence comes back as a note."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cards.actions.weekly import WriteLab
from tests.databases import sqlite
from tests.services.weeks import berlin, found_six, newest
from tests.world import World, action, build, text


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group of six whose first lab card has just been posted."""
    made = build(sqlite(tmp_path))
    await found_six(made)
    await made.at(berlin("2026-11-27 16:00"))
    await made.at(berlin("2026-12-04 16:00"))
    yield made
    made.database.close()


async def send(world: World, name: str, words: str) -> str:
    """Let somebody open a lab's form and send it; give what they are shown."""
    form = await world.press(name, action(await newest(world, "Lab"), "Write one sentence"))
    assert form.submit is not None
    return text(await world.press(name, form.submit.action, {"text": (words,)}))


async def test_the_card_says_what_it_takes_before_the_first_step(world: World) -> None:
    shown = text(await newest(world, "Lab"))
    assert shown.index("You need: a laptop") < shown.index("1. Take a table.")
    assert "30 minutes" in shown.splitlines()[0]
    assert "What gave it away?" in shown


async def test_the_sentence_becomes_a_note_that_is_found_again(world: World) -> None:
    kept = await send(world, "Ann", "The copied column got all the weight.")
    assert "The copied column got all the weight." in kept
    assert "Leak the target of" in kept
    for word in ("weight", "leak the TARGET"):
        assert "copied column" in text(await world.press("Ann", f"notes {word}"))
    assert "copied column" not in text(await world.press("Ben", "notes"))


@pytest.mark.parametrize(
    ("words", "said"), [("  ", "The note is empty"), ("x" * 281, "at most 280 characters")]
)
async def test_an_empty_or_endless_sentence_is_refused(world: World, words: str, said: str) -> None:
    assert said in await send(world, "Ann", words)


async def test_a_lab_that_is_not_there_is_refused(world: World) -> None:
    assert "is not here" in text(await world.press("Ann", WriteLab(99)))
