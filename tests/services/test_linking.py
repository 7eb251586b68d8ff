"""Two accounts become one person: nothing counted twice, nobody else's figures moved."""

from __future__ import annotations

from asyncio import wrap_future
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.lead import PostNow
from bot.cards.actions.me import EnterCode, LinkAccounts, SetAlias, Share
from bot.cards.actions.question import Lock, Show, Tap
from bot.cards.actions.runs import Continue, Practise
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.codes import LIFE, TRIES
from bot.core.identity import Address
from bot.services import daily, due, linking
from bot.services.founding import found_and_post
from bot.store import people
from bot.store.tables import Draft, Membership
from tests.databases import sqlite
from tests.services import histories
from tests.services.histories import code_of, learner, link, read, rows
from tests.world import HERE, World, a_plan, build, open_group, text, who

ROUND = Target(Asked.ROUND, 1)
ONE_VOICE = """
SELECT a.round_id, a.learner_id, COUNT(*) FROM attempt a
WHERE a.counts AND a.phase = 1 AND a.round_id IS NOT NULL
GROUP BY a.round_id, a.learner_id HAVING COUNT(*) > 1
"""
TALLIES = """
SELECT t.round_id FROM tally t WHERE t.cell = 'answers' AND t.n <> (
    SELECT COUNT(DISTINCT a.learner_id) FROM attempt a
    WHERE a.round_id = t.round_id AND a.source = 'daily')
"""


async def answer(world: World, name: str, position: int, target: Target = ROUND) -> None:
    await world.press(name, Tap(target, position))
    await world.press(name, Lock(target, Confidence.FAIRLY))


async def membership(world: World, name: str) -> Membership:
    number = await learner(world, name)
    found = await read(world, lambda tx: people.find_membership(tx, 1, number))
    assert found is not None
    return found


async def asked_both(world: World, one: str, other: str) -> None:
    """Post one question more, and let two people answer it."""
    await world.press("Ann", PostNow())
    ((newest,),) = await rows(world, "SELECT MAX(id) FROM round WHERE state = 'open'")
    for position, name in enumerate((one, other)):
        await answer(world, name, position, Target(Asked.ROUND, newest))
    await world.pass_time(hours=10)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ben", "Cem"),
        *(pytest.param(*each, marks=pytest.mark.long) for each in (("Cem", "Ben"), ("Ann", "Eva"))),
    ],
)
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in (1, 2))]
)
async def test_after_any_history_a_link_leaves_every_total_right(
    migrated_url: str, seed: int, one: str, other: str
) -> None:
    world = build(migrated_url)
    try:
        await histories.lived(world, f"link {seed}")
        await asked_both(world, one, other)
        both = await learner(world, one), await learner(world, other)
        before = await histories.boards_of_others(world, *both)
        points = await rows(world, "SELECT seq, points, is_right FROM attempt ORDER BY seq")
        assert "answered twice" in await link(world, one, other)
        left = await learner(world, one)
        assert left == await learner(world, other)
        assert await rows(world, "SELECT id FROM learner WHERE id <> ?", left) != []
        assert await rows(world, "SELECT id FROM chore") == []
        (gone,) = set(both) - {left}
        for table, _ in histories.PEOPLE:
            assert await rows(world, f"SELECT 1 FROM {table} WHERE learner_id = ?", gone) == []
        assert await rows(world, ONE_VOICE) == []
        assert await rows(world, TALLIES) == []
        assert points == await rows(world, "SELECT seq, points, is_right FROM attempt ORDER BY seq")
        assert before == await histories.boards_of_others(world, *both)
        await histories.nothing_to_rebuild(world)
        await world.pass_time(days=1)
        await histories.nothing_to_rebuild(world)
    finally:
        world.database.close()


