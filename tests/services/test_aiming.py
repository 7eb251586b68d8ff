"""How hard a group's next question is meant to be, as it follows from what happened."""

from __future__ import annotations

import json
from asyncio import wrap_future
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ability import Sort
from bot.core.reasons import Aimed, Reason
from bot.services import aiming, daily
from bot.store import abilities, attempts
from bot.store import aiming as rows
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.migrate import migrate
from bot.store.tables import Group, Round
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.services.weeks import berlin
from tests.store.rows import NOW, TODAY, answer, make_round, prepare
from tests.world import World, build, open_group, pick

FIVE = ("Ann", "Ben", "Cem", "Dea", "Eli")
PACK = sample.pack()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = read_url(sqlite(tmp_path))
    migrate(url)
    with Database(url) as opened:
        prepare(opened)
        yield opened


def group_in(tx: Tx) -> Group:
    group = tx.get(Group, 1)
    assert group is not None
    return group


def know(tx: Tx, sort: Sort, owner: int, name: str, mean: float, n: int = 20) -> None:
    """Let the model think something, as if it had been folded."""
    generation = abilities.generation_of(tx)
    tx.run(abilities.PUT, (generation, "sample", sort.value, owner, name, mean, 0.05, n))


async def aims(world: World) -> list[Aimed]:
    """Give how each question was aimed, the oldest first."""
    found = await wrap_future(
        world.database.read(
            lambda tx: tx.run("SELECT reason FROM round WHERE item_id <> '' ORDER BY id").fetchall()
        )
    )
    aimed = [Reason.from_text(row[0]).aimed for row in found]
    assert None not in aimed
    return [each for each in aimed if each is not None]


def test_what_is_expected_follows_the_members_and_so_does_the_tilt(database: Database) -> None:
    items = [sample.single("d1.1-01"), sample.single("d1.1-02")]

    def work(tx: Tx) -> None:
        group = group_in(tx)
        know(tx, Sort.ITEM, 0, items[0].id, -1.5)
        know(tx, Sort.ITEM, 0, items[1].id, 1.0)
        aim, tilt = aiming.aim_of(tx, group, PACK, TODAY, argued=True)
        before = aim.foresee(items)
        assert (aim.members, aim.argued) == (0, False), "nobody has answered yet"
        assert set(tilt.values()) == {0.0}
        assert before[items[0].id].share > before[items[1].id].share
        for learner in (1, 2, 3):
            attempts.record_attempt(tx, answer(learner))
            know(tx, Sort.DOMAIN, learner, "d1", -1.0)
            know(tx, Sort.DOMAIN, learner, "d2", 1.0)
        aim, tilt = aiming.aim_of(tx, group, PACK, TODAY, argued=True)
        after = aim.foresee(items)
        assert aim.members == 3
        assert not aim.argued, "three are too few to argue"
        assert (tilt["d1"], tilt["d2"]) == (1.0, -1.0)
        assert all(after[item.id].share < before[item.id].share - 0.1 for item in items)
        assert after[items[0].id].novelty == 0.0, "all three have met its concept"
        assert after[items[1].id].novelty == 1.0

    database.write(work).result()


def test_the_active_are_those_who_answered_one_of_the_last_ten(database: Database) -> None:
    def work(tx: Tx) -> None:
        old = make_round(tx, 1, "2026-10-01", state="closed")
        attempts.record_attempt(tx, answer(2, old, at=NOW - timedelta(days=50)))
        for day in range(1, 11):
            number = make_round(tx, 1, f"2026-11-{day:02}", state="closed")
            attempts.record_attempt(tx, answer(1 if day % 2 else 3, number))
        assert rows.answering_lately(tx, 1, 40) == [3, 1]
        assert rows.answering_lately(tx, 1, 1) == [3]
        assert rows.met_by(tx, [1, 2, 3], "sample", ["d1.1-01"]) == {"d1.1-01": 3}
        assert rows.met_by(tx, [], "sample", ["d1.1-01"]) == {}
        assert rows.concepts_shown(tx, 1, "sample") == {"d1.1-01"}

    database.write(work).result()


