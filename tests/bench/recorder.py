"""G2: the recorder against raw sqlite3, one row per transaction, at the same ``synchronous``.

``python -m tests.bench.recorder``
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import threading
import time
from concurrent.futures import Future
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from bot.bootstrap import settle
from bot.store.attempts import NewAttempt, record_attempt
from bot.store.database import Database
from bot.store.engine import open_engine, read_url
from bot.store.migrate import migrate
from bot.store.people import ensure_account
from bot.store.tables import Attempt, ItemVersion
from bot.store.tx import Tx
from tests import sample
from tests.bench.measure import percentile, say
from tests.world import who

ANSWERS = 6_000
NAIVE = 300
IN_FLIGHT = 200
ROUNDS = 20
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def raw(folder: Path) -> float:
    """Give rows a second of plain sqlite3, a transaction each."""
    db = sqlite3.connect(folder / "raw.db", isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, who INT, what INT, at TEXT, ok INT)")
    start = time.perf_counter()
    for number in range(ANSWERS):
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO answer VALUES (?,?,?,?,?)", (number, number % 500, 1, "now", 1))
        db.execute("COMMIT")
    spent = time.perf_counter() - start
    db.close()
    return ANSWERS / spent


def attempt(learner: int, round_id: int, item_hash: str) -> NewAttempt:
    """Make an answer as a real one is made."""
    return NewAttempt(
        learner_id=learner, account_id=learner, group_id=1, round_id=round_id, run_item_id=None,
        pack="sample", item_id="sample/d1.1-01/a", item_hash=item_hash, domain="d1",
        concept=f"d1.1-0{round_id % 6}", source="daily", response=(learner % 4,),
        confidence="fairly", is_right=learner % 4 == 2, share=1.0, points=120, shown_at=NOW,
        study_day=date(2026, 11, 24), at=NOW + timedelta(seconds=30), counts_for_round=True,
    )  # fmt: skip


def prepare(url: str, members: int) -> str:
    """Make a database with a group, its members and open rounds; give the item's hash."""
    place = read_url(url)
    migrate(place)
    item = sample.single("d1.1-01")
    with Database(place) as database:

        def fill(tx: Tx) -> None:
            tx.add(ItemVersion(hash=item.hash, item_id=item.id, content={}, first_shown_at=NOW))
            for number in range(members):
                ensure_account(tx, who(f"m{number}"), NOW)
            tx.flush()
            tx.run(
                "INSERT INTO study_group (id, name, pack, zone, simulated, created_at)"
                " VALUES (1, 'g', 'sample', 'UTC', ?, ?)", (False, NOW),
            )  # fmt: skip
            tx.run(
                "INSERT INTO place (id, group_id, platform, workspace, address, pause_reason)"
                " VALUES (1, 1, 'room', '', 'g', '')"
            )
            tx.run(
                "INSERT INTO schedule (id, group_id, kind, days, at, closes, late_within_s,"
                " seen_until) VALUES (1, 1, 'daily', '12345', '09:00', '17:00', 1, ?)", (NOW,),
            )  # fmt: skip
            for number in range(1, ROUNDS * 10 + 1):
                tx.run(
                    "INSERT INTO round (id, schedule_id, group_id, slot, day, state, pack, item_id,"
                    " item_hash, domain, concept, option_order, difficulty, opens_at, closes_at,"
                    " reason) VALUES (?, 1, 1, ?, '2026-11-24', 'open', 'sample', 'x', ?, 'd1',"
                    " 'c', '0,1,2,3', 0, ?, ?, '')", (number, f"s{number}", item.hash, NOW, NOW),
                )  # fmt: skip
                tx.run(
                    "INSERT INTO delivery (occasion_kind, occasion_id, place_id, kind, state,"
                    " fence, attempts, remote_id, wanted_rev, shown_rev, error, created_at) VALUES"
                    " ('round', ?, 1, 'question', 'posted', 1, 1, 'x', 1, 1, '', ?)", (number, NOW),
                )  # fmt: skip

        database.write(fill).result()
    return item.hash


def recorder(folder: Path, number: int) -> tuple[float, float]:
    """Give answers a second through the writer, and p99 in ms, with 200 in flight."""
    url = f"sqlite:///{folder}/cohort{number}.db"
    members = ANSWERS // ROUNDS
    item_hash = prepare(url, members)
    settle()  # as the program does before it serves
    waits: list[float] = []
    gate = threading.Semaphore(IN_FLIGHT)
    with Database(read_url(url)) as database:
        start = time.perf_counter()
        for index in range(ANSWERS):
            gate.acquire()
            new = attempt(index % members + 1, index // members + 1, item_hash)
            asked = time.perf_counter()

            def done(_: Future[int | None], asked: float = asked) -> None:
                waits.append(time.perf_counter() - asked)
                gate.release()

            database.write(lambda tx, new=new: record_attempt(tx, new)).add_done_callback(done)  # type: ignore[misc]
        for _ in range(IN_FLIGHT):
            gate.acquire()
        spent = time.perf_counter() - start
        kept = database.read_now(lambda tx: tx.run("SELECT COUNT(*) FROM attempt").fetchone())
    assert kept is not None
    assert kept[0] == ANSWERS
    return ANSWERS / spent, 1000 * percentile(waits, 0.99)


def session_per_answer(folder: Path) -> float:
    """Give answers a second with a SQLModel session and a commit each."""
    url = f"sqlite:///{folder}/naive.db"
    item_hash = prepare(url, NAIVE)
    engine = open_engine(read_url(url))
    start = time.perf_counter()
    for index in range(NAIVE):
        new = attempt(index + 1, 1, item_hash)
        values = {name: getattr(new, name) for name in new.__slots__ if name != "counts_for_round"}
        with Session(engine) as session:
            session.add(Attempt(seq=index + 1, **values))
            session.commit()
    spent = time.perf_counter() - start
    engine.dispose()
    return NAIVE / spent


def main() -> None:
    """Print the recorder's speed beside its anchors."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = [(raw(_new(folder, n)), *recorder(folder, n)) for n in range(5)]
        naive = session_per_answer(folder)
    anchor = statistics.median(run[0] for run in runs)
    ours = statistics.median(run[1] for run in runs)
    ratio = statistics.median(run[1] / run[0] for run in runs)
    wait = statistics.median(run[2] for run in runs)
    say("raw sqlite3, a row per transaction, synchronous=FULL", anchor, "rows/s")
    say("recorder: attempt, tally, totals, savepoint each", ours, "answers/s")
    say("session per answer, attempt alone", naive, "answers/s")
    say("recorder / raw", ratio, "x", ">= 0.35", ratio >= 0.35)
    say("recorder / session per answer", ours / naive, "x", ">= 10", ours / naive >= 10)
    say("p99 at 200 in flight", wait, "ms", "<= 25", wait <= 25)


def _new(folder: Path, number: int) -> Path:
    made = folder / f"raw{number}"
    made.mkdir()
    return made


if __name__ == "__main__":
    main()