async def test_a_long_history_passes_over_in_chunks_while_life_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "ROWS", 2)
    monkeypatch.setattr(linking, "BOARD_ROWS", 1)
    monkeypatch.setattr(due, "CHUNKS", 1)
    world = build(sqlite(tmp_path))
    try:
        await histories.lived(world, "one after the other")
        await world.press("Ann", PostNow())
        ((newest,),) = await rows(world, "SELECT MAX(id) FROM round WHERE state = 'open'")
        await answer(world, "Ann", 0, Target(Asked.ROUND, newest))
        await answer(world, "Eva", 1, Target(Asked.ROUND, newest))
        await link(world, "Ann", "Eva")
        assert await rows(world, "SELECT id FROM chore") != []
        assert "just being linked" in await histories.erase(world, "Eva")
        assert await rows(world, ONE_VOICE) == []
        await wrap_future(
            world.database.write(lambda tx: daily.close_round(tx, newest, world.clock.now))
        )
        chunks = 0
        while await rows(world, "SELECT id FROM chore"):
            await world.press("Eva", Practise("", 1))
            await world.settle()
            chunks += 1
        assert chunks > 5
        await histories.nothing_to_rebuild(world)
    finally:
        world.database.close()


@pytest.mark.parametrize(("first", "second"), [("Ben", "Cem"), ("Cem", "Ben")])
async def test_the_earlier_answer_stays_whoever_asks_for_the_code(
    world: World, first: str, second: str
) -> None:
    for name, position in (("Ben", 0), ("Cem", 2)):
        await answer(world, name, position)
        await world.pass_time(minutes=1)
    said = await link(world, first, second)
    assert "1 question was answered twice" in said
    counted = await rows(world, "SELECT response, counts FROM attempt ORDER BY at")
    assert [bool(counts) for _, counts in counted] == [True, False]
    tally = await histories.tally(world)
    assert tally["answers"] == 1
    assert tally[f"o{counted[0][0]}"] == 1
    await world.at(world.clock.now.replace(hour=16, minute=30))
    await histories.nothing_to_rebuild(world)


async def test_of_two_picks_not_locked_the_last_tap_counts_at_the_close(world: World) -> None:
    await world.press("Ben", Tap(ROUND, 0))
    await world.pass_time(minutes=1)
    await world.press("Cem", Tap(ROUND, 3))
    picked = await rows(world, "SELECT response FROM draft ORDER BY tapped_at")
    await link(world, "Ben", "Cem")
    await world.at(world.clock.now.replace(hour=16, minute=30))
    kept = await rows(world, "SELECT response FROM attempt")
    assert kept == picked[-1:]
    await histories.nothing_to_rebuild(world)


async def test_a_pick_beside_a_locked_answer_goes(world: World) -> None:
    await answer(world, "Ben", 1)
    await world.press("Cem", Tap(ROUND, 3))
    await link(world, "Ben", "Cem")
    assert await read(world, lambda tx: tx.get(Draft, (1, 3))) is None
    assert "Your pick" not in text(await world.press("Cem", Show(ROUND)))
    assert (await rows(world, "SELECT COUNT(*) FROM draft"))[0][0] == 0


async def test_a_linked_person_picks_with_either_account(world: World) -> None:
    await answer(world, "Cem", 0, ROUND)
    await link(world, "Ben", "Cem")
    await world.pass_time(hours=26)
    target = Target(Asked.ROUND, 2)
    await world.press("Ben", Tap(target, 0))
    assert "You picked" in text(await world.press("Cem", Show(target)))
    await world.press("Cem", Tap(target, 1))
    assert (await rows(world, "SELECT COUNT(*) FROM draft"))[0][0] == 1
    await world.press("Ben", Lock(target, Confidence.CERTAIN))
    assert (await rows(world, "SELECT COUNT(*) FROM attempt WHERE round_id = 2"))[0][0] == 1


@pytest.mark.parametrize(
    ("own", "theirs", "kept"),
    [(True, True, True), (True, False, False), (False, True, False), (True, None, None),
     (None, True, None), (None, False, False)],
)  # fmt: skip
async def test_of_two_consents_the_more_reserved_holds(
    world: World, own: bool | None, theirs: bool | None, kept: bool | None
) -> None:
    for name, shares in (("Ben", own), ("Cem", theirs)):
        await answer(world, name, 0)
        if shares is not None:
            await world.press(name, Share(shares))
    await link(world, "Ben", "Cem")
    assert (await membership(world, "Ben")).shares is kept


async def test_alias_lead_and_board_of_two_accounts_become_one(world: World) -> None:
    await answer(world, "Ann", 0)
    await answer(world, "Cem", 2)
    await world.press("Cem", SetAlias(), {"name": ("Zed",)})
    await world.press("Ann", ChooseBoard(True))
    await world.press("Cem", ChooseBoard(False))
    shown = text(await world.press("Cem", EnterCode(), {"code": (await code_of(world, "Ann"),)}))
    assert "you stay off the board" in shown
    await link(world, "Ann", "Cem")
    one = await membership(world, "Ann")
    assert (one.alias, one.is_lead, one.on_board) == ("Zed", True, False)
    assert one == await membership(world, "Cem")


