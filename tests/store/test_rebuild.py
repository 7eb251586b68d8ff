"""Caches made again from what happened equal the ones that were kept along the way."""

from __future__ import annotations

import asyncio
from asyncio import wrap_future
from datetime import timedelta
from random import Random

import pytest

from bot.cards.actions import Action
from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.flags import OverrideKey, RestoreKey
from bot.cards.actions.lead import Pause, PostNow, Resume, Skip
from bot.cards.actions.question import Lock, Respond, Show, Tap
from bot.cards.actions.runs import Continue, Practise
from bot.cards.actions.seasons import BeginSeason, EndSeason, UndoSeason
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.blocks import Buttons, Card, Choice
from bot.services import daily
from bot.services.upkeep import rebuild_caches
from bot.store import rebuild
from bot.store.tables import Round
from bot.store.tx import Tx
from tests.world import World, build, open_group

NAMES = ("Ann", "Ben", "Cem", "Dea", "Eva")
DAYS = 7
WHY = {"reason": ("The list says so.",)}
ALL_WELL = dict.fromkeys(rebuild.CACHES, 0)


async def live(world: World, rng: Random) -> None:
    """Let members do what comes to their minds, for some days."""
    await open_group(world, *NAMES, post=True)
    for step in range(DAYS * 6):
        if step % 6 == 0:  # refused while one is running
            await world.press("Ann", BeginSeason())
        for _ in range(rng.randrange(4)):
            name = rng.choice(NAMES)
            await rng.choice(DEEDS)(world, rng, name)
            world.clock.now += timedelta(seconds=rng.choice((1, 2, 4, 90)))
        await world.pass_time(hours=rng.choice((1, 3, 8)))
    # Whatever came of the doubts before, one key is another than the item's own.
    for key in ("0", "1"):
        await world.press("Ann", OverrideKey(await _version(world, 1), key), WHY)
    await world.settle()


async def _answer(world: World, rng: Random, name: str) -> None:
    """Answer some round, in time or late, in part or whole, once or twice."""
    latest = await wrap_future(world.database.read(_latest_round))
    earlier = rng.random() < 0.2
    target = Target(Asked.ROUND, rng.randint(1, latest) if earlier else latest)
    card = await world.press(name, Show(target))
    await _fill(world, rng, name, target, card)


async def _practise(world: World, rng: Random, name: str) -> None:
    card = await world.press(name, rng.choice((Practise("", rng.randint(1, 3)), Continue())))
    for _ in range(rng.randint(1, 3)):
        target = next((a.target for a in _actions(card) if isinstance(a, Tap | Respond)), None)
        if target is None:
            return
        world.clock.now += timedelta(seconds=rng.choice((1, 3, 30)))
        await _fill(world, rng, name, target, card)
        card = await world.press(name, Continue())


async def _fill(world: World, rng: Random, name: str, target: Target, card: Card) -> None:
    sure = rng.choice(list(Confidence))
    form = next((b for b in card.blocks if isinstance(b, Choice) and b.name == "response"), None)
    if form is None:
        await world.press(name, Tap(target, rng.randrange(4)))
        if rng.random() < 0.6:
            await world.press(name, Lock(target, sure))
        return
    values = [option.value for option in form.options]
    if form.matches:
        values = [rng.choice(form.matches).value for _ in values]
    rng.shuffle(values)
    response = tuple(values[: rng.choice((1, 2, len(values)))])
    inputs = {"response": response, "confidence": (sure.value,)}
    await world.press(name, Respond(target), inputs)


async def _choose_board(world: World, rng: Random, name: str) -> None:
    await world.press(name, ChooseBoard(rng.random() < 0.7))


async def _lead(world: World, rng: Random, _name: str) -> None:
    await world.press("Ann", rng.choice((PostNow(), Skip(), Pause(), Resume())))


async def _season(world: World, rng: Random, _name: str) -> None:
    finish = (world.clock.now + timedelta(days=rng.randint(1, 3))).date().isoformat()
    number = rng.randint(1, 3)
    begin: Action = BeginSeason()
    what = rng.choice((begin, begin, EndSeason(number), UndoSeason(number)))
    await world.press("Ann", what, {"finish": (finish,)})


async def _correct(world: World, rng: Random, _name: str) -> None:
    """Correct the key of some question, right or wrong, or take a correction back."""
    latest = await wrap_future(world.database.read(_latest_round))
    version = await _version(world, rng.randint(1, latest))
    if version and rng.random() < 0.7:
        key = rng.choice(("0", "1", "2", "0.2", "1.3"))
        await world.press("Ann", OverrideKey(version, key), WHY)
    elif version:
        await world.press("Ann", RestoreKey(version))


async def _version(world: World, number: int) -> str:
    def find(tx: Tx) -> str:
        shared = tx.get(Round, number)
        return shared.item_hash or "" if shared else ""

    return await wrap_future(world.database.read(find))


