"""Somebody erased is gone from the file, and nobody else's figures move by it."""

from __future__ import annotations

import sqlite3
import time
from asyncio import wrap_future
from contextlib import closing
from pathlib import Path

import pytest

from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.explaining import SaveExplanation
from bot.cards.actions.flags import Flags, SendFlag
from bot.cards.actions.leave import DeclareLeave
from bot.cards.actions.me import AskErase, Erase, Me, SetAlias, SetReminders, SetZone
from bot.cards.actions.own import RateSelf
from bot.cards.actions.question import Lock, SaveNote, Show, Tap
from bot.cards.actions.seasons import BeginSeason
from bot.cards.actions.setup import PostTest
from bot.cards.actions.teams import CreateTeam
from bot.cards.actions.values import Asked, Confidence, Familiarity, Target
from bot.core.identity import Address
from bot.services import bulletins, due, erasing
from bot.services.founding import found_and_post
from bot.store import people
from bot.store.tables import Account
from bot.store.tx import Tx
from tests.databases import sqlite
from tests.services import histories
from tests.services.histories import erase, learner, read, rows
from tests.world import HERE, World, a_plan, action, build, open_group, text, who

ROUND = Target(Asked.ROUND, 1)
NAME = "Zarathustra"
TOLD = "Quokkas rest"


async def answer(world: World, name: str, position: int, target: Target = ROUND) -> None:
    await world.press(name, Tap(target, position))
    await world.press(name, Lock(target, Confidence.FAIRLY))


@pytest.mark.parametrize("name", ["Ann", pytest.param("Cem", marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in (1, 2))]
)
async def test_after_any_history_nobody_elses_figures_move(
    migrated_url: str, seed: int, name: str
) -> None:
    world = build(migrated_url)
    try:
        await histories.lived(world, f"erase {seed}")
        number = await learner(world, name)
        before = {query: await rows(world, query) for query in histories.FIGURES}
        others = await histories.boards_of_others(world, number)
        own = [row for row in await rows(world, histories.OWN_POINTS) if row[2] == number]
        assert "You are erased" in await erase(world, name)
        assert before == {query: await rows(world, query) for query in histories.FIGURES}
        assert others == await histories.boards_of_others(world, number)
        assert own == [row for row in await rows(world, histories.OWN_POINTS) if row[2] == number]
        assert [
            row
            for row in await rows(
                world, "SELECT listed FROM board_total WHERE learner_id = ?", number
            )
            if row[0]
        ] == []
        await histories.nothing_to_rebuild(world)
        await world.pass_time(days=1)
        await histories.nothing_to_rebuild(world)
    finally:
        world.database.close()


async def test_nothing_of_a_person_is_left_in_the_file(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path))
    await open_group(world, NAME, "Ann", "Ben", post=True)
    try:
        await answer(world, NAME, 1)
        await world.press(NAME, PostTest())
        await world.press(NAME, CreateTeam(), {"name": ("Otters",)})
        await world.press(NAME, BeginSeason())
        await world.press(NAME, DeclareLeave(), {"first": ("2027-01-01",)})
        for number in range(40):
            note = f"{TOLD} at {number}. " * (number + 1)
            await world.press(NAME, SaveNote(ROUND), {"text": (note[:900],)})
        await world.press(NAME, SetAlias(), {"name": (f"{NAME} the Third",)})
        await world.press(NAME, RateSelf(0, Familiarity.TEACH))
        await world.press(NAME, SetZone(), {"zone": ("Lisbon",)})
        await world.press(NAME, SetReminders(), {"at": ("12:30",)})
        await world.pass_time(hours=26)
        await world.pass_time(hours=3.6)
        assert len(await world.told(NAME)) == 1
        await world.press(NAME, Tap(Target(Asked.ROUND, 2), 0))
        await world.press(NAME, SaveExplanation(1), {"text": (f"{TOLD}, said {NAME}.",)})
        flag = {"reason": ("unclear",), "words": (f"{TOLD} wrongly",)}
        await world.press(NAME, SendFlag(ROUND), flag)
        await world.settle()
        assert NAME in text((await world.threads())[0][-1])
        await erase(world, NAME)
        assert NAME not in text((await world.threads())[0][-1])
        assert await rows(world, "SELECT COUNT(*) FROM draft") == [(0,)]
        assert await rows(world, "SELECT COUNT(*) FROM reminder") == [(0,)]
        assert await rows(world, "SELECT COUNT(*) FROM place WHERE account_id IS NOT NULL") == [
            (0,)
        ]
        assert await rows(world, "SELECT name FROM account WHERE id = 1") == [("",)]
    finally:
        world.database.close()
    for path in tmp_path.iterdir():
        content = path.read_bytes().lower()
        for word in (NAME, TOLD, "Lisbon"):
            assert word.lower().encode() not in content, (path.name, word)


