"""The review of a group with 100,000 answers, beside one plain GROUP BY over the same rows.

``python -m tests.bench.review``: a group of 200 over 500 closed questions. Printed are the
very first review, which counts everything, and a usual one, four weeks after the last.
"""

from __future__ import annotations

import statistics
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.bootstrap import settle
from bot.core.packs import Pool
from bot.core.review import Past
from bot.services import review
from bot.services.founding import found
from bot.store import events, rounds
from bot.store.attempts import tally_cells
from bot.store.columns import numbers_text
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.migrate import migrate
from bot.store.tables import Group, Round
from bot.store.tx import Tx
from tests import sample
from tests.bench.measure import median_seconds, say
from tests.world import START, a_plan

MEMBERS, ROUNDS = 200, 500
RUNS = 15
GROUP_BY = (
    "SELECT domain, concept, is_right, COUNT(*) FROM attempt WHERE group_id = 1"
    " GROUP BY domain, concept, is_right"
)
_ANSWER = (
    "INSERT INTO attempt (seq, learner_id, account_id, group_id, round_id, pack, item_id,"
    " item_hash, domain, concept, source, phase, response, confidence, is_right, share, points,"
    " counts, study_day, at)"
    " VALUES (?, ?, ?, 1, ?, 'sample', ?, ?, ?, ?, 'daily', 1, ?, 'fairly', ?, ?, 0, ?, ?, ?)"
)


def fill(tx: Tx) -> None:
    """Let a group answer one question on each of so many days."""
    rng, library = Random(5), sample.library()
    found(tx, a_plan(), START)
    tx.run_many(
        "INSERT INTO learner (id, simulated, zone, created_at) VALUES (?, ?, '', ?)",
        [(n, False, START) for n in range(1, MEMBERS + 1)],
    )
    tx.run_many(
        "INSERT INTO account (id, platform, workspace, external_id, name, learner_id, created_at)"
        " VALUES (?, 'room', '', ?, ?, ?, ?)",
        [(n, f"m{n}", f"M{n}", n, START) for n in range(1, MEMBERS + 1)],
    )
    tx.run_many(
        "INSERT INTO membership (group_id, learner_id, is_lead, shares, alias, joined_at, used_at)"
        " VALUES (1, ?, ?, ?, '', ?, ?)",
        [(n, n == 1, n % 2 == 0, START, START) for n in range(1, MEMBERS + 1)],
    )
    items = [
        item for item in library.first.pool_items(Pool.DAILY) if item.key and len(item.options) == 4
    ]
    for number in range(1, ROUNDS + 1):
        item, at = items[rng.randrange(len(items))], START + timedelta(days=number)
        tx.add(
            Round(
                id=number, schedule_id=1, group_id=1, slot=str(number), day=at.date(),
                state=rounds.CLOSED, pack="sample", item_id=item.id,
                item_hash=rounds.keep_version(tx, item, at), domain=item.domain,
                concept=item.concept, option_order=(0, 1, 2, 3), opens_at=at, closes_at=at,
                closed_at=at,
            )
        )  # fmt: skip
        tx.flush()
        cells: dict[str, int] = {}
        rows = []
        for learner in range(1, MEMBERS + 1):
            right = rng.random() < 0.6
            response = item.key if right else (0,)
            for cell in tally_cells(response, "fairly", right):
                cells[cell] = cells.get(cell, 0) + 1
            rows.append(
                (
                    number * 1000 + learner, learner, learner, number, item.id, item.hash,
                    item.domain, item.concept, numbers_text(response), right, float(right), True,
                    at.date(), at,
                )
            )  # fmt: skip
        tx.run_many(_ANSWER, rows)
        tx.run_many(
            "INSERT INTO tally (round_id, cell, n) VALUES (?, ?, ?)",
            [(number, cell, n) for cell, n in cells.items()],
        )
        events.append_event(tx, review.CLOSED, at, group_id=1, round=number)


def main() -> None:
    """Print each figure and whether the goal holds."""
    library = sample.library()
    pack = library.first.pack
    with tempfile.TemporaryDirectory() as name:
        url = read_url(f"sqlite:///{Path(name)}/review.db")
        migrate(url)
        with Database(url) as database:
            database.write(fill).result()
            settle()

            def look(tx: Tx) -> tuple[float, float, float, int]:
                group = tx.get(Group, 1)
                assert group is not None
                row = tx.run("SELECT COUNT(*) FROM attempt WHERE group_id = 1").fetchone()
                assert row is not None
                last = max(review.closes_since(tx, 1, 0).values())
                past = [
                    Past(
                        domain="d3",
                        onward="d3",
                        day=START.date(),
                        until=last - back,
                        told=(100, 60),
                    )
                    for back in (40, 20)
                ]

                def first() -> object:
                    tx.expunge_all()
                    found_group = tx.get(Group, 1)
                    assert found_group is not None
                    return review.make(tx, library, found_group, "w", START + timedelta(days=501))

                def usual() -> object:
                    tx.expunge_all()
                    found_group = tx.get(Group, 1)
                    assert found_group is not None
                    return review.of_domain(tx, pack, found_group, past, "d3", "d1")

                return (
                    1000 * median_seconds(first, RUNS),
                    1000 * median_seconds(usual, RUNS),
                    1000 * median_seconds(lambda: tx.run(GROUP_BY).fetchall(), RUNS),
                    int(row[0]),
                )

            runs = [database.read_now(look) for _ in range(3)]
    first, usual, plain = (statistics.median(run[n] for run in runs) for n in range(3))
    print(f"a group of {MEMBERS} with {runs[0][3]:,} answers to {ROUNDS} questions")
    say("its very first review, of everything", first, "ms", "<= 150", first <= 150)
    say("a usual review, with sharers counted", usual, "ms", "<= 150", usual <= 150)
    say("one plain GROUP BY over the same answers", plain, "ms")
    say("first review / GROUP BY", first / plain, "x")


if __name__ == "__main__":
    main()
