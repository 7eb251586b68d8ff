"""Rebuild of every cache from 1,000,000 attempts, beside one full scan of the same attempts.

``python -m tests.bench.rebuild [url]``; without a URL on a SQLite file of its own. A Postgres
database given by URL must be empty.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

from bot.bootstrap import settle
from bot.services.upkeep import rebuild_caches
from bot.store import rebuild
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.events import append_event
from bot.store.migrate import migrate
from bot.store.tx import Tx, Value
from tests.bench.measure import say, seconds

GROUPS, MEMBERS, ROUNDS, PRACTISED = 100, 25, 400, 80
TAKES_PART = 0.8
FIRST = date(2025, 1, 6)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DOMAINS = ("d1", "d2", "d3", "d4")
GOAL = 20_000
_COLUMNS = (
    "seq, learner_id, account_id, group_id, round_id, run_item_id, pack, item_id, item_hash,"
    " domain, concept, source, phase, response, confidence, is_right, share, points, counts,"
    " elapsed_ms, study_day, at"
)
_INSERT = f"INSERT INTO attempt ({_COLUMNS}) VALUES ({', '.join('?' * 22)})"


def people(tx: Tx) -> None:
    """Make groups with their members and closed rounds, and two seasons in each."""
    many = range(1, GROUPS + 1)
    tx.run(
        "INSERT INTO item_version (hash, item_id, content, first_shown_at) VALUES ('h', 'i', ?, ?)",
        ("{}", NOW),
    )
    tx.run_many(
        "INSERT INTO study_group (id, name, pack, zone, simulated, created_at)"
        " VALUES (?, ?, 'sample', 'UTC', ?, ?)",
        [(g, f"g{g}", False, NOW) for g in many],
    )
    tx.run_many(
        "INSERT INTO schedule (id, group_id, kind, days, at, closes, late_within_s, seen_until)"
        " VALUES (?, ?, 'daily', '12345', '09:00', '17:00', 1, ?)",
        [(g, g, NOW) for g in many],
    )
    learners = range(1, GROUPS * MEMBERS + 1)
    tx.run_many(
        "INSERT INTO learner (id, simulated, created_at) VALUES (?, ?, ?)",
        [(n, False, NOW) for n in learners],
    )
    tx.run_many(
        "INSERT INTO account (id, platform, workspace, external_id, name, learner_id, created_at)"
        " VALUES (?, 'room', '', ?, ?, ?, ?)",
        [(n, f"m{n}", f"m{n}", n, NOW) for n in learners],
    )
    tx.run_many(
        "INSERT INTO membership (group_id, learner_id, is_lead, on_board, alias, joined_at,"
        " used_at) VALUES (?, ?, ?, ?, '', ?, ?)",
        [(1 + (n - 1) // MEMBERS, n, False, n % 4 > 0, NOW, NOW) for n in learners],
    )
    tx.run_many(
        "INSERT INTO round (id, schedule_id, group_id, slot, day, state, pack, item_id, item_hash,"
        " domain, concept, option_order, difficulty, opens_at, closes_at, closed_at, reason)"
        " VALUES (?, ?, ?, ?, ?, 'closed', 'sample', 'i', 'h', ?, ?, '0,1,2,3', 0, ?, ?, ?, '')",
        [
            (n, g, g, day.isoformat(), day, DOMAINS[n % 4], f"c{n % 140}", *[NOW] * 3)
            for g in many
            for n, day in rounds_of(g)
        ],
    )
    for g in many:
        for season in (1, 2):
            first = FIRST + timedelta(weeks=10 * season)
            finish = first + timedelta(weeks=8)
            append_event(
                tx, "season-began", NOW, group_id=g, season=season, title=f"Season {season}",
                first=first.isoformat(), finish=finish.isoformat(),
            )  # fmt: skip
            append_event(
                tx, "season-ended", NOW, group_id=g, season=season, last=finish.isoformat()
            )
    tx.flush()


def rounds_of(group: int) -> Iterator[tuple[int, date]]:
    """Give (round, day) of a group: five a week."""
    for n in range(ROUNDS):
        yield (group - 1) * ROUNDS + n + 1, FIRST + timedelta(weeks=n // 5, days=n % 5)


def attempts(group: int, seq: int, rng: Random) -> Iterator[tuple[Value, ...]]:
    """Make a group's attempts: shared questions, then practice."""
    members = range((group - 1) * MEMBERS + 1, group * MEMBERS + 1)
    for number, day in rounds_of(group):
        for who in members:
            if rng.random() < TAKES_PART:
                right = rng.random() < 0.6
                seq += 1
                yield (
                    seq, who, who, group, number, None, "sample", f"i{number % ROUNDS}", "h",
                    DOMAINS[number % 4], f"c{number % 140}", "daily", 1,
                    "2" if right else str(rng.choice((0, 1, 3))),
                    rng.choice(("certain", "fairly", "guessing", None)), right, float(right),
                    120 if right else 20, True, None, day, NOW,
                )  # fmt: skip
    for who in members:
        for n in range(PRACTISED):
            seq += 1
            concept = rng.randrange(140)
            yield (
                seq, who, who, group, None, None, "sample", f"p{concept}", "h",
                DOMAINS[concept % 4], f"c{concept}", "practice", 1, "2", "fairly", True, 1.0, 0,
                True, 9000, FIRST + timedelta(days=n * 7), NOW,
            )  # fmt: skip


def fill(database: Database) -> int:
    """Fill a database and give how many attempts it has."""
    database.write(people).result()
    rng, seq = Random(11), 10_000
    for group in range(1, GROUPS + 1):
        rows = list(attempts(group, seq, rng))
        seq += len(rows)
        database.write(lambda tx, rows=rows: tx.run_many(_INSERT, rows)).result()  # type: ignore[misc]
    return seq - 10_000


def scan(tx: Tx) -> None:
    """Read every attempt once, all columns that the caches are made of."""
    tx.run(
        "SELECT COUNT(DISTINCT learner_id), SUM(points), SUM(LENGTH(concept)), MAX(study_day),"
        " SUM(LENGTH(response)), SUM(LENGTH(confidence)), COUNT(group_id), COUNT(round_id)"
        " FROM attempt"
    ).fetchall()


def main(url: str) -> None:
    """Print the rate of a rebuild that finds nothing, and of one that makes everything anew."""
    place = read_url(url)
    migrate(place)
    with Database(place) as database:
        count = fill(database)
        settle()
        anchor = min(seconds(lambda: database.read_now(scan)) for _ in range(3))
        anew = seconds(lambda: database.write(rebuild_caches).result())
        kept = database.write(rebuild.counts).result()
        again = seconds(lambda: database.write(rebuild_caches).result())
    say("attempts", count, "")
    for table, rows in kept.items():
        say(f"rows of {table}", rows, "")
    say("one full scan of them", anchor, "s")
    for name, spent in (("everything anew", anew), ("nothing wrong", again)):
        rate = count / spent
        say(f"rebuild, {name}", spent, "s")
        say(f"rebuild, {name} / scan", spent / anchor, "x")
        say(f"rebuild, {name}", rate, "/s", f">= {GOAL:,}", rate >= GOAL)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as name:
            main(f"sqlite:///{name}/rebuild.db")