async def test_people_of_different_groups_become_one_in_both(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path))
    try:
        await open_group(world, "Ann", "Ben", post=True)
        second = Address("room", "", "second")
        plan = a_plan(name="second", address=second)
        await wrap_future(
            world.database.write(
                lambda tx: found_and_post(tx, world.library, plan, (who("Zoe"),), world.clock.now)
            )
        )
        await answer(world, "Ben", 2)
        world.here = second
        await answer(world, "Zoe", 0, Target(Asked.ROUND, 2))
        await world.press("Zoe", ChooseBoard(True))
        await world.pass_time(hours=10)
        await histories.nothing_to_rebuild(world)
        code = await code_of(world, "Zoe")
        world.here = HERE
        await world.press("Ben", LinkAccounts(code.lower()))
        await world.settle()
        number = await learner(world, "Ben")
        held = await rows(
            world, "SELECT group_id FROM membership WHERE learner_id = ? ORDER BY 1", number
        )
        assert held == [(1,), (2,)]
        assert await rows(world, ONE_VOICE) == []
        await histories.nothing_to_rebuild(world)
    finally:
        world.database.close()


async def test_a_run_goes_on_with_the_other_account(world: World) -> None:
    await world.press("Ben", Practise("", 3))
    await link(world, "Cem", "Ben")
    assert "1 of 3" in text(await world.press("Cem", Continue()))


async def test_a_code_is_used_once_and_only_for_a_quarter_of_an_hour(world: World) -> None:
    code = await code_of(world, "Ben")
    await world.pass_time(seconds=LIFE.total_seconds())
    said = text(await world.press("Cem", EnterCode(), {"code": (code,)}))
    assert "No account asked for that code" in said
    assert "No account asked" in text(await world.press("Cem", LinkAccounts(code.lower())))
    fresh = await code_of(world, "Ben")
    await world.press("Cem", LinkAccounts(fresh.lower()))
    assert "No account asked" in text(await world.press("Ann", LinkAccounts(fresh.lower())))


async def test_a_newer_code_takes_the_place_of_the_one_before(world: World) -> None:
    old, new = await code_of(world, "Ben"), await code_of(world, "Ben")
    assert "No account asked" in text(await world.press("Cem", EnterCode(), {"code": (old,)}))
    assert "become one person" in text(await world.press("Cem", EnterCode(), {"code": (new,)}))


async def test_guessing_ends_after_a_few_tries(world: World) -> None:
    code = await code_of(world, "Ben")
    for _ in range(TRIES):
        await world.press("Cem", EnterCode(), {"code": ("AAAAAAAA",)})
    said = text(await world.press("Cem", EnterCode(), {"code": (code,)}))
    assert "too many wrong codes" in said
    await world.pass_time(seconds=timedelta(minutes=15).total_seconds())
    fresh = await code_of(world, "Ben")
    assert "become one person" in text(await world.press("Cem", EnterCode(), {"code": (fresh,)}))


async def test_the_code_is_not_kept_in_clear(world: World) -> None:
    code = await code_of(world, "Ben")
    ((kept,),) = await rows(world, "SELECT code FROM link_code")
    assert code not in kept
    assert len(kept) == 64


async def test_an_account_cannot_be_linked_with_itself_or_twice(world: World) -> None:
    code = await code_of(world, "Ben")
    said = text(await world.press("Ben", EnterCode(), {"code": (code,)}))
    assert "That is you already" in said
    await link(world, "Ben", "Cem")
    code = await code_of(world, "Ben")
    said = text(await world.press("Cem", EnterCode(), {"code": (code,)}))
    assert "one person already" in said


async def test_three_accounts_become_one(world: World) -> None:
    for name, position in (("Ben", 0), ("Cem", 1), ("Dea", 2)):
        await answer(world, name, position)
    await link(world, "Ben", "Cem")
    await link(world, "Dea", "Cem")
    assert len({await learner(world, name) for name in ("Ben", "Cem", "Dea")}) == 1
    assert (await histories.tally(world))["answers"] == 1
    await histories.nothing_to_rebuild(world)
