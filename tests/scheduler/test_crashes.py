"""Killed at every named point and at random, a Cohort goes on as if nothing had happened."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from bot.core.crashpoints import POINTS
from bot.services.keys import key_of
from bot.services.upkeep import rebuild_caches
from bot.store import attempts, keys, rebuild, rounds
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.migrate import migrate
from bot.store.tx import Row, Tx
from tests.databases import sqlite
from tests.fakes.crash_driver import LATER, STEPS, UNDECIDED, Life, as_line, drive
from tests.world import START

KILLED = -signal.SIGKILL
#: With twelve seeds, two hundred and forty kills.
KILLS_A_SEED = 20


@dataclass
class Driver:
    """The process that starts the lives. ``said`` is what all of them said."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def live(self, life: Life) -> int:
        """Let one life be lived and give how its process ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(as_line(life))
        self.process.stdin.flush()
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "ended":
                return int(rest)
            self.said.append(line.strip())
        raise AssertionError("the driver is gone")

    def later(self) -> str:
        """Give a time at which every lease of the lives before has run out."""
        clocks = [line.removeprefix("clock ") for line in self.said if line.startswith("clock ")]
        last = max(map(datetime.fromisoformat, clocks), default=START)
        return (last + LATER).isoformat()

    def promised(self, word: str) -> set[tuple[int, str, int]]:
        """Give (round, name, position) of what was acknowledged."""
        found = [line.split()[1:] for line in self.said if line.startswith(f"{word} ")]
        return {(int(shared), name, int(position)) for shared, name, position in found}


@pytest.fixture(scope="module")
def process() -> Iterator[subprocess.Popen[str]]:
    """Start the driver once: what it has imported is there for every life."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.crash_driver"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        yield started
        assert started.stdin is not None
        started.stdin.close()


@pytest.fixture
def driver(process: subprocess.Popen[str]) -> Driver:
    """Give the driver with nothing said yet."""
    return Driver(process)


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_at_a_named_point_loses_and_doubles_nothing(
    driver: Driver, tmp_path: Path, point: str
) -> None:
    url = sqlite(tmp_path)
    assert driver.live(Life(url=url, start=START.isoformat(), point=point, step=-1)) == KILLED
    await drive(Life(url=url, start=driver.later()), driver.said.append)
    check(url, driver)


@pytest.mark.long
@pytest.mark.parametrize(
    ("point", "step"),
    [
        ("after-answer-commit", 1),
        ("after-answer-commit", 2),
        ("after-answer-commit", 3),
        ("after-post-before-write", 3),
        ("after-claim", 4),
        ("after-write", 6),
        ("after-answer-commit", 8),
        ("in-remark", 9),
        ("after-claim", 9),
        ("after-post-before-write", 9),
    ],
)
async def test_a_kill_later_in_life_loses_and_doubles_nothing(
    driver: Driver, tmp_path: Path, point: str, step: int
) -> None:
    url = sqlite(tmp_path)
    assert driver.live(Life(url=url, start=START.isoformat(), point=point, step=step)) == KILLED
    await drive(Life(url=url, start=driver.later()), driver.said.append)
    check(url, driver)


async def test_a_life_without_a_kill_ends_well(driver: Driver, tmp_path: Path) -> None:
    url = sqlite(tmp_path)
    assert driver.live(Life(url=url, start=START.isoformat())) == 0
    assert driver.said[-1] == "done"
    check(url, driver)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
async def test_kill_after_kill_loses_and_doubles_nothing(
    driver: Driver, tmp_path: Path, seed: int
) -> None:
    rng, kills, number = Random(f"kills {seed}"), 0, 0
    url = sqlite(tmp_path)
    while kills < KILLS_A_SEED:
        point, delay = "", 0.0
        if rng.random() < 0.5:
            point = rng.choice(POINTS)
        else:
            delay = rng.uniform(0.005, 0.25)
        step = rng.randrange(-1, STEPS)
        ended = driver.live(
            Life(url=url, start=driver.later(), point=point, step=step, delay=delay)
        )
        kills += ended == KILLED
        if ended == 0:
            check(url, driver)
            driver.said.clear()
            number += 1
            url = sqlite(tmp_path / str(number))
    await drive(Life(url=url, start=driver.later()), driver.said.append)
    check(url, driver)


