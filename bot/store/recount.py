"""What caches hold, counted from what happened by whole sets of rows into ``fresh_…`` tables.

Boards add up: a month is the sum of its days, all time that of its months. Each answer is
read once, and longer spans are counted from shorter ones. Which span is part of which, and
what a week gives, is told by the caller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.store.boards import WeekRule
from bot.store.tx import Tx, read_date

#: For a question's day and domain, level by level: (part, whole) spans. Parts of the first
#: level are the question itself.
Sums: TypeAlias = Callable[[date, str], Sequence[Sequence[tuple[str, str]]]]

#: The cells of ``tally_cells``, from answers of one kind counted together.
_TALLY = """
WITH alike AS (
    SELECT round_id, response, COALESCE(confidence, 'unknown') AS sure, is_right, COUNT(*) AS n
    FROM attempt WHERE source = 'daily' AND counts GROUP BY round_id, response, sure, is_right
)
INSERT INTO fresh_tally (round_id, cell, n)
SELECT round_id, 'answers', SUM(n) FROM alike GROUP BY round_id
UNION ALL
SELECT round_id, sure || CASE WHEN is_right THEN '+' ELSE '-' END AS cell, SUM(n)
FROM alike GROUP BY round_id, cell
UNION ALL
SELECT round_id, 'o' || value AS cell, SUM(n) FROM alike, {options}
WHERE response <> '' GROUP BY round_id, cell
"""
_CONCEPTS = """
INSERT INTO fresh_concept_total (learner_id, pack, concept, domain, n, n_right)
SELECT learner_id, pack, concept, MIN(domain), COUNT(*), SUM(CASE WHEN is_right THEN 1 ELSE 0 END)
FROM attempt WHERE counts AND phase = 1 GROUP BY learner_id, pack, concept
"""
_GIVEN = """
INSERT INTO fresh_part0 (id, learner_id, listed, total, lowest, n, n_right)
SELECT -r.id, a.learner_id, CASE WHEN m.on_board THEN 1 ELSE 0 END, a.points, a.points, 1,
    CASE WHEN a.is_right THEN 1 ELSE 0 END
FROM round r
JOIN attempt a ON a.round_id = r.id
JOIN membership m ON m.group_id = a.group_id AND m.learner_id = a.learner_id
WHERE r.group_id = ? AND r.state = 'closed' AND a.group_id = ?
AND a.counts AND a.phase = 1 AND a.source = 'daily'
"""
_PRACTISED = """
INSERT INTO fresh_practised (day, learner_id, listed, n)
SELECT a.study_day, a.learner_id, MAX(CASE WHEN m.on_board THEN 1 ELSE 0 END), COUNT(*)
FROM attempt a
JOIN membership m ON m.group_id = a.group_id AND m.learner_id = a.learner_id
WHERE a.group_id = ? AND a.source = 'practice' AND (a.elapsed_ms IS NULL OR a.elapsed_ms >= ?)
AND NOT EXISTS (
    SELECT 1 FROM attempt b
    WHERE b.learner_id = a.learner_id AND b.pack = a.pack AND b.concept = a.concept
    AND b.item_id = a.item_id AND b.seq < a.seq AND NOT b.study_day < {since}
)
GROUP BY a.study_day, a.learner_id
"""
#: A whole of one part is that part; others are added up.
_SAME = """
INSERT INTO fresh_part{level} (id, learner_id, listed, total, lowest, n, n_right)
SELECT u.whole, p.learner_id, p.listed, p.total, p.lowest, p.n, p.n_right
FROM fresh_part{below} p CROSS JOIN fresh_sum u
WHERE u.level = {level} AND u.part = p.id AND u.alone
"""
_SUM = """
INSERT INTO fresh_part{level} (id, learner_id, listed, total, lowest, n, n_right)
SELECT u.whole, p.learner_id, MAX(p.listed), SUM(p.total), MIN(p.lowest), SUM(p.n), SUM(p.n_right)
FROM fresh_part{below} p CROSS JOIN fresh_sum u
WHERE u.level = {level} AND u.part = p.id AND NOT u.alone
GROUP BY u.whole, p.learner_id
"""
_TOTALS = """
INSERT INTO fresh_board_total
    (group_id, span, learner_id, listed, total, lowest, n, n_right, practised, points)
SELECT {group}, name.span, p.learner_id, p.listed = 1, p.total, p.lowest, p.n, p.n_right, 0, p.total
FROM fresh_part{level} p JOIN fresh_name name ON name.id = p.id WHERE NOT name.weekly
"""
_WEEKS = """
SELECT name.span, parts.learner_id, MAX(listed), SUM(total), COALESCE(MIN(lowest), 0), SUM(n),
    SUM(n_right), SUM(practised)
