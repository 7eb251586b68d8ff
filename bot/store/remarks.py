"""Marking past answers again: the jobs, and putting another mark in the place of one.

Whatever a mark feeds changes with it in the same transaction: the attempt, the round's
tally, the learner's totals and memory; the ability model is folded anew. Boards are counted
anew by ``boards``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from bot.core.crashpoints import reach
from bot.core.items import Response
from bot.store import abilities, memories
from bot.store.columns import read_numbers
from bot.store.tables import Remark
from bot.store.tx import Tx, read_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A past answer with the mark it has. ``points`` are tenths; ``day`` is its study day."""

    seq: int
    learner_id: int
    round_id: int | None
    source: str
    first: bool
    counts: bool
    response: Response
    confidence: str | None
    is_right: bool
    share: float
    points: int
    pack: str
    concept: str
    day: date


_ANSWERS = """
SELECT seq, learner_id, round_id, source, phase, counts, response, confidence, is_right, share,
    points, pack, concept, study_day
FROM attempt WHERE item_hash = ? AND {group} AND seq >= ? ORDER BY seq LIMIT ?
"""


def ask(tx: Tx, group_id: int, version: str, key: Response, event_seq: int, now: datetime) -> None:
    """Ask for a group's answers to a version to be marked again; 0 for those outside of any."""
    tx.add(Remark(group_id=group_id, item_hash=version, key=key, event_seq=event_seq, asked_at=now))


def waiting(tx: Tx, limit: int) -> list[int]:
    """Give the ids of jobs that are not done, the oldest first."""
    rows = tx.run(
        "SELECT id FROM remark WHERE done_at IS NULL ORDER BY id LIMIT ?", (limit,)
    ).fetchall()
    return [int(row[0]) for row in rows]


def take(tx: Tx, job_id: int) -> Remark | None:
    """Give a job that is not done, to be gone on with by nobody else meanwhile."""
    if not tx.is_sqlite:  # SQLite has one writer
        tx.run("SELECT 1 FROM remark WHERE id = ? FOR UPDATE", (job_id,))
    job = tx.get(Remark, job_id)
    return None if job is None or job.done_at is not None else job


def left(tx: Tx, job_id: int, most: int) -> int:
    """Count the answers that a job has not come to, at most so many."""
    job = tx.get(Remark, job_id)
    if job is None:
        return 0
    row = tx.run(
        "SELECT COUNT(*) FROM (SELECT 1 FROM attempt WHERE item_hash = ?"
        " AND COALESCE(group_id, 0) = ? AND seq >= ? LIMIT ?) AS waiting",
        (job.item_hash, job.group_id, job.next_seq, most),
    ).fetchone()
    return int(row[0]) if row else 0


def latest(tx: Tx, group_id: int, version: str) -> Remark | None:
    """Give the latest job on a group's answers to a version."""
    return tx.exec(
        select(Remark)
        .where(Remark.group_id == group_id, Remark.item_hash == version)
        .order_by(col(Remark.id).desc())
    ).first()


def answers(
    tx: Tx, group_id: int | None, version: str, *, since: int = 0, limit: int = -1
) -> Iterator[Marked]:
    """Give a group's answers to a version in their order, at most ``limit`` of them.

    None gives those outside of any group; a limit below nothing means all.
    """
    where = "group_id IS NULL" if group_id is None else "group_id = ?"
    bound = () if group_id is None else (group_id,)
    most = limit if limit >= 0 else 2**31
    rows = tx.run(_ANSWERS.format(group=where), (version, *bound, since, most)).fetchall()
    for row in rows:
        yield Marked(
            seq=row[0], learner_id=row[1], round_id=row[2], source=row[3], first=row[4] == 1,
            counts=bool(row[5]), response=read_numbers(row[6]), confidence=row[7],
            is_right=bool(row[8]), share=row[9], points=row[10], pack=row[11], concept=row[12],
            day=read_date(row[13]),
        )  # fmt: skip


def put_mark(tx: Tx, answer: Marked, *, is_right: bool, share: float, points: int) -> None:
    """Put another mark on a past answer; the tally, the learner's totals and memory follow."""
    tx.run(
        "UPDATE attempt SET is_right = ?, share = ?, points = ? WHERE seq = ?",
        (is_right, share, points, answer.seq),
    )
    reach("in-remark")
    if is_right == answer.is_right:
        return
    if answer.counts and answer.first:
        tx.run(
            "UPDATE concept_total SET n_right = n_right + ?"
            " WHERE learner_id = ? AND pack = ? AND concept = ?",
            (1 if is_right else -1, answer.learner_id, answer.pack, answer.concept),
        )
        memories.refold(tx, answer.learner_id, answer.pack, answer.concept)
        abilities.begin_anew(tx)
    if answer.counts and answer.source == "daily" and answer.round_id is not None:
        sure = answer.confidence or "unknown"
        _move(tx, answer.round_id, *((f"{sure}-", f"{sure}+")[:: 1 if is_right else -1]))


def _move(tx: Tx, round_id: int, source: str, target: str) -> None:
    """Move one answer of a round's tally from a cell to another."""
    tx.run("UPDATE tally SET n = n - 1 WHERE round_id = ? AND cell = ?", (round_id, source))
    tx.run("DELETE FROM tally WHERE round_id = ? AND cell = ? AND n = 0", (round_id, source))
    tx.run(
        "INSERT INTO tally (round_id, cell, n) VALUES (?, ?, 1)"
        " ON CONFLICT (round_id, cell) DO UPDATE SET n = tally.n + 1",
        (round_id, target),
    )
