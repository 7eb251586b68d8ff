"""Marking again: in chunks, interleaved with everything else, and right at every moment."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from asyncio import wrap_future
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.cards.actions import Action
from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.flags import OverrideKey, RestoreKey
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core import scoring
from bot.core.packs import Catalogue
from bot.scheduler.simulation import SetClock
from bot.services import corrections, remarking
from bot.services.desk import Desk, Press
from bot.services.due import Due
from bot.services.founding import found_and_post
from bot.services.keys import key_of
from bot.services.library import Library
from bot.services.upkeep import rebuild_caches
from bot.store import attempts, keys, rebuild, remarks, rounds
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tables import Remark
from bot.store.tx import Tx
from tests import sample
from tests.databases import ready, sqlite
from tests.services.doubts import REASON, answer, correct, nothing_is_wrong, version_of
from tests.world import HERE, START, World, a_plan, build, open_group, who

ITEM = sample.single("d1.1-01")
LIBRARY = Library(catalogues={"sample": Catalogue.of(sample.pack(), [ITEM])})
NAMES = ("Ann", "Ben", "Cid", "Dee", "Eve", "Fay")
ALL_WELL = dict.fromkeys(rebuild.CACHES, 0)


def every_mark_is_by_the_key_that_holds(tx: Tx) -> bool:
    """Say whether each answer is marked by the key that holds in its group now."""
    for given in attempts.all_attempts(tx):
        item = rounds.read_version(tx, given.item_hash)
        mark = scoring.mark(item, given.response, key_of(tx, given.group_id, item, given.item_hash))
        tenths = scoring.points(mark) if given.source == "daily" else 0
        if (given.is_right, given.share, given.points) != (mark.right, mark.share, tenths):
            return False
    return True


@cache
def template() -> Path:
    """Make a database with the usual group and its first question, to be copied."""
    path = Path(tempfile.mkdtemp(prefix="cohort-keys-")) / "template.db"
    url = read_url(f"sqlite:///{path}")
    ready(url)
    with Database(url) as database:
        members = tuple(map(who, NAMES))
        database.write(lambda tx: found_and_post(tx, LIBRARY, a_plan(), members, START)).result()
    return path


class Remarking(RuleBasedStateMachine):
    """A group answers one question again and again while its key is changed under it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = shutil.copy(template(), Path(self.folder.name) / "cohort.db")
        self.database = Database(read_url(f"sqlite:///{path}"))
        self.clock = SetClock(START + timedelta(minutes=1))
        self.desk = Desk(self.database, LIBRARY, self.clock)
        self.due = Due(self.database, LIBRARY, self.clock)
        self.given: set[tuple[str, int]] = set()

    def press(self, name: str, what: Action | str, **inputs: str) -> str:
        """Press something; give the title of what is shown."""
        sent = {key: (value,) for key, value in inputs.items()}
        press = Press(who=who(name), where=HERE, what=what, inputs=sent)
        return self.desk.press(press).result().card.title

    def open_round(self) -> rounds.Round | None:  # type: ignore[name-defined]
        """Give the open round, if there is one."""
        return next(iter(self.database.read_now(lambda tx: rounds.open_rounds(tx, 1))), None)

    @rule(name=st.sampled_from(NAMES), source=st.integers(0, 3), lock=st.booleans())
    def answer(self, name: str, source: int, lock: bool) -> None:
        """Answer the open question, or tap and leave it."""
        shared = self.open_round()
        if shared is None:
            return
        target = Target(Asked.ROUND, shared.id or 0)
        self.press(name, Tap(target, shared.option_order.index(source)))
        if lock:
            self.press(name, Lock(target, Confidence.FAIRLY))
        self.given.add((name, target.id))

    @rule(key=st.integers(0, 3))
    def override(self, key: int) -> None:
        """Let another key hold here."""
        self.press("Ann", OverrideKey(ITEM.hash, str(key)), reason=REASON)

    @rule()
    def restore(self) -> None:
        """Take the group's own key back."""
        self.press("Ann", RestoreKey(ITEM.hash))

    @rule(key=st.integers(0, 3))
    def correct_everywhere(self, key: int) -> None:
        """Let the pack's key change under everybody."""

        def work(tx: Tx) -> None:
            corrections.override(
                tx, keys.EVERYWHERE, ITEM, ITEM.hash, (key,), self.clock(), to=ITEM.hash
            )

        self.database.write(work).result()

    @rule(most=st.integers(1, 4))
    def go_on(self, most: int) -> None:
        """Do some of what is due, and no more."""
        for work in self.due.find().result()[:most]:
            self.due.do(work).result()

    @rule(name=st.sampled_from(NAMES), join=st.booleans())
    def choose_board(self, name: str, join: bool) -> None:
        """Join the board, or leave it."""
        self.press(name, ChooseBoard(join))

    @precondition(lambda self: self.open_round() is not None)
    @rule()
    def close(self) -> None:
        """Let the open question close."""
        shared = self.open_round()
        assert shared is not None
        self.clock.now = max(self.clock.now, shared.closes_at)
        self.due.do(self.due.find().result()[0]).result()

    @precondition(lambda self: self.open_round() is None)
    @rule()
    def ask_again(self) -> None:
        """Post the only question once more."""
        self.clock.now += timedelta(hours=1)
        self.press("Ann", "post now")

    @invariant()
    def every_cache_is_right(self) -> None:
        """Whatever is half done, caches agree with the answers as they are marked."""
        assert self.database.write(rebuild_caches).result() == ALL_WELL

    def teardown(self) -> None:
        """Do the rest, and look everything over."""
        while self.database.read_now(lambda tx: remarks.waiting(tx, 1)):
            for work in self.due.find().result():
                self.due.do(work).result()
        shared = self.open_round()
        if shared is not None:
            self.close()
        assert self.database.read_now(every_mark_is_by_the_key_that_holds)
        names = self.database.read_now(
            lambda tx: tx.run(
                "SELECT c.name, a.round_id FROM attempt a JOIN account c ON c.id = a.account_id"
            ).fetchall()
        )
        assert sorted(names) == sorted(self.given)
        self.every_cache_is_right()
        self.database.close()
        self.folder.cleanup()


