"""Argue days: one split, one change of mind, and nothing before the close that knows the key."""

from __future__ import annotations

import json
from asyncio import wrap_future
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.room.codec import card_to_json
from bot.cards.actions.lead import PostNow
from bot.cards.actions.question import Lean, Lock, Rethink, Settle, Show, Tap, Why
from bot.cards.actions.setup import ProposeSetting
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.items import Item
from bot.core.packs import Catalogue
from bot.core.setup import Setting
from bot.services import corrections, own_data, upkeep
from bot.services.library import Library
from bot.store import attempts, rounds
from bot.store.tables import Round
from bot.store.tx import Tx, Value
from tests import sample
from tests.databases import sqlite
from tests.services.weeks import berlin
from tests.world import World, action, build, buttons, open_group, pick, text

FIVE = ("Ann", "Ben", "Cem", "Dea", "Eli")
ARGUED = Target(Asked.ROUND, 2)
OPENS, HALF, CLOSES = "2026-11-25 09:00", "2026-11-25 13:00", "2026-11-25 17:00"


async def argue_day(folder: Path, *people: str, library: Library | None = None) -> World:
    """Give a world on the morning of its argue day, after some people answered the day before."""
    world = build(sqlite(folder), library or sample.singles())
    await open_group(world, "Ann", "Ben", post=True)
    world.clock.now = berlin("2026-11-24 09:30")
    await pick(world, "A", *people)
    await world.at(berlin("2026-11-24 17:00"))
    await world.at(berlin(OPENS))
    return world


async def rows(world: World, query: str, *values: Value) -> list[tuple[object, ...]]:
    return await wrap_future(world.database.read(lambda tx: tx.run(query, values).fetchall()))


async def seconds(world: World) -> list[tuple[object, ...]]:
    return await rows(
        world, "SELECT learner_id, response, points, counts FROM attempt WHERE phase = 2"
    )


def letters(world: World) -> tuple[int, str, str]:
    """Give where the key stands on the open question, its letter and another one."""

    def read(tx: Tx) -> tuple[int, ...]:
        shared = tx.get(Round, ARGUED.id)
        assert shared is not None
        return shared.option_order

    at = world.database.read_now(read).index(2)
    return at, "ABCD"[at], "ABCD"[(at + 1) % 4]


async def test_the_split_comes_halfway_once_and_survives_restarts(tmp_path: Path) -> None:
    world = await argue_day(tmp_path, *FIVE)
    await pick(world, "A", "Ann", "Ben", "Cem")
    await pick(world, "C", "Dea", "Eli")
    await world.at(berlin("2026-11-25 12:59"))
    assert await world.threads() == [[*(await world.threads())[0]], []]
    for _ in range(3):
        await world.at(berlin(HALF))
    (split,) = (await world.threads())[-1]
    assert text(split).startswith("3 A, 2 C: convince each other.")
    assert "3 A, 2 C" in text((await world.channel())[-1])
    world.database.close()


async def test_a_downtime_over_the_middle_posts_it_late_and_one_over_the_close_never(
    tmp_path: Path,
) -> None:
    for name, until, expected in (("late", "2026-11-25 16:00", 1), ("over", CLOSES, 0)):
        (tmp_path / name).mkdir()
        world = await argue_day(tmp_path / name, *FIVE)
        await pick(world, "B", *FIVE)
        await world.at(berlin(until))
        shown = [text(card) for card in (await world.threads())[-1]]
        assert sum("All 5 picked B" in card for card in shown) == expected
        assert ("Before the talk" in text((await world.channel())[-1])) is False
        world.database.close()


async def test_with_fewer_than_five_there_is_no_split_and_nobody_changes(tmp_path: Path) -> None:
    world = await argue_day(tmp_path, *FIVE)
    await pick(world, "A", "Ann", "Ben", "Cem", "Dea")
    await world.at(berlin(HALF))
    assert (await world.threads())[-1] == []
    assert "Too few had answered for a split." in text((await world.channel())[-1])
    await pick(world, "B", "Eli")
    await world.press("Ann", Settle(ARGUED, 1))
    assert await seconds(world) == []
    assert "the verdict together" in text(await world.press("Ann", Show(ARGUED)))
    await world.at(berlin(CLOSES))
    assert "Before the talk" not in text((await world.channel())[-1])
    world.database.close()


async def test_a_pick_not_locked_is_fixed_at_the_split(tmp_path: Path) -> None:
    world = await argue_day(tmp_path, *FIVE)
    await pick(world, "A", *FIVE[:4])
    card = await world.press("Eli", Tap(ARGUED, 1))
    assert "Close this and B counts at 13:00" in text(card)
    await world.at(berlin(HALF))
    assert "4 A, 1 B" in text((await world.threads())[-1][0])
    late = await world.press("Eli", Lock(ARGUED, Confidence.CERTAIN))
    assert "Change my pick" in buttons(late)
    world.database.close()


