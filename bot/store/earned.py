"""What closed questions gave whom, one by one: for scores that totals cannot tell."""

from __future__ import annotations

from datetime import date, datetime

from bot.store.tx import Tx, known_instant, read_date

_IN_RANGE = "r.group_id = ? AND r.state = 'closed' AND r.day >= ? AND r.day <= ?"

_ANSWERS = (
    f"FROM round r JOIN attempt a ON a.round_id = r.id WHERE {_IN_RANGE}"
    " AND a.counts AND a.phase = 1 AND a.source = 'daily'"
)


def closed_between(
    tx: Tx, group_id: int, first: date, last: date
) -> list[tuple[int, date, datetime]]:
    """Give (round, study day, close) of a group's closed questions in a range of days."""
    rows = tx.run(
        f"SELECT r.id, r.day, r.closed_at FROM round r WHERE {_IN_RANGE} ORDER BY r.id",
        (group_id, first, last),
    ).fetchall()
    return [(row[0], read_date(row[1]), known_instant(row[2])) for row in rows]


def points_between(tx: Tx, group_id: int, first: date, last: date) -> dict[tuple[int, int], int]:
    """Give what each (learner, round) earned in a range of days, in tenths."""
    rows = tx.run(
        f"SELECT a.learner_id, a.round_id, a.points {_ANSWERS}", (group_id, first, last)
    ).fetchall()
    return {(row[0], row[1]): row[2] for row in rows}


def last_closed_day(
    tx: Tx, group_id: int, first: date = date.min, last: date = date.max
) -> date | None:
    """Give the latest study day, in a range, of a group's closed questions."""
    row = tx.run(
        f"SELECT r.day FROM round r WHERE {_IN_RANGE} ORDER BY r.day DESC LIMIT 1",
        (group_id, first, last),
    ).fetchone()
    return None if row is None else read_date(row[0])


def answers_between(tx: Tx, group_id: int, first: date, last: date) -> tuple[int, int]:
    """Count the answers in time to closed questions in a range of days, and who gave them."""
    row = tx.run(
        f"SELECT COUNT(*), COUNT(DISTINCT a.learner_id) {_ANSWERS}", (group_id, first, last)
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def concepts_between(tx: Tx, group_id: int, first: date, last: date) -> int:
    """Count the concepts of a group's closed questions in a range of days."""
    row = tx.run(
        f"SELECT COUNT(DISTINCT r.concept) FROM round r WHERE {_IN_RANGE}", (group_id, first, last)
    ).fetchone()
    assert row is not None
    return int(row[0])


def domains_between(
    tx: Tx, group_id: int, first: date, last: date
) -> list[tuple[str, int, int, int]]:
    """Give (domain, questions, answers in time, right ones) of a group's closed questions."""
    span = (group_id, first, last)
    asked = tx.run(
        f"SELECT r.domain, COUNT(*) FROM round r WHERE {_IN_RANGE} GROUP BY r.domain", span
    ).fetchall()
    given = tx.run(
        "SELECT r.domain, COUNT(*), SUM(CASE WHEN a.is_right THEN 1 ELSE 0 END)"
        f" {_ANSWERS} GROUP BY r.domain",
        span,
    ).fetchall()
    answers = {row[0]: (int(row[1]), int(row[2])) for row in given}
    return [
        (row[0], int(row[1]), *answers.get(row[0], (0, 0))) for row in sorted(map(tuple, asked))
    ]
