"""``Review 5``: one's own misses first, then what one never saw, by the usual answering path."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards.actions.runs import Continue
from bot.cards.actions.weekly import ReviewFive
from bot.cards.blocks import Card
from bot.core.packs import Catalogue
from bot.services.library import Library
from bot.services.upkeep import rebuild_caches
from bot.store import rebuild
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.services.weeks import berlin, close_round, count, found_six, newest
from tests.world import World, action, build, buttons, text

RIGHT, WRONG = True, False


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group of six on a Tuesday, its review on Fridays at four."""
    made = build(sqlite(tmp_path))
    await found_six(made)
    yield made
    made.database.close()


async def reviewed(world: World, *questions: tuple[str, dict[int, bool]]) -> Card:
    """Close some questions, come to the review, and give its card."""

    def work(tx: Tx) -> None:
        for concept, answers in questions:
            close_round(tx, concept, answers, world.clock.now)

    await wrap_future(world.database.write(work))
    await world.at(berlin("2026-11-27 10:00"))
    await world.at(berlin("2026-11-27 16:00"))
    return await newest(world, "Weekly review")


async def go_through(world: World, name: str, card: Card) -> list[str]:
    """Answer a whole run with the first letter; give each question's stem."""
    stems = []
    while "A" in buttons(card):
        stems.append(next(line for line in text(card).splitlines() if line.startswith("A clinic")))
        picked = await world.press(name, action(card, "A"))
        await world.press(name, action(picked, "Guessing"))
        card = await world.press(name, Continue())
    return stems


def concepts(stems: list[str]) -> list[str]:
    return [stem.split(" for ")[1].split(".  ")[0].split(". ")[0] for stem in stems]


async def test_misses_come_first_then_what_one_never_saw_then_new_ones(world: World) -> None:
    card = await reviewed(
        world,
        ("d3.1-01", {1: WRONG, 2: RIGHT, 3: RIGHT}),
        ("d3.1-02", {1: RIGHT, 2: RIGHT, 3: RIGHT}),
        ("d3.1-03", {2: RIGHT, 3: WRONG}),
    )
    assert "Model since" in text(card)
    run = await world.press("Ann", action(card, "Review 5"))
    assert "Review · 1 of 5 · Model" in text(run)
    asked = concepts(await go_through(world, "Ann", run))
    assert asked[:2] == ["d3.1-01a", "d3.1-03a"]
    assert len(asked) == 5
    letters = "".join(each[-1] for each in asked)
    assert letters == "".join(sorted(letters))
    assert letters.endswith("b")
    assert "d3.1-02a" not in asked


async def test_each_member_has_a_run_of_their_own(world: World) -> None:
    card = await reviewed(
        world, ("d3.1-01", {1: WRONG, 2: RIGHT}), ("d3.1-02", {1: RIGHT, 2: WRONG})
    )
    firsts = []
    for name in ("Ann", "Ben"):
        run = await world.press(name, action(card, "Review 5"))
        firsts.append(concepts(await go_through(world, name, run))[0])
    assert firsts == ["d3.1-01a", "d3.1-02a"]


async def test_what_one_has_had_right_since_is_missed_no_more(world: World) -> None:
    card = await reviewed(
        world, ("d3.1-01", {1: WRONG}), ("d3.1-02", {1: WRONG}), ("d3.1-01", {1: RIGHT})
    )
    run = await world.press("Ann", action(card, "Review 5"))
    asked = concepts(await go_through(world, "Ann", run))
    assert asked[0] == "d3.1-02a"
    assert "d3.1-01a" not in asked


async def test_the_answers_are_kept_as_weekly_and_change_no_board(world: World) -> None:
    card = await reviewed(world, ("d3.1-01", {1: WRONG}))
    before = await count(world, "SELECT COUNT(*) FROM board_total")
    run = await world.press("Ann", action(card, "Review 5"))
    world.clock.now = berlin("2026-11-27 16:10")
    await go_through(world, "Ann", run)
    assert await count(world, "SELECT COUNT(*) FROM attempt WHERE source = 'weekly'") == 5
    assert await count(world, "SELECT COUNT(*) FROM board_total") == before
    wrong = await wrap_future(world.database.write(rebuild_caches))
    assert wrong == {**dict.fromkeys(rebuild.CACHES, 0), **_boards_of(wrong)}


def _boards_of(wrong: dict[str, int]) -> dict[str, int]:
    # The questions were closed behind the boards' back, so those alone may differ.
    return {name: wrong[name] for name in ("board_total", "board_histogram")}


async def test_where_fewer_are_left_it_says_so(tmp_path: Path) -> None:
    pack = replace(sample.pack(), practice_pool=("sample/d3.1-05/b",))
    items = [item for item in sample.catalogue().items.values() if item.id.endswith("a")]
    library = Library(
        catalogues={"sample": Catalogue.of(pack, [*items, sample.single("d3.1-05", "b")])}
    )
    world = build(sqlite(tmp_path), library)
    await found_six(world)
    card = await reviewed(world, ("d3.1-01", {1: WRONG}))
    run = await world.press("Ann", action(card, "Review 5"))
    assert "Three questions: all that you missed or have not met in Model since" in text(run)
    assert len(await go_through(world, "Ann", run)) == 3
    world.database.close()


async def test_where_nothing_is_left_it_says_so_kindly(tmp_path: Path) -> None:
    pack = replace(sample.pack(), practice_pool=())
    library = Library(catalogues={"sample": Catalogue.of(pack, [sample.single("d3.1-01")])})
    world = build(sqlite(tmp_path), library)
    await found_six(world)
    card = await reviewed(world, ("d3.1-01", {1: RIGHT}))
    said = text(await world.press("Ann", action(card, "Review 5")))
    assert "Nothing is left to review in Model" in said
    world.database.close()


async def test_sealed_items_and_those_being_asked_never_come(tmp_path: Path) -> None:
    pack = replace(sample.pack(), mock_pool=("sample/d3.1-01/a",))
    library = Library(catalogues={"sample": Catalogue.of(pack, sample.catalogue().items.values())})
    world = build(sqlite(tmp_path), library)
    await found_six(world)
    card = await reviewed(world, ("d3.1-01", {1: WRONG}), ("d3.1-02", {1: WRONG}))

    def ask_now(tx: Tx) -> None:
        tx.run("UPDATE round SET item_id = 'sample/d3.1-02/a' WHERE state = 'open'")

    await wrap_future(world.database.write(ask_now))
    assert await count(world, "SELECT COUNT(*) FROM round WHERE state = 'open'") > 0
    run = await world.press("Ann", action(card, "Review 5"))
    asked = concepts(await go_through(world, "Ann", run))
    assert not {"d3.1-01a", "d3.1-02a"} & set(asked)


async def test_a_review_of_another_group_or_none_is_refused(world: World) -> None:
    assert "is not here" in text(await world.press("Ann", ReviewFive(99)))


async def test_a_run_left_open_goes_on_with_continue(world: World) -> None:
    card = await reviewed(world, ("d3.1-01", {1: WRONG}))
    first = await world.press("Ann", action(card, "Review 5"))
    assert text(await world.press("Ann", "continue")) == text(first)