async def test_a_pick_is_changed_once_and_only_until_the_close(tmp_path: Path) -> None:
    world = await argue_day(tmp_path, *FIVE)
    await pick(world, "A", *FIVE)
    assert "Change my pick" not in buttons(await world.press("Ann", Rethink(ARGUED)))
    await world.at(berlin(HALF))
    await world.press("Ann", Settle(ARGUED, 0))
    assert await seconds(world) == [], "the same pick again is none"
    await world.press("Ann", Settle(ARGUED, 1))
    for position in (1, 2):
        card = await world.press("Ann", Settle(ARGUED, position))
        assert "After the talk you changed to B. That stays." in text(card)
    assert "A. " in text(card)
    assert len(await seconds(world)) == 1
    # Whoever comes after the split has a first pick, and no second one.
    await pick(world, "C", "Fay")
    assert "nothing to change" in text(await world.press("Fay", Rethink(ARGUED)))
    await world.press("Fay", Settle(ARGUED, 1))
    await world.at(berlin(CLOSES))
    await world.press("Ben", Settle(ARGUED, 1))
    assert len(await seconds(world)) == 1
    assert "of 5, after it" in text((await world.channel())[-1])
    world.database.close()


async def test_first_picks_alone_feed_boards_figures_and_the_model(tmp_path: Path) -> None:
    world = await argue_day(tmp_path, *FIVE)
    at, right, wrong = letters(world)
    await pick(world, wrong, *FIVE)
    await world.at(berlin(HALF))
    for name in FIVE[:4]:
        await world.press(name, Settle(ARGUED, at))
    await world.at(berlin(CLOSES))
    card = text((await world.channel())[-1])
    assert f"{right}. 0 of 5 found it." in card
    assert "Before the talk 0 of 5, after it 4." in card
    (board,) = await rows(
        world,
        "SELECT SUM(points), SUM(n), SUM(n_right) FROM board_total WHERE span = 'day:2026-11-25'",
    )
    assert board == (100, 5, 0), "two points each for an honest try"
    (met,) = await rows(
        world, "SELECT SUM(n), SUM(n_right) FROM concept_total WHERE concept ="
        " (SELECT concept FROM round WHERE id = 2)",
    )  # fmt: skip
    assert met == (5, 0)
    assert (
        await wrap_future(
            world.database.read(lambda tx: attempts.tally_of(tx, ARGUED.id)["answers"])
        )
        == 5
    )
    assert {(points, counts) for _, _, points, counts in await seconds(world)} == {(0, 0)}
    wrong_rows = await wrap_future(world.database.write(upkeep.rebuild_caches))
    assert set(wrong_rows.values()) == {0}
    verdict = text(await world.press("Ann", Show(ARGUED)))
    assert f"After the talk you changed to {right}: that one is right." in verdict
    world.database.close()


async def test_a_key_corrected_afterwards_counts_both_picks_anew(tmp_path: Path) -> None:
    world = await argue_day(tmp_path, *FIVE)
    at, _, wrong = letters(world)
    await pick(world, wrong, *FIVE)
    await world.at(berlin(HALF))
    await world.press("Ann", Settle(ARGUED, at))
    await world.at(berlin(CLOSES))

    def correct(tx: Tx) -> None:
        shared = tx.get(Round, ARGUED.id)
        assert shared is not None
        assert shared.item_hash is not None
        item = rounds.read_version(tx, shared.item_hash)
        source = shared.option_order[(at + 1) % 4]
        corrections.override(tx, 1, item, shared.item_hash, (source,), world.clock.now)

    await wrap_future(world.database.write(correct))
    for _ in range(3):
        await world.pass_time(minutes=1)
    assert "Before the talk 5 of 5, after it 4." in text((await world.channel())[-1])
    world.database.close()


async def test_a_late_tap_is_marked_at_once(tmp_path: Path) -> None:
    world = await argue_day(tmp_path, *FIVE)
    await pick(world, "A", *FIVE)
    await world.at(berlin(HALF))
    await world.at(berlin(CLOSES))
    assert "not for the board" in text(await world.press("Fay", Tap(ARGUED, 0)))
    world.database.close()


