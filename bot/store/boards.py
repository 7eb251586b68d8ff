"""Board totals and their histogram: caches that make a rank cheap at any number of answers.

Points enter when a round *closes*, never before, so that a board does not tell who was
right while others still think. Within a week all but one of the closed rounds count, and
practice adds a capped bonus, so a week's rows are worked out anew at each close.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.store.tables import Round
from bot.store.tx import Tx

#: (total, lowest, answered, practised) -> points, all points in tenths.
WeekRule: TypeAlias = Callable[[int, int, int, int], int]

_BOARDS_KEY = 7266788
_COUNT = """
INSERT INTO board_total
    (group_id, span, learner_id, listed, total, lowest, n, n_right, practised, points)
SELECT a.group_id, ?, a.learner_id, COALESCE(m.on_board, ?), a.points, a.points, 1,
    CASE WHEN a.is_right THEN 1 ELSE 0 END, 0, a.points
FROM attempt a
JOIN membership m ON m.group_id = a.group_id AND m.learner_id = a.learner_id
WHERE a.round_id = ? AND a.counts AND a.phase = 1 AND a.source = 'daily'
ON CONFLICT (group_id, span, learner_id) DO UPDATE SET
    total = board_total.total + excluded.total,
    points = board_total.points + excluded.points,
    lowest = CASE WHEN board_total.n = 0 OR excluded.lowest < board_total.lowest
        THEN excluded.lowest ELSE board_total.lowest END,
    n = board_total.n + 1,
    n_right = board_total.n_right + excluded.n_right
"""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A learner's figures in a span. Points are tenths."""

    learner_id: int
    points: int
    n: int
    n_right: int


def hold(tx: Tx, group_id: int) -> None:
    """Wait until nobody else changes a group's boards: each change builds on the one before."""
    if not tx.is_sqlite:  # SQLite has one writer
        tx.run("SELECT pg_advisory_xact_lock(?, ?)", (_BOARDS_KEY, group_id))


def count_round(tx: Tx, closed: Round, spans: tuple[str, ...]) -> None:
    """Add a closed round's points to each span's totals."""
    hold(tx, closed.group_id)
    for span in spans:
        tx.run(_COUNT, (span, False, closed.id))


def drop_days(tx: Tx, group_id: int, day_span: str) -> None:
    """Forget a group's boards of single days before one: nobody looks at them any more."""
    for table in ("board_total", "board_histogram"):
        tx.run(
            f"DELETE FROM {table} WHERE group_id = ? AND span >= 'day:' AND span < ?",
            (group_id, day_span),
        )


def apply_week_rule(tx: Tx, group_id: int, span: str, rule: WeekRule) -> None:
    """Work out every learner's points of a week anew."""
    rows = tx.run(
        "SELECT learner_id, total, lowest, n, practised FROM board_total"
        " WHERE group_id = ? AND span = ?",
        (group_id, span),
    ).fetchall()
    tx.run_many(
        "UPDATE board_total SET points = ? WHERE group_id = ? AND span = ? AND learner_id = ?",
        [(rule(row[1], row[2], row[3], row[4]), group_id, span, row[0]) for row in rows],
    )


def count_practice(tx: Tx, group_id: int, span: str, learner_id: int, listed: bool) -> None:
    """Add one practised item to a learner's week; the week rule turns it into a bonus."""
    hold(tx, group_id)
    rows = tx.run(
        "INSERT INTO board_total (group_id, span, learner_id, listed, total, lowest, n, n_right,"
        " practised, points) VALUES (?, ?, ?, ?, 0, 0, 0, 0, 1, 0)"
        " ON CONFLICT (group_id, span, learner_id)"
        " DO UPDATE SET practised = board_total.practised + 1 RETURNING n, practised",
        (group_id, span, learner_id, listed),
    ).fetchall()
    # A row without a closed round and with one practised item has just been made.
    if listed and tuple(rows[0]) == (0, 1):
        shift(tx, group_id, span, 0, 1)


