"""How long an erasure, a link and a data file stand in front of a press, for a long history.

Times of the writer are its own CPU time, so that a busy machine does not blur them.

``python -m tests.bench.leaving``
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from asyncio import wrap_future
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from bot.bootstrap import settle
from bot.cards.actions import Action
from bot.cards.actions.me import Erase, LinkAccounts, MeData
from bot.core.codes import ALPHABET, LENGTH
from bot.services import erasing, linking
from bot.services.dispatch import dispatch
from bot.services.scene import set_scene
from bot.services.upkeep import rebuild_caches
from bot.store import chores, people, rounds
from bot.store.tx import Tx, Value
from tests import sample
from tests.bench.measure import say
from tests.databases import sqlite
from tests.services.histories import code_of
from tests.world import HERE, START, World, build, open_group, who

MEMBERS = ("Ann", "Ben", "Cem", "Dea")
DAYS = 1_250
ATTEMPTS = 50_000
NOTES = 2_000
RUNS = 3
LIMIT = 20.0


def fill(tx: Tx) -> None:
    """Give Ben and Cem histories of years: a daily a day, practice, and notes; the rest dailies."""
    item = sample.single("d1.1-01")
    version = rounds.keep_version(tx, item, START)
    schedule = tx.run("SELECT id FROM schedule").fetchone()
    assert schedule is not None
    first = START.date() - timedelta(days=DAYS + 1)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    tx.run_many(
        "INSERT INTO round (id, schedule_id, group_id, slot, day, state, pack, item_id, item_hash,"
        " domain, concept, option_order, difficulty, opens_at, closes_at, closed_at, reason)"
        " VALUES (?, ?, 1, ?, ?, 'closed', 'sample', ?, ?, ?, ?, '0,1,2,3', 0, ?, ?, ?, '')",
        [
            (number + 100, schedule[0], str(day), day, item.id, version, f"d{number % 4 + 1}",
             item.concept, START, START, START)
            for number, day in enumerate(days)
        ],
    )  # fmt: skip
    numbers = {}
    for name in MEMBERS:
        account = people.find_account(tx, who(name))
        if account is None:
            account = people.ensure_account(tx, who(name), START)
            people.ensure_membership(tx, 1, account.learner_id, START)
        numbers[name] = (account.learner_id, account.id or 0)
    tx.flush()
    seq = 1_000
    found = []
    for name, (learner, account_id) in numbers.items():
        for number, day in enumerate(days):
            seq += 1
            # Ben and Cem answered every second question each, some of them both.
            if name not in ("Ben", "Cem") or number % 3 != ("Ben", "Cem").index(name):
                found.append(_row(seq, learner, account_id, number + 100, day, version, "daily"))
        if name in ("Ben", "Cem"):
            for number in range(ATTEMPTS // 2 - DAYS):
                seq += 1
                day = days[number * DAYS // ATTEMPTS]
                found.append(_row(seq, learner, account_id, None, day, version, "practice"))
            tx.run_many(
                "INSERT INTO event (seq, group_id, learner_id, kind, payload, at)"
                " VALUES (?, 1, ?, 'noted', ?, ?)",
                [(10**6 * learner + n, learner, '{"text": "' + "x" * 400 + '"}', START)
                 for n in range(NOTES)],
            )  # fmt: skip
    tx.run_many(
        "INSERT INTO attempt (seq, learner_id, account_id, group_id, round_id, pack, item_id,"
        " item_hash, domain, concept, source, phase, response, is_right, share, points, counts,"
        " study_day, at) VALUES (?, ?, ?, 1, ?, 'sample', ?, ?, ?, ?, ?, 1, '1', ?, 1.0, ?, ?,"
        " ?, ?)",
        found,
    )
    tx.run("UPDATE membership SET on_board = ?", (True,))


def _row(
    seq: int, learner: int, account: int, round_id: int | None, day: date, version: str, source: str
) -> tuple[Value, ...]:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=START.tzinfo)
    concept = f"d{seq % 4 + 1}.1-0{seq % 6 + 1}"
    item = f"sample/{concept}/{seq % 97}"
    return (
        seq, learner, account, round_id, item, version, concept[:2], concept, source,
        seq % 3 == 0, 100 if source == "daily" else 0, True, day, at,
    )  # fmt: skip


async def chunks(world: World, step: Callable[[Tx, int], bool]) -> list[float]:
    """Do what is left of a chore, chunk by chunk; give the milliseconds of each."""
    spent: list[float] = []

    def work(tx: Tx) -> bool:
        start = time.thread_time()
        (number, *_) = chores.waiting(tx, 1) or [0]
        done = bool(number) and step(tx, number)
        tx.flush()
        spent.append(1000 * (time.thread_time() - start))
        return done

    while await wrap_future(world.database.write(work, background=True)):
        pass
    return spent


async def press(world: World, what: Action, inputs: dict[str, tuple[str, ...]]) -> float:
    """Let Cem press something; give the milliseconds that it held up the writer."""

    def work(tx: Tx) -> float:
        start = time.thread_time()
        scene = set_scene(
            tx, world.library, world.clock(), HERE, who("Cem"), joins=True, rng=Random(1)
        )
        dispatch(scene, what, inputs)
        tx.flush()
        return 1000 * (time.thread_time() - start)

    return await wrap_future(world.database.write(work))


async def measure(url: str) -> dict[str, float]:
    """Fill a database, then take the file, link Ben and Cem, and erase them."""
    world = build(url)
    await open_group(world, "Ann", "Ben", post=True)
    await wrap_future(world.database.write(fill))
    await wrap_future(world.database.write(rebuild_caches))
    settle()
    found: dict[str, float] = {}
    start = time.perf_counter()
    (file,) = (await world.reply("Ben", MeData())).files
    found["data s"], found["data MiB"] = time.perf_counter() - start, len(file.data) / 2**20
    code = await code_of(world, "Ben")
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    found["link press ms"] = await press(world, LinkAccounts(code.lower()), {})
    spent = await chunks(world, linking.move_on)
    found["link chunks"], found["link chunk max ms"] = len(spent), max(spent)
    found["link chunk median ms"] = statistics.median(spent)
    assert sum((await wrap_future(world.database.write(rebuild_caches))).values()) == 0
    found["erase press ms"] = await press(world, Erase(), {"word": ("erase",)})
    spent = await chunks(world, erasing.go_on)
    found["erase chunks"], found["erase chunk max ms"] = len(spent), max(spent)
    assert sum((await wrap_future(world.database.write(rebuild_caches))).values()) == 0
    world.database.close()
    return found


def main() -> None:
    """Print what each costs, the medians of some runs."""
    every: list[dict[str, float]] = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as name:
            every.append(asyncio.run(measure(sqlite(Path(name)))))
    for name in every[0]:
        value = statistics.median(run[name] for run in every)
        bound = name.endswith("ms") and "median" not in name
        say(name, value, "", f"<= {LIMIT:.0f}" if bound else "", value <= LIMIT if bound else None)


if __name__ == "__main__":
    main()