@pytest.mark.parametrize("day", ["none", "4"])
async def test_a_lead_moves_the_day_or_wants_none(tmp_path: Path, day: str) -> None:
    world = build(sqlite(tmp_path), sample.singles())
    await open_group(world, "Ann", "Ben", post=True)
    preview = await world.press("Ann", ProposeSetting(Setting.ARGUE), {"value": (day,)})
    assert f"Wednesday → {'never' if day == 'none' else 'Thursday'}" in text(preview)
    saved = await world.press("Ann", action(preview, "Save"))
    await pick(world, "A", *FIVE)
    await world.at(berlin("2026-11-24 17:00"))
    await world.at(berlin(OPENS))
    assert "Argue day" not in text((await world.channel())[-1])
    _, right, _ = letters(world)
    await pick(world, right, *FIVE)
    await world.at(berlin(CLOSES))
    await world.at(berlin("2026-11-26 09:00"))
    assert ("Argue day" in text((await world.channel())[-1])) is (day == "4")
    undone = await world.press("Ann", action(saved, "Undo"))
    assert "Argue day: Wednesday" in text(undone)
    world.database.close()


async def test_where_nothing_would_divide_the_group_it_is_an_ordinary_day(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path), sample.singles())
    await open_group(world, "Ann", "Ben", post=True)
    preview = await world.press("Ann", ProposeSetting(Setting.ARGUE), {"value": ("4",)})
    await world.press("Ann", action(preview, "Save"))
    assert "Argue day: Thursday, once five" in text(await world.press("Ann", "status"))
    await pick(world, "A", *FIVE)
    await world.at(berlin("2026-11-24 17:00"))
    await world.at(berlin(OPENS))
    assert "Argue day: Thursday\n" in text(await world.press("Ann", "status"))
    _, _, wrong = letters(world)
    await pick(world, wrong, *FIVE)
    await world.at(berlin(CLOSES))
    await world.at(berlin("2026-11-26 09:00"))
    assert "Argue day" not in text((await world.channel())[-1])
    await pick(world, "A", "Ann")
    why = text(await world.press("Ann", Why(3)))
    assert "It was argue day, but no question that fitted would divide the group." in why
    assert "the last time no question that fitted" in text(await world.press("Ann", "status"))
    world.database.close()


async def test_a_small_group_and_a_further_question_have_none(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "further").mkdir()
    world = await argue_day(tmp_path / "small", *FIVE[:4])
    assert "Argue day" not in text((await world.channel())[-1])
    world.database.close()
    world = await argue_day(tmp_path / "further", *FIVE)
    await world.press("Ann", PostNow())
    await world.settle()
    first, second = (text(card) for card in (await world.channel())[-2:])
    assert "Argue day" in first
    assert "Argue day" not in second
    # What it chose cannot tell of the open answers: it was not aimed at all.
    await pick(world, "A", "Ann")
    assert "aimed at" not in text(await world.press("Ann", Why(3)))
    world.database.close()


def with_key(item: Item, at: int) -> Item:
    options = tuple(
        replace(option, is_key=n == at, decides="x", tempts="y", breaks="z")
        for n, option in enumerate(item.options)
    )
    return replace(item, options=options)


async def seen_before_the_close(folder: Path, key: int) -> str:
    """Give all that Ann sees until the close of an argue day, with the key at one place."""
    every = sample.singles().catalogues["sample"].items.values()
    # The day before, a question of the third domain, is marked alike whatever the key is here.
    items = [item if item.domain == "d3" else with_key(item, key) for item in every]
    library = Library(catalogues={"sample": Catalogue.of(sample.pack(), items)})
    folder.mkdir()
    world = await argue_day(folder, *FIVE, library=library)
    for name, letter in zip(FIVE, "AABCD", strict=True):
        await pick(world, letter, name)
    shown = [await world.press("Ann", Show(ARGUED))]
    await world.at(berlin(HALF))
    shown += [
        await world.press("Ann", Rethink(ARGUED)),
        await world.press("Ann", Lean(ARGUED, 1)),
        await world.press("Ann", Settle(ARGUED, 1)),
        await world.press("Ann", Why(ARGUED.id)),
        await world.press("Ann", Show(ARGUED)),
    ]
    words = "today, home, progress, board, board today accuracy, notes, status, flags, review"
    for typed in words.split(", "):
        shown.append(await world.press("Ann", typed))
    await world.settle()
    shown += [(await world.channel())[-1], *(await world.threads())[-1]]
    held = json.loads(await wrap_future(world.database.read(lambda tx: own_data.data_of(tx, 1))))
    open_ones = [row for row in held["held"]["attempt"] if row["round_id"] == ARGUED.id]
    assert {row["phase"] for row in open_ones} == {1, 2}
    assert all(row["is_right"] is None and row["points"] is None for row in open_ones)
    world.database.close()
    return json.dumps([card_to_json(card) for card in shown])


async def test_what_is_seen_before_the_close_is_the_same_wherever_the_key_stands(
    tmp_path: Path,
) -> None:
    seen = {await seen_before_the_close(tmp_path / str(key), key) for key in range(4)}
    assert len(seen) == 1
