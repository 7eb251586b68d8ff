"""Argue days as rows: a round's talk is a bulletin, planned with it and due halfway.

That the bulletin exists is what makes a round an argued one; once it is posted its content
holds the split, and the last answer that was given before it.
"""

from __future__ import annotations

from bot.store.tables import Attempt, Bulletin, Round
from bot.store.tx import Tx

KIND = "split"
#: Of second picks: they feed nothing but the words about before and after.
SECOND = "argued"
#: Questions of a group among which one may be open.
LATEST = 20
#: For a round ``r``: whether it is argued.
IS_ARGUED = (
    "EXISTS (SELECT 1 FROM bulletin s WHERE s.group_id = r.group_id AND s.kind = 'split'"
    " AND s.slot = CAST(r.id AS TEXT))"
)


def talk_of(tx: Tx, shared: Round) -> Bulletin | None:
    """Give a round's talk; None where it is not an argued one."""
    return tx.find(
        Bulletin,
        "WHERE group_id = ? AND kind = 'split' AND slot = ? LIMIT 1",
        (shared.group_id, str(shared.id)),
    )


def any_waits(tx: Tx, group_id: int) -> bool:
    """Say whether one of a group's latest questions is open and its verdicts wait."""
    row = tx.run(
        "SELECT 1 FROM (SELECT id, group_id, state FROM round WHERE group_id = ?"
        " ORDER BY opens_at DESC LIMIT ?) AS r JOIN study_group g ON g.id = r.group_id"
        f" WHERE r.state = 'open' AND (g.verdicts = 'at_close' OR {IS_ARGUED}) LIMIT 1",
        (group_id, LATEST),
    ).fetchone()
    return row is not None


def last_answer(tx: Tx, round_id: int) -> int:
    """Give the ``seq`` of a round's latest answer, 0 without one."""
    row = tx.run("SELECT MAX(seq) FROM attempt WHERE round_id = ?", (round_id,)).fetchone()
    return int(row[0] or 0) if row else 0


def second_pick(tx: Tx, round_id: int, learner_id: int) -> Attempt | None:
    """Give a learner's second pick on a round; of two accounts' the first one."""
    return tx.find(
        Attempt,
        "WHERE round_id = ? AND learner_id = ? AND phase = 2 ORDER BY seq LIMIT 1",
        (round_id, learner_id),
    )


def before_and_after(tx: Tx, round_id: int, until_seq: int) -> tuple[int, int, int]:
    """Give (answers, right before the talk, right after it) of those who answered before it.

    Who did not change counts with their first pick both times.
    """
    row = tx.run(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN a.is_right THEN 1 ELSE 0 END), 0),"
        " COALESCE(SUM(CASE WHEN COALESCE((SELECT b.is_right FROM attempt b"
        " WHERE b.round_id = a.round_id AND b.learner_id = a.learner_id AND b.phase = 2"
        " ORDER BY b.seq LIMIT 1), a.is_right) THEN 1 ELSE 0 END), 0)"
        " FROM attempt a WHERE a.round_id = ? AND a.phase = 1 AND a.source = 'daily'"
        " AND a.counts AND a.seq <= ?",
        (round_id, until_seq),
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1]), int(row[2])