def check(url: str, driver: Driver) -> None:
    """Look over a database after its last life: nothing lost, nothing twice, all states legal."""
    assert not migrate(read_url(url))
    with Database(read_url(url)) as database:
        database.read(every_slot_was_posted_once).result()
        database.read(every_state_is_legal).result()
        database.read(lambda tx: everything_promised_is_there(tx, driver)).result()
        database.read(lambda tx: every_sitting_came_to_one_end(tx, driver)).result()
        database.read(lambda tx: the_correction_holds_everywhere(tx, driver)).result()
        assert database.write(rebuild_caches).result() == dict.fromkeys(rebuild.CACHES, 0)
        assert rows(database, "PRAGMA integrity_check") == [("ok",)]
        assert rows(database, "PRAGMA foreign_key_check") == []


def rows(database: Database, question: str) -> list[Row]:
    """Ask a database something."""
    return database.read(lambda tx: tx.run(question).fetchall()).result()


def every_slot_was_posted_once(tx: Tx) -> None:
    """Each round has its one message in the channel and its one reply in that thread."""
    shown = tx.run("SELECT id, slot FROM round WHERE state <> 'skipped' ORDER BY id").fetchall()
    assert [slot for _, slot in shown] == ["2026-11-24", "2026-11-25"]
    posted = tx.run(
        "SELECT d.occasion_id, d.kind, d.state, d.remote_id, m.id, m.thread_of"
        " FROM delivery d LEFT JOIN room_message m ON m.nonce = 'd' || d.id"
        " WHERE d.occasion_kind = 'round' ORDER BY d.occasion_id, d.kind"
    ).fetchall()
    expected = []
    for number, _ in shown:
        question = next(row[4] for row in posted if row[:2] == (number, "question"))
        thread = next(row[4] for row in posted if row[:2] == (number, "rationales"))
        expected += [
            (number, "question", "posted", str(question), question, None),
            (number, "rationales", "posted", str(thread), thread, question),
        ]
    assert expected == posted
    beside = tx.run(
        "SELECT b.kind, b.slot, b.state, d.state, d.remote_id = CAST(m.id AS TEXT), m.thread_of"
        " FROM bulletin b JOIN delivery d ON d.occasion_kind = 'bulletin' AND d.occasion_id = b.id"
        " LEFT JOIN room_message m ON m.nonce = 'd' || d.id ORDER BY b.id"
    ).fetchall()
    # A kill may let the correction come before the review, or after it.
    corrections = [each for each in beside if each[0] == "correction"]
    assert [each for each in beside if each not in corrections] == [
        ("design", "first", "closed", "posted", 1, None),
        ("review", "2026-W48", "open", "posted", 1, None),
        ("lab", "2026-W48", "open", "posted", 1, None),
    ]
    assert len(corrections) == 1
    assert tx.run("SELECT COUNT(*) FROM room_message").fetchone() == (len(posted) + len(beside),)


def every_state_is_legal(tx: Tx) -> None:
    """Closed rounds are closed for good, once; nothing is left under way."""
    states = tx.run("SELECT state, closed_at IS NOT NULL FROM round").fetchall()
    assert set(states) <= {("closed", 1), ("skipped", 0)}
    assert tx.run("SELECT COUNT(*) FROM draft").fetchone() == (0,)
    closes = tx.run("SELECT payload FROM event WHERE kind = 'round-closed'").fetchall()
    assert len(closes) == len(set(closes)) == states.count(("closed", 1))
    stale = "SELECT COUNT(*) FROM delivery WHERE wanted_rev > shown_rev OR lease_until IS NOT NULL"
    assert tx.run(stale).fetchone() == (0,)
    doubled = (
        "SELECT seq FROM (SELECT seq FROM attempt UNION ALL SELECT seq FROM event)"
        " GROUP BY seq HAVING COUNT(*) > 1"
    )
    assert tx.run(doubled).fetchall() == []


