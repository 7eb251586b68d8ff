"""The recorder: an attempt and its caches in driver-level SQL, and questions about attempts.

This is the one hot path of the program, so it speaks SQL to the driver. Recording the
same attempt twice changes nothing: the unique keys of the table decide, not a look-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import case, col, func, select

from bot.core.crashpoints import reach
from bot.core.items import Item
from bot.store import memories
from bot.store.columns import numbers_text
from bot.store.events import announce, next_seq
from bot.store.tables import Attempt
from bot.store.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttempt:
    """An attempt about to be recorded; fields as in the table ``attempt``.

    ``counts_for_round`` says whether it stands in the round's tally (a late one does not).
    ``elapsed`` is the time it took, where that is not simply the time since ``shown_at``.
    """

    learner_id: int
    account_id: int
    group_id: int | None
    round_id: int | None
    run_item_id: int | None
    pack: str
    item_id: str
    item_hash: str
    domain: str
    concept: str
    source: str
    response: tuple[int, ...]
    confidence: str | None
    is_right: bool
    share: float
    points: int
    shown_at: datetime | None
    study_day: date
    at: datetime
    intent: str | None = None
    phase: int = 1
    counts: bool = True
    counts_for_round: bool = False
    elapsed: timedelta | None = None


_INSERT = """
INSERT INTO attempt (seq, learner_id, account_id, group_id, round_id, run_item_id, pack,
    item_id, item_hash, domain, concept, source, phase, response, confidence, is_right, share,
    points, counts, shown_at, elapsed_ms, study_day, at, intent)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING RETURNING seq
"""
_TALLY = """
INSERT INTO tally (round_id, cell, n) VALUES (?, ?, 1)
ON CONFLICT (round_id, cell) DO UPDATE SET n = tally.n + 1
"""
_CONCEPT = """
INSERT INTO concept_total (learner_id, pack, concept, domain, n, n_right) VALUES (?, ?, ?, ?, 1, ?)
ON CONFLICT (learner_id, pack, concept)
DO UPDATE SET n = concept_total.n + 1, n_right = concept_total.n_right + excluded.n_right
"""
_REVISE = """
UPDATE delivery SET wanted_rev = wanted_rev + 1
WHERE occasion_kind = 'round' AND occasion_id = ? AND kind = 'question'
"""


def record_attempt(tx: Tx, new: NewAttempt) -> int | None:
    """Keep an attempt with its tally and totals; give its ``seq``, or None if it was there."""
    announce(tx)
    took = new.elapsed
    if took is None and new.shown_at is not None:
        took = new.at - new.shown_at
    elapsed = None if took is None else max(0, int(took.total_seconds() * 1000))
    row = tx.run(
        _INSERT,
        (
            next_seq(tx), new.learner_id, new.account_id, new.group_id, new.round_id,
            new.run_item_id, new.pack, new.item_id, new.item_hash, new.domain, new.concept,
            new.source, new.phase, numbers_text(new.response), new.confidence, new.is_right,
            new.share, new.points, new.counts, new.shown_at, elapsed, new.study_day, new.at,
            new.intent,
        ),
    ).fetchall()  # fmt: skip
    if not row:
        return None
    seq = int(row[0][0])
    reach("in-answer")
    if new.counts and new.phase == 1:
        key = (new.learner_id, new.pack, new.concept)
        tx.run(_CONCEPT, (*key, new.domain, int(new.is_right)))
        memories.remember(
            tx, *key, seq=seq, is_right=new.is_right, confidence=new.confidence, at=new.at
        )
    if new.counts_for_round and new.round_id is not None:
        cells = tally_cells(new.response, new.confidence, new.is_right)
        tx.run_many(_TALLY, [(new.round_id, cell) for cell in cells])
        tx.run(_REVISE, (new.round_id,))
    return seq


def tally_cells(response: tuple[int, ...], confidence: str | None, is_right: bool) -> list[str]:
    """Name the cells of a round's tally that an answer adds one to."""
    sure = f"{confidence or 'unknown'}{'+' if is_right else '-'}"
    return ["answers", sure, *(f"o{option}" for option in response)]


def attempt_on_round(tx: Tx, round_id: int, learner_id: int) -> Attempt | None:
    """Give a learner's first pick on a round, if there is one; of two the one that counts."""
    return tx.find(
        Attempt,
        "WHERE round_id = ? AND learner_id = ? AND phase = 1 ORDER BY counts DESC LIMIT 1",
        (round_id, learner_id),
    )


