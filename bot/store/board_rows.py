"""One learner's rows on boards: worked out anew from answers, put in place, listed or not.

Where boards count a closing round for everybody, this looks at a single person, after
answers moved between people or stopped counting. Points are tenths.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.store.boards import hold, shift
from bot.store.tx import Tx


def align_listed(tx: Tx, learner_id: int, limit: int) -> int:
    """Bring at most ``limit`` of a learner's rows to what their membership says; give how many."""
    rows = tx.run(
        "SELECT t.group_id, t.span, t.points, t.listed FROM board_total t"
        " JOIN membership m ON m.group_id = t.group_id AND m.learner_id = t.learner_id"
        " WHERE t.learner_id = ? AND t.listed <> COALESCE(m.on_board, ?) LIMIT ?",
        (learner_id, False, limit),
    ).fetchall()
    for group_id in sorted({row[0] for row in rows}):
        hold(tx, group_id)
    for group_id, span, points, listed in rows:
        tx.run(
            "UPDATE board_total SET listed = ? WHERE group_id = ? AND span = ? AND learner_id = ?",
            (not listed, group_id, span, learner_id),
        )
        shift(tx, group_id, span, points, -1 if listed else 1)
    return len(rows)


def some_spans(tx: Tx, learner_id: int, limit: int) -> list[tuple[int, str]]:
    """Give (group, span) of at most ``limit`` of a learner's rows."""
    rows = tx.run(
        "SELECT group_id, span FROM board_total WHERE learner_id = ? LIMIT ?",
        (learner_id, limit),
    ).fetchall()
    return [(int(row[0]), str(row[1])) for row in rows]


def mark_spans(tx: Tx, learner_id: int, mark: int, among: Sequence[str]) -> None:
    """Give one learner an empty row for each of another's rows in some spans."""
    if not among:
        return
    tx.run(
        "INSERT INTO board_total (group_id, span, learner_id, listed, total, lowest, n, n_right,"
        " practised, points) SELECT group_id, span, ?, ?, 0, 0, 0, 0, 0, 0 FROM board_total"
        f" WHERE learner_id = ? AND span IN ({', '.join('?' * len(among))})"
        " ON CONFLICT DO NOTHING",
        (mark, False, learner_id, *among),
    )


def figures_of(
    tx: Tx, group_id: int, learner_id: int, first: date, last: date, domain: str = ""
) -> tuple[int, int, int, int]:
    """Give (total, lowest, answered, right) of a learner's closed rounds in a range of days."""
    counts = "a.counts = 1" if tx.is_sqlite else "a.counts"  # as the index is declared
    row = tx.run(
        "SELECT COALESCE(SUM(a.points), 0), COALESCE(MIN(a.points), 0), COUNT(*),"
        " COALESCE(SUM(CASE WHEN a.is_right THEN 1 ELSE 0 END), 0)"
        # Rounds first: they are fewer than a learner's answers.
        " FROM round r CROSS JOIN attempt a WHERE a.round_id = r.id AND a.learner_id = ?"
        f" AND a.phase = 1 AND {counts} AND a.source = 'daily'"
        " AND r.group_id = ? AND r.state = 'closed' AND r.day >= ? AND r.day <= ?"
        " AND (? = '' OR r.domain = ?)",
        (learner_id, group_id, first, last, domain, domain),
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])


def practised_by(
    tx: Tx, group_id: int, learner_id: int, first: date, last: date, reading_ms: int, days: int
) -> int:
    """Count a learner's practised items of a group in a range of days that earn a bonus.

    Read for at least ``reading_ms``, and not answered in the ``days`` before.
    """
    # SQLite would look for the days before by the day, which are many, and not by the item.
    lately = (
        f"+b.study_day >= date(a.study_day, '-{int(days)} days')"
        if tx.is_sqlite
        else f"b.study_day >= a.study_day - {int(days)}"
    )
    row = tx.run(
        "SELECT COUNT(*) FROM attempt a WHERE a.learner_id = ? AND a.study_day >= ?"
        " AND a.study_day <= ? AND a.group_id = ? AND a.source = 'practice'"
        " AND (a.elapsed_ms IS NULL OR a.elapsed_ms >= ?) AND NOT EXISTS ("
        "SELECT 1 FROM attempt b WHERE b.learner_id = a.learner_id AND b.pack = a.pack"
        " AND b.concept = a.concept AND b.item_id = a.item_id AND b.seq < a.seq"
        f" AND {lately})",
        (learner_id, first, last, group_id, reading_ms),
    ).fetchone()
    assert row is not None
    return int(row[0])


def put_row(
    tx: Tx,
    group_id: int,
    span: str,
    learner_id: int,
    figures: tuple[int, int, int, int, int],
    points: int,
    listed: bool,
) -> None:
    """Put (total, lowest, answered, right, practised) in the place of a learner's row.

    A row with nothing in it goes. The histogram follows.
    """
    drop_row(tx, group_id, span, learner_id)
    total, lowest, n, n_right, practised = figures
    if not n and not practised:
        return
    tx.run(
        "INSERT INTO board_total (group_id, span, learner_id, listed, total, lowest, n, n_right,"
        " practised, points) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (group_id, span, learner_id, listed, total, lowest, n, n_right, practised, points),
    )
    if listed:
        shift(tx, group_id, span, points, 1)


def drop_row(tx: Tx, group_id: int, span: str, learner_id: int) -> None:
    """Take a learner's row off a board."""
    hold(tx, group_id)
    rows = tx.run(
        "DELETE FROM board_total WHERE group_id = ? AND span = ? AND learner_id = ?"
        " RETURNING points, listed",
        (group_id, span, learner_id),
    ).fetchall()
    for points, listed in rows:
        if listed:
            shift(tx, group_id, span, points, -1)