DEEDS = (_answer, _answer, _answer, _practise, _practise, _choose_board, _lead, _season, _correct)


def _actions(card: Card) -> list[Action]:
    found = [b.action for block in card.blocks if isinstance(block, Buttons) for b in block.buttons]
    return [*found, card.submit.action] if card.submit else found


async def counts(world: World) -> dict[str, int]:
    """Count the rows of each table that this is about."""

    def work(tx: Tx) -> dict[str, int]:
        every = (*rebuild.CACHES, "attempt", "draft")
        rows = [tx.run(f"SELECT COUNT(*) FROM {table}").fetchone() for table in every]
        return {table: row[0] for table, row in zip(every, rows, strict=True) if row is not None}

    return await wrap_future(world.database.read(work))


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in (1, 2))]
)
async def test_rebuilding_finds_nothing_wrong_after_any_history(
    migrated_url: str, seed: int
) -> None:
    world = build(migrated_url)
    try:
        await live(world, Random(f"history {seed}"))
        filled = await counts(world)
        assert min(filled.values()) > 0 or filled["draft"] == 0
        assert filled["attempt"] >= 10
        kept = await wrap_future(world.database.read(rebuild.snapshot))
        assert any(row[1].startswith("season:") for row in kept["board_total"])
        wrong = await wrap_future(world.database.write(rebuild_caches))
        assert wrong == ALL_WELL
        assert kept == await wrap_future(world.database.read(rebuild.snapshot))
    finally:
        world.database.close()


CORRUPTIONS = {
    "key_rule": "UPDATE key_rule SET key = '9'",
    "tally": "UPDATE tally SET n = n + 1 WHERE cell = 'answers'",
    "concept_total": "DELETE FROM concept_total WHERE n_right = 0",
    "memory": "UPDATE memory SET stability = stability + 1 WHERE difficulty > 5",
    "board_total": "UPDATE board_total SET points = points + 990 WHERE span = 'all'",
    "board_histogram": "UPDATE board_histogram SET points = points + 5",
}


async def test_what_was_corrupted_or_lost_is_counted_and_put_right(migrated_url: str) -> None:
    world = build(migrated_url)
    try:
        await live(world, Random("history to corrupt"))
        kept = await wrap_future(world.database.read(rebuild.snapshot))
        damaged = {}
        for table, statement in CORRUPTIONS.items():
            rows = await wrap_future(
                world.database.write(
                    lambda tx, s=statement: len(tx.run(s + " RETURNING 1").fetchall())  # type: ignore[misc]
                )
            )
            damaged[table] = rows
        # A moved row is one that is missing and one that is too many.
        damaged["board_histogram"] *= 2
        assert min(damaged.values()) > 0
        assert damaged == await wrap_future(world.database.write(rebuild_caches))
        assert kept == await wrap_future(world.database.read(rebuild.snapshot))
        await wrap_future(world.database.write(rebuild.clear))
        lost = await wrap_future(world.database.write(rebuild_caches))
        assert lost == {table: len(rows) for table, rows in kept.items()}
        assert kept == await wrap_future(world.database.read(rebuild.snapshot))
    finally:
        world.database.close()


async def test_presses_at_once_with_the_close_leave_the_caches_right(
    migrated_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    world = build(migrated_url)
    try:
        names = [f"Member{number}" for number in range(16)]
        await open_group(world, *names, post=True)
        for _ in range(3):
            shared = await wrap_future(world.database.read(_latest_round))
            target = Target(Asked.ROUND, shared)

            async def member(number: int, target: Target = target) -> None:
                await world.press(names[number], Tap(target, number % 4))
                await world.press(names[number], ChooseBoard(number % 3 > 0))
                await world.press(names[number], Lock(target, Confidence.FAIRLY))
                card = await world.press(names[number], Practise("", 1))
                for pressed in _actions(card)[:1]:
                    await world.press(names[number], pressed)
                await _practise(world, Random(number), names[number])

            waiting = [asyncio.create_task(member(number)) for number in range(16)]
            await asyncio.sleep(0)
            await wrap_future(world.database.write(lambda tx: _close(tx, world), background=True))
            await asyncio.gather(*waiting)
            await world.pass_time(days=1, hours=1)
        wrong = await wrap_future(world.database.write(rebuild_caches))
        assert wrong == ALL_WELL
        assert [record.message for record in caplog.records] == []
    finally:
        world.database.close()


def _latest_round(tx: Tx) -> int:
    row = tx.run("SELECT MAX(id) FROM round WHERE item_hash IS NOT NULL").fetchone()
    assert row is not None
    return int(row[0])


def _close(tx: Tx, world: World) -> bool:
    return daily.close_round(tx, _latest_round(tx), world.clock.now)