def test_what_an_item_proved_to_be_worth_counts_from_eight_answers_on(database: Database) -> None:
    item = sample.single("d1.1-01")

    def work(tx: Tx) -> None:
        group = group_in(tx)
        assert aiming.difficulty_of(tx, group, PACK, item) == 0.0
        know(tx, Sort.ITEM, 0, item.id, 0.8, n=7)
        assert aiming.difficulty_of(tx, group, PACK, item) == 0.0
        know(tx, Sort.ITEM, 0, item.id, 0.8, n=8)
        assert aiming.difficulty_of(tx, group, PACK, item) == 0.8
        group.simulated = True
        assert aiming.difficulty_of(tx, group, PACK, item) == 0.0, "of simulated members nothing"

    database.write(work).result()


async def test_a_hard_item_is_worth_more_and_keeps_that_on_its_round(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path), sample.singles())
    await open_group(world, "Ann", "Ben", post=True)

    def harden(tx: Tx) -> None:
        for item in sample.singles().catalogues["sample"].items.values():
            know(tx, Sort.ITEM, 0, item.id, 1.0)

    await wrap_future(world.database.write(harden))
    await world.at(berlin("2026-11-24 17:00"))
    await world.at(berlin("2026-11-25 09:00"))
    at = world.database.read_now(lambda tx: _key_at(tx, 2))
    await pick(world, "ABCD"[at], "Ann")
    shared, earned = await wrap_future(
        world.database.read(
            lambda tx: (
                tx.run("SELECT difficulty FROM round WHERE id = 2").fetchall()[0][0],
                tx.run("SELECT points FROM attempt WHERE round_id = 2").fetchall()[0][0],
            )
        )
    )
    assert (shared, earned) == (1.0, 170)
    world.database.close()


def _key_at(tx: Tx, round_id: int) -> int:
    shared = tx.get(Round, round_id)
    assert shared is not None
    return shared.option_order.index(2)


async def test_after_two_hard_ones_the_next_is_easier_once(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path), sample.singles())
    await open_group(world, "Ann", "Ben", post=True)
    for number, day in enumerate(range(24, 28), 1):
        if day > 24:
            await world.at(berlin(f"2026-11-{day} 09:00"))
        at = world.database.read_now(lambda tx, number=number: _key_at(tx, number))  # type: ignore[misc]
        await pick(world, "ABCD"[(at + 1) % 4], *FIVE)
        await world.at(berlin(f"2026-11-{day} 17:00"))
    found = await aims(world)
    assert [each.eased for each in found] == [False, False, True, False]
    assert found[2].target == pytest.approx(0.75)
    world.database.close()


async def test_towards_the_finish_it_aims_harder_and_then_keeps_to_known_ground(
    tmp_path: Path,
) -> None:
    world = build(sqlite(tmp_path), sample.singles())
    await open_group(world, "Ann", "Ben", post=True)
    await world.press("Ann", "season begin 2026-12-04")
    group_day = berlin("2026-11-27 12:00").date()

    def ground(tx: Tx) -> tuple[object, ...]:
        group = tx.get(Group, 1)
        assert group is not None
        group.finish_day = group_day + timedelta(days=7)
        inside = aiming.ground_of(tx, group, group_day)
        outside = aiming.ground_of(tx, group, group_day - timedelta(days=1))
        past = aiming.finish_of(group, group_day + timedelta(days=8))
        return inside, outside, past

    inside, outside, past = await wrap_future(world.database.write(ground))
    assert inside == world.database.read_now(lambda tx: rows.concepts_shown(tx, 1, "sample"))
    assert (outside, past) == (None, None)
    await world.at(berlin("2026-11-24 17:00"))
    await world.at(berlin("2026-11-27 09:00"))
    assert (await aims(world))[-1].target == 0.6
    world.database.close()


async def test_the_reason_is_kept_as_text_and_read_back(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path))
    await open_group(world, "Ann", "Ben", post=True)

    def read(tx: Tx) -> tuple[str, str]:
        shared = tx.get(Round, 1)
        assert shared is not None
        return shared.reason, daily.reason_words(shared, world.library)

    kept, words = await wrap_future(world.database.read(read))
    assert set(json.loads(kept)["aimed"]) == {
        "target", "expected", "members", "eased", "argued", "undivided",
    }  # fmt: skip
    assert "It was aimed at about two in three of you right" in words
    assert "its authors' guess" in words
    world.database.close()