def everything_promised_is_there(tx: Tx, driver: Driver) -> None:
    """What a member was told is kept is kept, as it was given and in time."""
    found = tx.run(
        "SELECT a.round_id, c.name, a.response, a.source, r.option_order FROM attempt a"
        " JOIN account c ON c.id = a.account_id JOIN round r ON r.id = a.round_id"
    ).fetchall()
    kept = {
        (shared, name, order.split(",").index(response))
        for shared, name, response, source, order in found
        if source == "daily"
    }
    assert driver.promised("answered") <= kept
    assert {tapped for tapped in driver.promised("tapped") if tapped[1] == UNDECIDED} <= kept
    content = tx.run("SELECT content FROM bulletin WHERE kind = 'design'").fetchone()
    assert content is not None
    hung = {
        row[0]
        for seq in json.loads(content[0])["gallery"]
        for row in tx.run(
            "SELECT c.name FROM event e JOIN account c ON c.learner_id = e.learner_id"
            " WHERE e.seq = ? AND e.kind = 'design-entry'",
            (seq,),
        ).fetchall()
    }
    assert {name for _, name, _ in driver.promised("designed")} <= hung


def every_sitting_came_to_one_end(tx: Tx, driver: Driver) -> None:
    """What was picked in a mock exam is kept, handed in, and an answer once."""
    begun = tx.run("SELECT run_id, deadline, handed_in_at FROM sitting").fetchall()
    assert begun
    assert all(at is not None and at <= deadline for _, deadline, at in begun)
    rows = tx.run(
        "SELECT i.run_id, i.position, i.option_order, i.picked, COUNT(a.seq), MAX(a.response)"
        " FROM run_item i JOIN sitting s ON s.run_id = i.run_id"
        " LEFT JOIN attempt a ON a.run_item_id = i.id GROUP BY i.id"
    ).fetchall()
    assert [(picked, count) for *_, picked, count, _ in rows] == [
        (answer, 0 if answer is None else 1) for *_, answer in rows
    ]
    kept = {
        (run, place, order.split(",").index(picked))
        for run, place, order, picked, *_ in rows
        if picked is not None
    }
    said = [line.split()[1:] for line in driver.said if line.startswith("picked ")]
    assert {(int(run), int(place), int(position)) for run, place, position in said} <= kept
    handed = {int(line.split()[1]) for line in driver.said if line.startswith("handed ")}
    assert handed <= {run for run, *_ in begun}


def the_correction_holds_everywhere(tx: Tx, driver: Driver) -> None:
    """A key that was corrected is kept, every answer is marked by it, and it was told once."""
    said = {tuple(line.split()[1:]) for line in driver.said if line.startswith("corrected ")}
    ((version, key),) = said
    assert keys.rule_for(tx, 1, version) == ((int(key),), None)
    assert len(keys.changes_of(tx, 1)) == 1
    assert tx.run("SELECT COUNT(*) FROM remark WHERE done_at IS NULL").fetchone() == (0,)
    for given in attempts.all_attempts(tx):
        item = rounds.read_version(tx, given.item_hash)
        holds = key_of(tx, given.group_id, item, given.item_hash)
        assert given.is_right == (given.response == holds)
    posted = tx.run(
        "SELECT b.kind, b.round_id, d.state, m.thread_of FROM delivery d"
        " JOIN bulletin b ON b.id = d.occasion_id JOIN room_message m ON m.nonce = 'd' || d.id"
        " WHERE d.occasion_kind = 'bulletin' AND b.kind = 'correction'"
    ).fetchall()
    question = tx.run(
        "SELECT remote_id FROM delivery WHERE occasion_kind = 'round' AND occasion_id = 1"
        " AND kind = 'question'"
    ).fetchone()
    assert question is not None
    assert posted == [("correction", 1, "posted", int(question[0]))]
