"""A design round: written privately, changed until the close, hung without names."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cards.actions.weekly import SaveDesign, ShowGallery, WriteDesign
from bot.cards.blocks import Card, Fields, Heading, Quote
from bot.cards.leaving import WORD
from bot.core.designs import LINE_MOST
from tests.databases import sqlite
from tests.services.weeks import SIX, berlin, count, found_six, newest
from tests.world import World, action, build, buttons, text

CLOSE = berlin("2026-12-03 16:00")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group of six whose first design round has just been posted."""
    made = build(sqlite(tmp_path))
    await found_six(made)
    await made.at(berlin("2026-11-27 16:00"))
    yield made
    made.database.close()


def lines(*texts: str) -> dict[str, tuple[str, ...]]:
    filled = [*texts, *[""] * (5 - len(texts))]
    return {f"line{number}": (line,) for number, line in enumerate(filled, 1)}


def numbers(card: Card) -> list[int]:
    """Give the numbers under which a card's designs hang."""
    heads = [block.text for block in card.blocks if isinstance(block, Heading)]
    return [int(text.removeprefix("Design ")) for text in heads if text[7:].isdecimal()]


async def save(world: World, name: str, *texts: str) -> Card:
    """Let somebody open the form and send it."""
    form = await world.press(name, action(await newest(world, "Design round"), "Write five lines"))
    assert form.submit is not None
    card = await world.press(name, form.submit.action, lines(*texts))
    await world.settle()
    return card


async def test_the_form_is_five_fields_and_nothing_else(world: World) -> None:
    form = await world.press("Ann", action(await newest(world, "Design round"), "Write five lines"))
    assert [type(block) for block in form.blocks] == [Fields] * 5
    assert [block.name for block in form.blocks if isinstance(block, Fields)] == [
        f"line{number}" for number in range(1, 6)
    ]
    assert all(isinstance(block, Fields) and block.optional for block in form.blocks)


async def test_what_one_wrote_is_shown_back_and_can_be_changed(world: World) -> None:
    kept = await save(world, "Ann", "first", "second", "third")
    assert "Bring in: first" in text(kept)
    assert "You can change it until Thu 3 Dec, 16:00" in text(kept)
    form = await world.press("Ann", action(kept, "Change it"))
    values = [block.value for block in form.blocks if isinstance(block, Fields)]
    assert values == ["first", "second", "third", "", ""]
    await save(world, "Ann", "other", "second", "third")
    await world.at(CLOSE)
    shown = text(await newest(world, "Design round"))
    assert "Bring in: other" in shown
    assert "Bring in: first" not in shown


async def test_how_many_there_are_is_told_from_three_on(world: World) -> None:
    for name in ("Ann", "Ben", "Ben"):
        await save(world, name, "a", "b", "c")
    assert "so far" not in text(await newest(world, "Design round"))
    await save(world, "Cem", "a", "b", "c")
    assert "3 designs so far" in text(await newest(world, "Design round"))
    await save(world, "Dea", "a", "b", "c")
    assert "4 designs so far" in text(await newest(world, "Design round"))


async def test_the_gallery_hangs_in_place_of_the_question_without_names(world: World) -> None:
    for name in SIX[:4]:
        await save(world, name, f"{name[0]} first", "b", "c", "d", "e")
    messages = len(await world.channel())
    await world.at(CLOSE)
    card = await newest(world, "Design round")
    assert numbers(card) == [1, 2, 3, 4]
    shown = text(card)
    assert not [name for name in SIX if name in shown]
    assert "What to look for" in shown
    assert "Write five lines" not in buttons(card)
    assert len([c for c in await world.channel() if c.title == "Design round"]) == 1
    assert len(await world.channel()) >= messages


async def test_a_round_nobody_took_up_closes_with_one_line(world: World) -> None:
    await world.at(CLOSE)
    shown = text(await newest(world, "Design round")).splitlines()
    assert shown[-1] == "Nobody sketched this one; it is as good a question on a whiteboard."
    assert len(shown) == 3


async def test_after_the_close_nothing_is_added(world: World) -> None:
    card = await newest(world, "Design round")
    await save(world, "Ann", "a", "b", "c")
    world.clock.now = CLOSE  # no tick has closed it yet
    write = action(card, "Write five lines")
    assert isinstance(write, WriteDesign)
    late = await world.press("Ben", SaveDesign(write.bulletin), lines("x", "y", "z"))
    assert "has closed" in text(late)
    await world.settle()
    assert "your design hangs in the gallery" in text(await world.press("Ann", write))
    assert "Its gallery hangs in the channel" in text(await world.press("Ben", write))
    assert "x" not in [line[-1:] for line in text(await newest(world, "Design round")).split(": ")]