def attempt_on_run_item(tx: Tx, run_item_id: int) -> Attempt | None:
    """Give the attempt on an item of a private run, if there is one."""
    return tx.find(Attempt, "WHERE run_item_id = ? LIMIT 1", (run_item_id,))


def latest_on_item(tx: Tx, learner_id: int, item: Item, group_id: int) -> Attempt | None:
    """Give a learner's latest answer to an item in a group, if there is one."""
    query = (
        select(Attempt)
        .where(
            Attempt.learner_id == learner_id,
            Attempt.pack == item.pack,
            Attempt.concept == item.concept,
            Attempt.item_id == item.id,
            Attempt.group_id == group_id,
            Attempt.phase == 1,
        )
        .order_by(col(Attempt.seq).desc())
    )
    return tx.exec(query).first()


def seen_items(tx: Tx, learner_id: int, pack: str, concept: str) -> dict[str, int]:
    """Give the items of a concept that a learner has answered, and how often."""
    rows = tx.run(
        "SELECT item_id, COUNT(*) FROM attempt WHERE learner_id = ? AND pack = ? AND concept = ?"
        " AND phase = 1 GROUP BY item_id",
        (learner_id, pack, concept),
    ).fetchall()
    return {row[0]: row[1] for row in rows}


def practised_since(
    tx: Tx, learner_id: int, item_id: str, pack: str, concept: str, day: date
) -> bool:
    """Say whether a learner has answered an item on ``day`` or later."""
    rows = tx.run(
        "SELECT 1 FROM attempt WHERE learner_id = ? AND pack = ? AND concept = ? AND item_id = ?"
        " AND study_day >= ? LIMIT 1",
        (learner_id, pack, concept, item_id, day),
    ).fetchall()
    return bool(rows)


def concept_totals(tx: Tx, learner_id: int, pack: str) -> list[tuple[str, str, int, int]]:
    """Give (domain, concept, answered, right) for each concept a learner has met."""
    rows = tx.run(
        "SELECT domain, concept, n, n_right FROM concept_total WHERE learner_id = ? AND pack = ?",
        (learner_id, pack),
    ).fetchall()
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def told_totals(tx: Tx, learner_id: int, pack: str) -> list[tuple[str, str, int, int]]:
    """Give (domain, concept, answers, right) of a learner's answers whose verdict they know.

    One that waits for its question's close would show here whether it holds.
    """
    sealed, told = sealed_counts(tx, learner_id), []
    totals = concept_totals(tx, learner_id, pack)
    if not sealed:
        return totals
    for domain, concept, n, n_right in totals:
        waiting, of_them = sealed.get((pack, concept), (0, 0))
        if n > waiting:
            told.append((domain, concept, n - waiting, n_right - of_them))
    return told


def sealed_counts(tx: Tx, learner_id: int) -> dict[tuple[str, str], tuple[int, int]]:
    """Give (answers, right) by (pack, concept) of what waits for its question's close."""
    rows = tx.run(
        "SELECT a.pack, a.concept, COUNT(*), SUM(CASE WHEN a.is_right THEN 1 ELSE 0 END)"
        # From the groups on, of which mostly none is such: a person's answers are many more.
        " FROM (SELECT r.id FROM membership m CROSS JOIN study_group g CROSS JOIN round r"
        " WHERE m.learner_id = ? AND g.id = m.group_id AND g.verdicts = 'at_close'"
        " AND r.group_id = g.id AND r.state = 'open'"
        # An argued question waits, too; a group has one a week.
        " UNION SELECT r.id FROM membership m CROSS JOIN bulletin s CROSS JOIN round r"
        " WHERE m.learner_id = ? AND s.group_id = m.group_id AND s.kind = 'split'"
        " AND r.id = s.round_id AND r.state = 'open') AS w CROSS JOIN attempt a"
        " WHERE a.round_id = w.id AND a.learner_id = ?"
        " AND a.counts AND a.phase = 1 GROUP BY a.pack, a.concept",
        (learner_id, learner_id, learner_id),
    ).fetchall()
    return {(row[0], row[1]): (int(row[2]), int(row[3])) for row in rows}