FROM (
    SELECT id, learner_id, listed, total, lowest, n, n_right, 0 AS practised FROM fresh_part{level}
    UNION ALL
    SELECT w.id, p.learner_id, p.listed, 0, CAST(NULL AS INTEGER), 0, 0, p.n
    FROM fresh_practised p JOIN fresh_week w ON w.day = p.day
) AS parts JOIN fresh_name name ON name.id = parts.id AND name.weekly
GROUP BY parts.id, name.span, parts.learner_id
"""
_HISTOGRAM = """
INSERT INTO fresh_board_histogram (group_id, span, points, learners)
SELECT group_id, span, points, COUNT(*) FROM fresh_board_total
WHERE listed GROUP BY group_id, span, points
"""
#: Answers are on level 0, shorter spans of a domain on level 1, and so on; weeks on level 2.
_LEVELS = 3
_WEEKS_ON = 2
_PART = (
    "id INTEGER, learner_id INTEGER, listed INTEGER, total INTEGER, lowest INTEGER, n INTEGER,"
    " n_right INTEGER"
)
_TEMPORARY = {
    **{f"fresh_part{level}": _PART for level in range(_LEVELS + 1)},
    "fresh_practised": "day DATE, learner_id INTEGER, listed INTEGER, n INTEGER",
    "fresh_name": "id INTEGER PRIMARY KEY, span TEXT, weekly BOOLEAN",
    "fresh_sum": "level INTEGER, part INTEGER, whole INTEGER, alone BOOLEAN,"
    " PRIMARY KEY (level, part, whole)",
    "fresh_week": "day DATE, id INTEGER",
}


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed round: where it counts."""

    id: int
    day: date
    domain: str


def count_answers(tx: Tx) -> None:
    """Count tallies and concept totals of everybody."""
    tx.run(_CONCEPTS)
    options = "json_each('[' || response || ']')"
    if not tx.is_sqlite:
        options = "unnest(string_to_array(response, ',')) AS value"
    tx.run(_TALLY.format(options=options))


@contextmanager
def working_tables(tx: Tx) -> Iterator[None]:
    """Make the tables that counting a group's boards works in, for this transaction alone."""
    for name, columns in _TEMPORARY.items():
        tx.run(f"DROP TABLE IF EXISTS {name}")
        tx.run(f"CREATE TEMP TABLE {name} ({columns})")
    yield
    for name in _TEMPORARY:
        tx.run(f"DROP TABLE {name}")


def gather(tx: Tx, group_id: int, reading_ms: int, repeat_days: int) -> list[Closed]:
    """Gather a group's shared answers and practised items; give its closed rounds.

    Practice that took less than ``reading_ms`` or repeats an item within ``repeat_days``
    earned nothing and is left out.
    """
    for name in _TEMPORARY:
        tx.run(f"DELETE FROM {name}")
    tx.run(_GIVEN, (group_id, group_id))
    days = int(repeat_days)
    since = f"date(a.study_day, '-{days} days')" if tx.is_sqlite else f"(a.study_day - {days})"
    tx.run(_PRACTISED.format(since=since), (group_id, reading_ms))
    rows = tx.run(
        "SELECT id, day, domain FROM round WHERE group_id = ? AND state = 'closed'", (group_id,)
    ).fetchall()
    return [Closed(row[0], read_date(row[1]), row[2]) for row in rows]


def count_boards(
    tx: Tx,
    group_id: int,
    closed: Sequence[Closed],
    *,
    sums_of: Sums,
    week_of: Callable[[date], str],
    rule_of: Callable[[str], WeekRule],
) -> None:
    """Count a group's totals and histogram from what was gathered.

    ``week_of`` gives the span of a day's week, ``rule_of`` the rule of such a span.
    """
    practised = tx.run("SELECT DISTINCT day FROM fresh_practised").fetchall()
    weeks = {day: week_of(day) for day in (read_date(row[0]) for row in practised)}
    sums: set[tuple[int, str | int, str]] = set()  # (level, part, whole)
    for each in closed:
        for level, pairs in enumerate(sums_of(each.day, each.domain), 1):
            sums.update((level, part or -each.id, whole) for part, whole in pairs)
    # Numbers in the order of the keys: they sort faster, and rows come in the table's order.
    names = sorted({*weeks.values(), *(whole for _, _, whole in sums)})
    ids: dict[str | int, int] = {span: number for number, span in enumerate(names)}
    weekly = {*weeks.values(), *(week_of(each.day) for each in closed)}
    tx.run_many(
        "INSERT INTO fresh_name (id, span, weekly) VALUES (?, ?, ?)",
        [(number, span, span in weekly) for number, span in enumerate(names)],
    )
    tx.run_many(
        "INSERT INTO fresh_week (day, id) VALUES (?, ?)",
        [(day, ids[week]) for day, week in weeks.items()],
    )
    parts = Counter(whole for _, _, whole in sums)
    tx.run_many(
        "INSERT INTO fresh_sum (level, part, whole, alone) VALUES (?, ?, ?, ?)",
        [
            (level, ids.get(part, part), ids[whole], parts[whole] == 1)
            for level, part, whole in sums
        ],
    )
    for level in range(1, _LEVELS + 1):
        tx.run(_SAME.format(level=level, below=level - 1))
        tx.run(_SUM.format(level=level, below=level - 1))
        tx.run(_TOTALS.format(level=level, group=int(group_id)))
    _count_weeks(tx, group_id, rule_of)
    tx.run(_HISTOGRAM)


def _count_weeks(tx: Tx, group_id: int, rule_of: Callable[[str], WeekRule]) -> None:
    found = []
    for span, learner, listed, *kept in tx.run(_WEEKS.format(level=_WEEKS_ON)).fetchall():
        total, lowest, n, n_right, practice = map(int, kept)
        points = rule_of(span)(total, lowest, n, practice)
        found.append(
            (group_id, span, learner, listed == 1, total, lowest, n, n_right, practice, points)
        )
    tx.run_many(
        "INSERT INTO fresh_board_total (group_id, span, learner_id, listed, total, lowest, n,"
        " n_right, practised, points) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        found,
    )
