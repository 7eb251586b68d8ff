"""G7: top ten and own rank against Redis on loopback, and against ten times the answers.

``python -m tests.bench.boards``; needs ``redis-server`` on the PATH.
"""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import redis

from bot.bootstrap import settle
from bot.store import boards
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tx import Tx
from tests.bench.measure import say
from tests.bench.recorder import NOW, prepare

MEMBERS = 100_000
CALLS = 2_000
SPAN = "week:2026-W48"


def fill(tx: Tx, members: int) -> None:
    """Give every member a total of a year of answers in one span."""
    rng = Random(7)
    tx.run_many(
        "INSERT INTO learner (id, simulated, created_at) VALUES (?, ?, ?)",
        [(n, False, NOW) for n in range(10_000, 10_000 + members)],
    )
    tx.run_many(
        "INSERT INTO board_total (group_id, span, learner_id, listed, total, lowest, n, n_right,"
        " practised, points) VALUES (1, ?, ?, ?, 0, 0, 10, 7, 0, ?)",
        [(SPAN, n, True, rng.randrange(0, 30_000, 20)) for n in range(10_000, 10_000 + members)],
    )
    boards.make_histogram(tx, 1, SPAN)


def add_answers(tx: Tx, first: int, count: int, item_hash: str) -> None:
    """Put so many answers into the table that totals are made of."""
    tx.run_many(
        "INSERT INTO attempt (seq, learner_id, account_id, group_id, pack, item_id, item_hash,"
        " domain, concept, source, phase, response, is_right, share, points, counts, study_day, at)"
        " VALUES (?, ?, 1, 1, 'sample', 'x', ?, 'd1', 'c', 'late', 1, '1', 1, 1, 0, 1,"
        " '2026-11-24', ?)",
        [(n, 10_000 + n % MEMBERS, item_hash, NOW) for n in range(first, first + count)],
    )


def each(call: Callable[[int], object]) -> float:
    """Give the median over five runs of a call's mean time in ms."""
    runs = []
    for _ in range(5):
        start = time.perf_counter()
        for number in range(CALLS):
            call(number)
        runs.append(1000 * (time.perf_counter() - start) / CALLS)
    return statistics.median(runs)


def main() -> None:
    """Print each figure beside Redis."""
    if shutil.which("redis-server") is None:
        raise SystemExit("redis-server is not on the PATH: apt install redis-server")
    with tempfile.TemporaryDirectory() as name, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        server = subprocess.Popen(
            ["redis-server", "--port", str(port), "--save", "", "--dir", name],
            stdout=subprocess.DEVNULL,
        )
        try:
            compare(Path(name), port)
        finally:
            server.terminate()
            server.wait()


def compare(folder: Path, port: int) -> None:
    """Fill both and ask both."""
    url = f"sqlite:///{folder}/boards.db"
    item_hash = prepare(url, 1)
    client = redis.Redis(port=port)
    for _ in range(100):
        try:
            client.ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    with Database(read_url(url)) as database:
        database.write(lambda tx: fill(tx, MEMBERS)).result()
        rows = database.read_now(
            lambda tx: tx.run("SELECT learner_id, points FROM board_total").fetchall()
        )
        for start in range(0, len(rows), 5000):
            client.zadd("board", {str(row[0]): row[1] for row in rows[start : start + 5000]})
        points = [row[1] for row in rows]
        settle()
        asked = {}
        for answers in (1_000_000, 10_000_000):
            have = database.read_now(
                lambda tx: tx.run("SELECT COALESCE(MAX(seq), 0) FROM attempt").fetchone()
            )
            assert have is not None
            for first in range(have[0] + 1, answers + 1, 50_000):
                database.write(
                    lambda tx, first=first: add_answers(tx, first, 50_000, item_hash)  # type: ignore[misc]
                ).result()
            asked[answers] = database.read_now(lambda tx: ask(tx, points))
        ours_top, ours_rank = asked[1_000_000]
        redis_top = each(lambda _: client.zrevrange("board", 0, 9, withscores=True))
        redis_rank = each(lambda n: client.zrevrank("board", str(10_000 + n * 37 % MEMBERS)))
    say("top ten of 100k members", ours_top, "ms")
    say("top ten, Redis on loopback", redis_top, "ms")
    say("own rank", ours_rank, "ms")
    say("own rank, Redis on loopback", redis_rank, "ms")
    say("top ten / Redis", ours_top / redis_top, "x", "<= 1.0", ours_top <= redis_top)
    say("own rank / Redis", ours_rank / redis_rank, "x", "<= 1.0", ours_rank <= redis_rank)
    ratio = max(
        asked[10_000_000][0] / asked[1_000_000][0], asked[10_000_000][1] / asked[1_000_000][1]
    )
    say("10M answers / 1M answers", ratio, "x", "<= 1.3", ratio <= 1.3)


def ask(tx: Tx, points: list[int]) -> tuple[float, float]:
    """Time the two questions a board asks."""
    top = each(lambda _: boards.top(tx, 1, SPAN, 10))
    rank = each(lambda n: boards.rank_of(tx, 1, SPAN, points[n * 37 % len(points)]))
    return top, rank


if __name__ == "__main__":
    main()