def set_points(tx: Tx, group_id: int, span: str, learner_id: int, rule: WeekRule) -> None:
    """Work out one learner's points of a week anew, histogram included."""
    row = tx.run(
        "SELECT total, lowest, n, practised, points, listed FROM board_total"
        " WHERE group_id = ? AND span = ? AND learner_id = ?",
        (group_id, span, learner_id),
    ).fetchone()
    if row is None:
        return
    total, lowest, n, practised, before, listed = row
    points = rule(total, lowest, n, practised)
    tx.run(
        "UPDATE board_total SET points = ? WHERE group_id = ? AND span = ? AND learner_id = ?",
        (points, group_id, span, learner_id),
    )
    if listed:
        shift(tx, group_id, span, before, -1)
        shift(tx, group_id, span, points, +1)


def make_histogram(tx: Tx, group_id: int, span: str) -> None:
    """Count again how many listed learners hold how many points in a span."""
    tx.run("DELETE FROM board_histogram WHERE group_id = ? AND span = ?", (group_id, span))
    tx.run(
        "INSERT INTO board_histogram (group_id, span, points, learners)"
        " SELECT group_id, span, points, COUNT(*) FROM board_total"
        " WHERE group_id = ? AND span = ? AND listed GROUP BY group_id, span, points",
        (group_id, span),
    )


def set_listed(tx: Tx, group_id: int, learner_id: int, listed: bool) -> None:
    """Put a learner on every board of a group, or take them off."""
    hold(tx, group_id)
    spans = tx.run(
        "UPDATE board_total SET listed = ? WHERE group_id = ? AND learner_id = ? AND listed <> ?"
        " RETURNING span, points",
        (listed, group_id, learner_id, listed),
    ).fetchall()
    for span, points in spans:
        shift(tx, group_id, span, points, 1 if listed else -1)


def top(tx: Tx, group_id: int, span: str, limit: int, *, offset: int = 0) -> list[BoardRow]:
    """Give the listed learners with the most points, at most ``limit`` of them."""
    rows = tx.run(
        "SELECT learner_id, points, n, n_right FROM board_total"
        " WHERE group_id = ? AND span = ? AND listed = ?"
        " ORDER BY points DESC, learner_id DESC LIMIT ? OFFSET ?",
        (group_id, span, True, limit, offset),
    ).fetchall()
    return [BoardRow(*row) for row in rows]


def own_row(tx: Tx, group_id: int, span: str, learner_id: int) -> BoardRow | None:
    """Give one learner's figures in a span, listed or not."""
    row = tx.run(
        "SELECT learner_id, points, n, n_right FROM board_total"
        " WHERE group_id = ? AND span = ? AND learner_id = ?",
        (group_id, span, learner_id),
    ).fetchone()
    return BoardRow(*row) if row else None


def every_row(tx: Tx, group_id: int, span: str) -> list[tuple[BoardRow, bool]]:
    """Give every learner's figures in a span, with whether they are listed."""
    rows = tx.run(
        "SELECT learner_id, points, n, n_right, listed FROM board_total"
        " WHERE group_id = ? AND span = ?",
        (group_id, span),
    ).fetchall()
    return [(BoardRow(*row[:4]), bool(row[4])) for row in rows]


def rank_of(tx: Tx, group_id: int, span: str, points: int) -> int:
    """Give the rank that so many points have: one more than the listed learners above."""
    row = tx.run(
        "SELECT COALESCE(SUM(learners), 0) FROM board_histogram"
        " WHERE group_id = ? AND span = ? AND points > ?",
        (group_id, span, points),
    ).fetchone()
    assert row is not None
    return int(row[0]) + 1


def listed_count(tx: Tx, group_id: int, span: str) -> int:
    """Count the listed learners of a span."""
    row = tx.run(
        "SELECT COALESCE(SUM(learners), 0) FROM board_histogram WHERE group_id = ? AND span = ?",
        (group_id, span),
    ).fetchone()
    assert row is not None
    return int(row[0])


def shift(tx: Tx, group_id: int, span: str, points: int, by: int) -> None:
    """Let so many learners more, or with a minus fewer, hold so many points in a span."""
    tx.run(
        "INSERT INTO board_histogram (group_id, span, points, learners) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (group_id, span, points)"
        " DO UPDATE SET learners = board_histogram.learners + excluded.learners",
        (group_id, span, points, by),
    )
    tx.run(
        "DELETE FROM board_histogram"
        " WHERE group_id = ? AND span = ? AND points = ? AND learners = 0",
        (group_id, span, points),
    )