Remarking.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow],
)
TestRemarking = pytest.mark.long(Remarking.TestCase)


async def test_a_chunk_ends_after_few_changes_and_the_next_goes_on(world: World) -> None:
    names = [f"Member{number}" for number in range(11)]
    for name in names:
        await answer(world, name, 0)
    await answer(world, "Ann", 2)
    await world.pass_time(hours=12)
    await correct(world, "Ann", version_of(world), 0)
    changed = []
    while True:
        waiting = world.database.read_now(lambda tx: remarking.works(tx, world.clock.now))
        if not waiting:
            break
        await wrap_future(world.database.write(waiting[0]))
        job = world.database.read_now(lambda tx: tx.get(Remark, 1))
        assert job is not None
        changed.append(job.changed)
        assert await nothing_is_wrong(world)
    assert changed == [4, 8, 12, 12]
    assert world.database.read_now(every_mark_is_by_the_key_that_holds)


async def test_a_look_plans_as_many_chunks_as_are_left(world: World) -> None:
    for name in ("Ann", "Ben", "Cid", "Dee", "Eve"):
        await answer(world, name, 0)
    await correct(world, "Ann", version_of(world), 0)
    found = world.database.read_now(lambda tx: remarking.works(tx, world.clock.now))
    assert len(found) == 5 // remarking.CHANGED + 2
    assert [await wrap_future(world.database.write(work)) for work in found] == [True, True, True]
    assert [await wrap_future(world.database.write(work)) for work in found] == [False] * 3
    assert world.database.read_now(lambda tx: remarking.works(tx, world.clock.now)) == []


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in (1, 2))]
)
async def test_answers_and_corrections_at_once_lose_and_double_nothing(
    migrated_url: str, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    rng = Random(f"at once {seed}")
    world = build(migrated_url)
    try:
        names = [f"Member{number}" for number in range(24)]
        await open_group(world, "Ann", *names, post=True)
        await answer(world, "Ann", 2)
        version = version_of(world)

        async def member(name: str) -> None:
            await asyncio.sleep(rng.random() / 20)
            await answer(world, name, rng.randrange(4))

        async def lead() -> None:
            for key in (0, 1, 3, 0):
                await asyncio.sleep(rng.random() / 40)
                await correct(world, "Ann", version, key)
                await world.tick()

        await asyncio.gather(lead(), *map(member, names))
        await world.settle()
        assert len(world.database.read_now(lambda tx: list(attempts.all_attempts(tx)))) == 25
        assert await wrap_future(world.database.read(every_mark_is_by_the_key_that_holds))
        assert await nothing_is_wrong(world)
        await world.pass_time(hours=12)
        assert await nothing_is_wrong(world)
        assert [record.message for record in caplog.records] == []
    finally:
        world.database.close()


async def test_answers_outside_of_any_group_follow_the_pack_alone(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path), LIBRARY)
    try:
        await open_group(world, "Ann", post=True)
        await answer(world, "Ann", 0)

        def alone(tx: Tx) -> None:
            tx.run("UPDATE attempt SET group_id = NULL, round_id = NULL, source = 'practice'")
            tx.run("DELETE FROM tally")
            corrections.override(tx, keys.EVERYWHERE, ITEM, ITEM.hash, (0,), world.clock.now,
                                 to=ITEM.hash)  # fmt: skip

        await wrap_future(world.database.write(alone))
        await world.settle()
        (given,) = world.database.read_now(lambda tx: list(attempts.all_attempts(tx)))
        assert (given.is_right, given.points) == (True, 0)
        assert await nothing_is_wrong(world)
    finally:
        world.database.close()