def answers_by_day(tx: Tx, learner_id: int, pack: str, since: date) -> list[tuple[date, str, int]]:
    """Count a learner's answers by study day and domain since a day, wherever they gave them."""
    query = (
        select(col(Attempt.study_day), col(Attempt.domain), func.count())
        .where(
            Attempt.learner_id == learner_id,
            Attempt.pack == pack,
            Attempt.phase == 1,
            col(Attempt.study_day) >= since,
        )
        .group_by(col(Attempt.study_day), col(Attempt.domain))
    )
    return [(day, domain, n) for day, domain, n in tx.exec(query)]


def answered_days(tx: Tx, learner_id: int, group_id: int) -> list[date]:
    """Give the study days on which a learner answered the group's shared question in time."""
    query = (
        select(col(Attempt.study_day))
        .where(
            Attempt.learner_id == learner_id,
            Attempt.group_id == group_id,
            Attempt.source == "daily",
        )
        .distinct()
    )
    return sorted(tx.exec(query).all())


def tally_of(tx: Tx, round_id: int) -> dict[str, int]:
    """Give a round's tally by cell."""
    rows = tx.run("SELECT cell, n FROM tally WHERE round_id = ?", (round_id,)).fetchall()
    return {row[0]: row[1] for row in rows}


def practised_by_half(tx: Tx, group_id: int, pack: str, since: date) -> frozenset[str]:
    """Give a pack's concepts that more than half of the members active since a day practised."""
    active = tx.run(
        "SELECT COUNT(DISTINCT learner_id) FROM attempt WHERE group_id = ? AND study_day >= ?",
        (group_id, since),
    ).fetchone()
    rows = tx.run(
        "SELECT concept FROM attempt WHERE group_id = ? AND study_day >= ? AND source = 'practice'"
        " AND pack = ? GROUP BY concept HAVING COUNT(DISTINCT learner_id) * 2 > ?",
        (group_id, since, pack, active[0] if active else 0),
    ).fetchall()
    return frozenset(row[0] for row in rows)


def intents_of(tx: Tx, learner_id: int, pack: str) -> list[tuple[str, str]]:
    """Give (what a learner said decides, the item's version) of each intent they read."""
    rows = tx.run(
        "SELECT intent, item_hash FROM attempt"
        " WHERE learner_id = ? AND pack = ? AND intent IS NOT NULL ORDER BY seq",
        (learner_id, pack),
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def all_attempts(
    tx: Tx, *, group_id: int | None = None, learner_id: int | None = None
) -> Iterator[Attempt]:
    """Give attempts in order of ``seq``, a thousand read at a time."""
    query = select(Attempt).order_by(col(Attempt.seq)).execution_options(yield_per=1000)
    if group_id is not None:
        query = query.where(Attempt.group_id == group_id)
    if learner_id is not None:
        query = query.where(Attempt.learner_id == learner_id)
    return iter(tx.exec(query))


def has_answered(tx: Tx, learner_id: int) -> bool:
    """Say whether a learner has ever answered anything."""
    row = tx.run("SELECT 1 FROM attempt WHERE learner_id = ? LIMIT 1", (learner_id,)).fetchone()
    return row is not None


def count_own(tx: Tx, learner_id: int) -> int:
    """Count a person's attempts, in every group and in none."""
    row = tx.run("SELECT COUNT(*) FROM attempt WHERE learner_id = ?", (learner_id,)).fetchone()
    return int(row[0]) if row else 0


def count_attempts(tx: Tx, group_id: int, learner_id: int | None = None) -> int:
    """Count a group's attempts, or one learner's among them."""
    query = select(func.count()).select_from(Attempt).where(Attempt.group_id == group_id)
    if learner_id is not None:
        query = query.where(Attempt.learner_id == learner_id)
    return tx.exec(query).one()


def domain_shares(
    tx: Tx, group_id: int, learner_id: int | None = None
) -> dict[str, tuple[int, int]]:
    """Give (right, answered) per domain over a group's attempts that count, or one learner's."""
    right = func.sum(case((col(Attempt.is_right), 1), else_=0))
    query = (
        select(col(Attempt.domain), right, func.count())
        .where(Attempt.group_id == group_id, col(Attempt.counts))
        .group_by(col(Attempt.domain))
    )
    if learner_id is not None:
        query = query.where(Attempt.learner_id == learner_id)
    return {domain: (int(hits), n) for domain, hits, n in tx.exec(query)}
