"""Making every cache again from what happened: attempts, closed rounds, memberships.

The result must equal what was kept along the way; ``snapshot`` lets that be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlmodel import col, select

from bot.store import boards
from bot.store.attempts import tally_cells
from bot.store.columns import read_numbers
from bot.store.rounds import CLOSED
from bot.store.tables import Round
from bot.store.tx import Row, Tx

CACHES = ("key_rule", "tally", "concept_total", "board_total", "board_histogram")
_ORDER = {
    "key_rule": "group_id, item_hash",
    "tally": "round_id, cell",
    "concept_total": "learner_id, pack, concept",
    "board_total": "group_id, span, learner_id",
    "board_histogram": "group_id, span, points",
}
_PRACTISED = """
SELECT a.group_id, a.learner_id, a.study_day, COALESCE(m.on_board, ?)
FROM attempt a
JOIN membership m ON m.group_id = a.group_id AND m.learner_id = a.learner_id
WHERE a.source = 'practice' AND (a.elapsed_ms IS NULL OR a.elapsed_ms >= ?)
AND NOT EXISTS (
    SELECT 1 FROM attempt b
    WHERE b.learner_id = a.learner_id AND b.pack = a.pack AND b.concept = a.concept
    AND b.item_id = a.item_id AND b.seq < a.seq AND b.study_day >= {since}
)
ORDER BY a.seq
"""


def clear(tx: Tx) -> None:
    """Empty every cache."""
    for table in CACHES:
        tx.run(f"DELETE FROM {table}")


def recount_answers(tx: Tx) -> None:
    """Count tallies and concept totals again."""
    tx.run(
        "INSERT INTO concept_total (learner_id, pack, concept, domain, n, n_right)"
        " SELECT learner_id, pack, concept, MIN(domain), COUNT(*),"
        " SUM(CASE WHEN is_right THEN 1 ELSE 0 END) FROM attempt"
        " WHERE counts AND phase = 1 GROUP BY learner_id, pack, concept"
    )
    cells: dict[tuple[int, str], int] = {}
    rows = tx.run(
        "SELECT round_id, response, confidence, is_right FROM attempt"
        " WHERE source = 'daily' AND counts"
    ).fetchall()
    for round_id, response, confidence, is_right in rows:
        for cell in tally_cells(read_numbers(response), confidence, bool(is_right)):
            cells[round_id, cell] = cells.get((round_id, cell), 0) + 1
    tx.run_many(
        "INSERT INTO tally (round_id, cell, n) VALUES (?, ?, ?)",
        [(round_id, cell, n) for (round_id, cell), n in cells.items()],
    )


def closed_rounds(tx: Tx) -> Sequence[Round]:
    """Give every closed round in the order of closing."""
    query = select(Round).where(Round.state == CLOSED).order_by(col(Round.closed_at), col(Round.id))
    return tx.exec(query).all()


def practised(tx: Tx, reading_ms: int, repeat_days: int) -> Iterator[Row]:
    """Give (group, learner, study day, listed) of each practised item that earned a bonus."""
    days = int(repeat_days)
    since = f"date(a.study_day, '-{days} days')" if tx.is_sqlite else f"(a.study_day - {days})"
    return iter(tx.run(_PRACTISED.format(since=since), (False, reading_ms)).fetchall())


def recount_practice(tx: Tx, found: Iterator[Row], span_of: Callable[[Row], str]) -> None:
    """Count practised items into their weeks again."""
    for row in found:
        group_id, learner_id, _, listed = row
        boards.count_practice(tx, group_id, span_of(row), learner_id, bool(listed))


def weeks(tx: Tx) -> Sequence[tuple[int, str]]:
    """Give each (group, span) that has a total."""
    rows = tx.run("SELECT DISTINCT group_id, span FROM board_total ORDER BY 1, 2").fetchall()
    return [(row[0], row[1]) for row in rows]


def snapshot(tx: Tx) -> dict[str, list[Row]]:
    """Give every cache's rows in a fixed order, to be compared."""
    return {
        table: [
            tuple(row)
            for row in tx.run(f"SELECT * FROM {table} ORDER BY {_ORDER[table]}").fetchall()
        ]
        for table in CACHES
    }


def differences(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> dict[str, int]:
    """Count the rows of each cache that are missing, too many, or other than before."""
    counts = {}
    for table, keys in _ORDER.items():
        width = keys.count(",") + 1  # a table's key stands first
        changed = set(before[table]) ^ set(after[table])
        counts[table] = len({row[:width] for row in changed})
    return counts