@pytest.mark.long
async def test_the_log_beside_the_file_is_cut_off_while_the_program_runs(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path))
    try:
        await open_group(world, "Ann", NAME, post=True)
        await answer(world, NAME, 1)
        await world.press(NAME, SaveNote(ROUND), {"text": (TOLD,)})
        await erase(world, NAME)
        log = tmp_path / "cohort.db-wal"
        for _ in range(100):
            if not log.stat().st_size:
                break
            time.sleep(0.1)
        for path in tmp_path.iterdir():
            assert NAME.lower().encode() not in path.read_bytes().lower()
            assert TOLD.encode() not in path.read_bytes()
    finally:
        world.database.close()


async def test_an_answer_to_an_open_question_stays_in_the_tally_without_a_name(
    world: World,
) -> None:
    await answer(world, "Cem", 2)
    await erase(world, "Cem")
    await answer(world, "Ben", 2)
    assert (await histories.tally(world))["answers"] == 2
    await world.at(world.clock.now.replace(hour=16, minute=30))
    await histories.nothing_to_rebuild(world)
    assert "Cem" not in "".join(text(card) for card in await world.channel())


async def test_a_pick_that_was_not_locked_goes(world: World) -> None:
    await world.press("Cem", Tap(ROUND, 2))
    await erase(world, "Cem")
    await world.at(world.clock.now.replace(hour=16, minute=30))
    assert await rows(world, "SELECT COUNT(*) FROM attempt") == [(0,)]


async def test_who_comes_back_is_somebody_new(world: World) -> None:
    await answer(world, "Cem", 2)
    before = await learner(world, "Cem")
    await erase(world, "Cem")
    assert "don't know you yet" in text(await world.press("Cem", Me()))
    await world.press("Cem", Tap(ROUND, 1))
    assert await learner(world, "Cem") != before
    assert "Nobody in your group sees" in text(await world.press("Cem", Show(ROUND)))


async def test_the_only_lead_hands_the_group_on(world: World) -> None:
    await answer(world, "Ben", 2)
    said = text(await world.press("Ann", AskErase()))
    assert "Ben becomes its lead" in said
    await erase(world, "Ann")
    assert "Status" in text(await world.press("Ben", "status"))
    assert [
        event for (event,) in await rows(world, "SELECT kind FROM event WHERE kind LIKE 'lead%'")
    ]


async def test_one_of_two_leads_just_goes(world: World) -> None:
    await answer(world, "Cem", 1)
    await wrap_future(
        world.database.write(
            lambda tx: tx.run("UPDATE membership SET is_lead = ? WHERE learner_id = 3", (True,))
        )
    )
    assert "becomes its lead" not in text(await world.press("Ann", AskErase()))
    await erase(world, "Ann")
    leads = await rows(world, "SELECT learner_id FROM membership WHERE is_lead")
    assert leads == [(3,)]


async def test_whoever_comes_after_the_last_member_leads(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path))
    try:
        await open_group(world, "Ann", post=True)
        assert "Nobody leads it then" in text(await world.press("Ann", AskErase()))
        await erase(world, "Ann")
        await world.press("Ben", Tap(ROUND, 1))
        assert "Status" in text(await world.press("Ben", "status"))
    finally:
        world.database.close()


