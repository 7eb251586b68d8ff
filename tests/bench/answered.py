"""A group with a hundred thousand answers, for benchmarks of what is read from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from bot.core.items import to_json
from bot.core.reports import AnswerRow, GroupReport
from bot.services.reporting import group_answers, group_report
from bot.store import rounds
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tables import Group
from bot.store.tx import Tx
from tests import sample
from tests.bench.recorder import NOW, prepare

ANSWERS = 100_000
MEMBERS = 100
CONFIDENCE = ("certain", "fairly", "guessing", None)


def make_answered(url: str) -> None:
    """Make a database with one group of a hundred members who answered a thousand times each."""
    prepare(url, MEMBERS)
    with Database(read_url(url)) as database:
        database.write(fill).result()


def fill(tx: Tx) -> None:
    """Give the group's members a thousand answers each, over a thousand days."""
    rng = Random(9)
    items = [item for item in sample.catalogue().items.values() if len(item.key) == 1]
    for item in items:
        rounds.keep_version(tx, item, NOW)
        # The rounds that ``prepare`` made know their item by name only.
        tx.run(
            "UPDATE item_version SET content = ? WHERE hash = ?",
            (json.dumps(to_json(item)), item.hash),
        )
    tx.run_many(
        "INSERT INTO membership (group_id, learner_id, is_lead, alias, shares, joined_at, used_at)"
        " VALUES (1, ?, ?, '', ?, ?, ?)",
        [(number, number == 1, number % 2 == 0, NOW, NOW) for number in range(1, MEMBERS + 1)],
    )
    rows = []
    for number in range(ANSWERS):
        day = NOW.date() - timedelta(days=1 + number // MEMBERS)
        item, response = items[rng.randrange(len(items))], rng.randrange(4)
        rows.append(
            (
                number + 1, number % MEMBERS + 1, 1, 1, "sample", item.id, item.hash, item.domain,
                item.concept, "practice", 1, str(response), rng.choice(CONFIDENCE), response == 2,
                float(response == 2), 0, True, day, NOW,
            )
        )  # fmt: skip
    tx.run_many(
        "INSERT INTO attempt (seq, learner_id, account_id, group_id, pack, item_id, item_hash,"
        " domain, concept, source, phase, response, confidence, is_right, share, points, counts,"
        f" study_day, at) VALUES ({','.join('?' * 19)})",
        rows,
    )


def gather(tx: Tx) -> tuple[GroupReport, Iterator[list[AnswerRow]]]:
    """Give the report, and chunks of rows that are read while they are written."""
    group = tx.get(Group, 1)
    assert group is not None
    library = sample.library()
    report = group_report(tx, library, group, NOW)
    return report, group_answers(tx, library, group)