async def test_what_cannot_be_kept_is_refused_and_says_what_to_do(world: World) -> None:
    assert "Fill in at least 3 of the 5 lines" in text(await save(world, "Ann", "a", "b"))
    said = text(await save(world, "Ann", "a", "b", "c" * (LINE_MOST + 1)))
    assert f"Line 3 has {LINE_MOST + 1} characters" in said
    assert await count(world, "SELECT COUNT(*) FROM event WHERE kind = 'design-entry'") == 0


async def test_sending_the_same_again_keeps_it_once(world: World) -> None:
    for _ in range(2):
        await save(world, "Ann", "a", "b", "c")
    assert await count(world, "SELECT COUNT(*) FROM event WHERE kind = 'design-entry'") == 1


async def test_foreign_text_hangs_exactly_as_it_was_written(world: World) -> None:
    odd = (
        "<script>alert(1)</script>",
        "`code` & *stars*",
        "@channel example.org/x",
        "שלום",
        "👩‍👩‍👧",
    )
    await save(world, "Ann", *odd)
    await world.at(CLOSE)
    card = await newest(world, "Design round")
    (quote,) = [block for block in card.blocks if isinstance(block, Quote)]
    assert [line.partition(": ")[2] for line in quote.text.splitlines()] == list(odd)


async def test_more_than_a_message_holds_is_a_press_away(world: World) -> None:
    for name in SIX:
        await save(world, name, *[f"{name[0]}{number} " + "x" * 140 for number in range(5)])
    await world.at(CLOSE)
    card = await newest(world, "Design round")
    (label,) = [label for label in buttons(card) if label.startswith("See the other")]
    shown, hung = [card], numbers(card)
    more = action(card, label)
    while True:
        page = await world.press("Ben", more)
        shown.append(page)
        hung += numbers(page)
        if "More" not in buttons(page):
            break
        more = action(page, "More")
    assert hung == [1, 2, 3, 4, 5, 6]
    texts = [b.text for each in shown for b in each.blocks if isinstance(b, Quote)]
    assert sorted(each[10] for each in texts) == sorted(name[0] for name in SIX)
    assert isinstance(more, ShowGallery)
    beyond = ShowGallery(more.bulletin, more.page + 1)
    assert "no such page" in text(await world.press("Ben", beyond))


async def test_no_page_of_an_open_round_is_shown(world: World) -> None:
    await save(world, "Ann", "secret", "b", "c")
    write = action(await newest(world, "Design round"), "Write five lines")
    assert isinstance(write, WriteDesign)
    for page in (0, 1):
        said = text(await world.press("Ben", ShowGallery(write.bulletin, page)))
        assert "no such page" in said


async def test_entries_that_arrive_while_it_closes_hang_or_are_refused(migrated_url: str) -> None:
    world = build(migrated_url)
    await found_six(world)
    await world.at(berlin("2026-11-27 16:00"))
    write = action(await newest(world, "Design round"), "Write five lines")
    assert isinstance(write, WriteDesign)

    async def send(number: int) -> str:
        await asyncio.sleep(0)
        if number == 20:
            world.clock.now = CLOSE
            await world.tick()
        return text(
            await world.press(
                f"M{number}", SaveDesign(write.bulletin), lines(f"by {number}.", "b", "c")
            )
        )

    said = await asyncio.gather(*(send(number) for number in range(40)))
    await world.settle()
    kept = {f"by {number}." for number, words in enumerate(said) if "Kept" in words}
    refused = {f"by {number}." for number, words in enumerate(said) if "has closed" in words}
    assert len(kept) + len(refused) == 40
    assert refused
    page, hung = await newest(world, "Design round"), set[str]()
    while True:
        hung |= {
            block.text.splitlines()[0].partition(": ")[2]
            for block in page.blocks
            if isinstance(block, Quote)
        }
        onward = [label for label in buttons(page) if label.startswith(("See", "More"))]
        if not onward:
            break
        page = await world.press("Ann", action(page, onward[0]))
    assert hung == kept
    world.database.close()


async def test_whoever_is_erased_leaves_the_gallery(world: World) -> None:
    await save(world, "Ann", "to be forgotten", "b", "c")
    await save(world, "Ben", "stays", "b", "c")
    await world.at(CLOSE)
    assert "to be forgotten" in text(await newest(world, "Design round"))
    asked = await world.press("Ann", "me erase")
    assert asked.submit is not None
    await world.press("Ann", asked.submit.action, {"word": (WORD,)})
    await world.settle()
    shown = text(await newest(world, "Design round"))
    assert "to be forgotten" not in shown
    assert "stays" in shown
    words = "SELECT COUNT(*) FROM event WHERE CAST(payload AS TEXT) LIKE '%forgotten%'"
    assert await count(world, words) == 0


async def test_a_round_that_is_not_there_is_refused(world: World) -> None:
    assert "is not here" in text(await world.press("Ann", WriteDesign(99)))
    assert "is not here" in text(await world.press("Ann", WriteDesign(1)))  # that is the review