async def test_it_holds_in_every_group(world: World) -> None:
    second = Address("room", "", "second")
    plan = a_plan(name="second", address=second)
    await wrap_future(
        world.database.write(
            lambda tx: found_and_post(
                tx, world.library, plan, (who("Ben"), who("Ann")), world.clock.now
            )
        )
    )
    for where, target in ((HERE, ROUND), (second, Target(Asked.ROUND, 2))):
        world.here = where
        await answer(world, "Ben", 2, target)
        await world.press("Ben", ChooseBoard(True))
    await world.pass_time(hours=10)
    assert "#main and #second" in text(await world.press("Ben", AskErase()))
    await erase(world, "Ben")
    assert await rows(world, "SELECT COUNT(*) FROM board_total WHERE listed") == [(0,)]
    assert await rows(world, "SELECT COUNT(*) FROM board_histogram") == [(0,)]
    leads = await rows(world, "SELECT group_id, learner_id FROM membership WHERE is_lead")
    assert leads == [(1, 1), (2, 1)]
    await histories.nothing_to_rebuild(world)


async def test_another_word_erases_nothing(world: World) -> None:
    await answer(world, "Cem", 1)
    said = text(await world.press("Cem", Erase(), {"word": ("no",)}))
    assert "Nothing was erased" in said
    assert await rows(world, "SELECT name FROM account ORDER BY id") == [
        ("Ann",),
        ("Ben",),
        ("Cem",),
    ]


async def test_what_was_told_to_the_person_goes_and_what_others_were_told_stays(
    world: World,
) -> None:
    def tell(tx: Tx) -> None:
        for name in ("Ann", "Ben"):
            account = people.find_account(tx, who(name))
            assert account is not None
            content = {"round": 1, "zone": "UTC"}
            bulletins.issue(tx, 1, "reminder", name, content, world.clock.now, to=account)

    await wrap_future(world.database.write(tell))
    await world.settle()
    assert len(await world.told("Ben")) == 1
    await erase(world, "Ben")
    assert len(await world.told("Ann")) == 1
    assert await rows(
        world,
        "SELECT p.address FROM room_message m JOIN place p ON p.id = m.place_id"
        " WHERE p.account_id IS NOT NULL",
    ) == [("main@ann",)]
    assert await rows(world, "SELECT slot FROM bulletin") == [("Ann",)]


async def test_a_long_erasure_is_done_in_chunks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "ROWS", 2)
    monkeypatch.setattr(due, "CHUNKS", 1)
    await answer(world, "Ben", 2)
    for number in range(9):
        await world.press("Ben", SaveNote(ROUND), {"text": (f"note {number}",)})
    await world.press("Ben", ChooseBoard(True))
    await world.pass_time(hours=10)
    await erase(world, "Ben")
    chunks = 0
    while await rows(world, "SELECT id FROM chore"):
        await world.settle()
        chunks += 1
    assert chunks > 5
    assert await rows(world, "SELECT COUNT(*) FROM event WHERE kind = 'noted'") == [(0,)]
    assert await rows(world, "SELECT COUNT(*) FROM board_total WHERE listed") == [(0,)]
    await histories.nothing_to_rebuild(world)


async def test_what_somebody_flagged_can_still_be_answered(world: World) -> None:
    await answer(world, "Ben", 2)
    flag = {"reason": ("unclear",), "words": (TOLD,)}
    await world.press("Ben", SendFlag(ROUND), flag)
    await erase(world, "Ben")
    shown = text(await world.press("Ann", Flags(0)))
    assert TOLD not in shown
    assert "Ben" not in shown
    assert "clear" in shown.lower()
    looked = await world.press("Ann", action(await world.press("Ann", Flags(0)), "Look at it"))
    assert TOLD not in text(looked)


async def test_every_account_of_a_linked_person_goes(world: World) -> None:
    await answer(world, "Ben", 0)
    await answer(world, "Cem", 1)
    await histories.link(world, "Ben", "Cem")
    await erase(world, "Cem")
    names = await read(world, lambda tx: [tx.get(Account, n).name for n in (1, 2, 3)])  # type: ignore[union-attr]
    assert names == ["Ann", "", ""]


def test_the_test_can_see_what_is_left(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as plain:
        plain.execute("PRAGMA secure_delete=OFF")
        plain.execute("CREATE TABLE t (a TEXT)")
        plain.execute("INSERT INTO t VALUES (?)", (TOLD * 50,))
        plain.execute("DELETE FROM t")
        plain.commit()
    assert TOLD.encode() in (tmp_path / "x.db").read_bytes()
