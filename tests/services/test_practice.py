"""Private runs: never a reserved daily, never more than there is, and a bonus with bounds."""

from __future__ import annotations

from datetime import timedelta

from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.runs import Continue
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.packs import Pool
from bot.store import attempts, boards, runs
from bot.store.tables import RunItem
from tests.world import World, text


async def practise(world: World, name: str, n: int, seconds: float = 30) -> list[str]:
    """Answer ``n`` items of the run that is open, and give their ids."""
    done = []
    for _ in range(n):
        item = waiting_item(world)
        target = Target(Asked.RUN, item.id or 0)
        world.clock.now += timedelta(seconds=seconds)
        card = await world.press(name, Tap(target, 0))
        if card.title == "One moment":
            await world.press(name, "help")
            break
        await world.press(name, Lock(target, Confidence.FAIRLY))
        done.append(item.item_id)
        await world.press(name, Continue())
    return done


def waiting_item(world: World) -> RunItem:
    """Give the item that was put last in the latest run."""
    row = world.database.read_now(lambda tx: tx.run("SELECT MAX(id) FROM run").fetchone())
    assert row is not None
    item = world.database.read_now(lambda tx: runs.last_item(tx, int(row[0])))
    assert item is not None
    return item


async def test_practice_never_spends_a_daily(world: World) -> None:
    await world.press("Ann", "practice 50")
    shown = world.database.read_now(
        lambda tx: [row[0] for row in tx.run("SELECT item_id FROM run_item").fetchall()]
    )
    catalogue = world.library.catalogues["sample"]
    assert all(catalogue.pack.pool_of(catalogue.items[each]) is Pool.PRACTICE for each in shown)


async def test_no_item_comes_twice_in_a_run(world: World) -> None:
    await world.press("Ann", "practice gather 6")
    done = await practise(world, "Ann", 6)
    assert len(done) == len(set(done)) == 6


async def test_a_run_larger_than_the_pool_says_so(world: World) -> None:
    card = await world.press("Ann", "practice gather 50")
    assert "There are 6 practice questions here" in text(card)


async def test_when_nothing_new_is_left_it_says_so(world: World) -> None:
    await world.press("Ann", "practice gather 6")
    await practise(world, "Ann", 6)
    card = await world.press("Ann", "practice gather 2")
    assert "All of these you have met before" in text(card)


async def test_a_new_run_ends_the_one_before_and_keeps_its_answers(world: World) -> None:
    await world.press("Ann", "practice gather 3")
    await practise(world, "Ann", 1)
    await world.press("Ann", "practice operate 2")
    assert "1 of 2 · Operate" in text(await world.press("Ann", "continue"))
    assert len(world.database.read_now(lambda tx: list(attempts.all_attempts(tx)))) == 1


async def test_practice_earns_at_most_a_fifth_and_nothing_for_haste(world: World) -> None:
    def practised() -> int:
        row = world.database.read_now(
            lambda tx: tx.run("SELECT COALESCE(SUM(practised), 0) FROM board_total").fetchone()
        )
        assert row is not None
        return int(row[0])

    await world.press("Ann", "practice gather 3")
    await practise(world, "Ann", 1, seconds=1)
    assert practised() == 0
    await practise(world, "Ann", 2)
    assert practised() == 2
    await world.pass_time(hours=12)
    own = world.database.read_now(lambda tx: boards.own_row(tx, 1, "week:2026-W48", 1))
    assert own is not None
    assert own.points <= 120 * 0.2


async def test_a_repeat_within_a_week_adds_nothing(world: World) -> None:
    await world.press("Ann", "practice gather 6")
    await practise(world, "Ann", 6)
    await world.press("Ann", "practice gather 6")
    await practise(world, "Ann", 6)
    row = world.database.read_now(
        lambda tx: tx.run("SELECT SUM(practised) FROM board_total").fetchone()
    )
    assert row is not None
    assert row[0] == 6


async def test_a_waiting_item_stays_the_same(world: World) -> None:
    first = await world.press("Ann", "practice 3")
    again = await world.press("Ann", "continue")
    assert text(first) == text(again)
    assert world.database.read_now(lambda tx: tx.get(RunItem, 2)) is None
