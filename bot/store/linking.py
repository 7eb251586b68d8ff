"""Two people becoming one, as rows: their answers, choices and picks, and the caches beside.

It moves what it is told to, a bounded number of rows at a time; who becomes whom, and when,
is decided elsewhere. Every step leaves tallies and concept totals as a rebuild would.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import String, cast
from sqlmodel import col, or_, select

from bot.core.consent import both
from bot.store import abilities, deliveries, memories, people
from bot.store.attempts import tally_cells
from bot.store.columns import read_numbers
from bot.store.tables import Event, Membership
from bot.store.tx import Tx

#: Payload keys under which an event may name other learners than its own.
_NAMING = ("to", "by", "learner")


def answered_by_both(tx: Tx, one: int, other: int) -> int:
    """Count the rounds that two people have both answered."""
    row = tx.run(
        # By the rounds of shared groups: a person's answers are many more.
        "SELECT COUNT(*) FROM membership m JOIN membership n ON n.group_id = m.group_id"
        " CROSS JOIN round r CROSS JOIN attempt a CROSS JOIN attempt b"
        " WHERE m.learner_id = ? AND n.learner_id = ? AND r.group_id = m.group_id"
        f" AND a.round_id = r.id AND a.learner_id = ? AND a.phase = 1 AND {_counts(tx, 'a')}"
        f" AND b.round_id = r.id AND b.learner_id = ? AND b.phase = 1 AND {_counts(tx, 'b')}",
        (one, other, one, other),
    ).fetchone()
    assert row is not None
    return int(row[0])


def move_accounts(tx: Tx, old: int, new: int) -> None:
    """Give a person's accounts, and what hangs on them now, to another person.

    Of two picks on one question the later one stays, and none where it is answered; of two
    reminders in one group the older account's.
    """
    tx.run("UPDATE account SET learner_id = ? WHERE learner_id = ?", (new, old))
    tx.run(
        "UPDATE learner SET zone = (SELECT zone FROM learner WHERE id = ?)"
        " WHERE id = ? AND zone = ''",
        (old, new),
    )
    tx.run("UPDATE run SET learner_id = ? WHERE learner_id = ? AND ended_at IS NULL", (new, old))
    own = "(SELECT id FROM account WHERE learner_id = ?)"
    tx.run(f"DELETE FROM link_code WHERE account_id IN {own}", (new,))
    tx.run(
        f"DELETE FROM draft WHERE account_id IN {own} AND (EXISTS (SELECT 1 FROM attempt a"
        " WHERE a.round_id = draft.round_id AND a.learner_id IN (?, ?))"
        " OR EXISTS (SELECT 1 FROM draft d WHERE d.round_id = draft.round_id"
        f" AND d.account_id IN {own} AND (d.tapped_at > draft.tapped_at"
        " OR (d.tapped_at = draft.tapped_at AND d.account_id > draft.account_id))))",
        (new, old, new, new),
    )
    tx.run(
        f"DELETE FROM reminder WHERE account_id IN {own} AND EXISTS (SELECT 1 FROM reminder r"
        f" WHERE r.group_id = reminder.group_id AND r.account_id IN {own}"
        " AND r.account_id < reminder.account_id)",
        (new, new),
    )


def merge_memberships(tx: Tx, old: int, new: int) -> list[tuple[int, bool | None]]:
    """Give a person's memberships to another; in a shared group the more reserved choice holds.

    Gives (group, consent) for each group in which the two had said different things.
    """
    differing: list[tuple[int, bool | None]] = []
    for theirs in people.memberships_of(tx, old):
        own = people.find_membership(tx, theirs.group_id, new)
        if own is None:
            theirs.learner_id = new
            tx.add(theirs)
        else:
            if own.shares != theirs.shares:
                differing.append((own.group_id, both(own.shares, theirs.shares)))
            _merge(own, theirs)
            tx.add(own)
            tx.delete(theirs)
        tx.flush()
    return differing


def attempts_left(tx: Tx, old: int, limit: int) -> list[int]:
    """Give the ``seq`` of at most ``limit`` of a person's answers, by study day."""
    rows = tx.run(
        "SELECT seq FROM attempt WHERE learner_id = ? ORDER BY study_day, seq LIMIT ?",
        (old, limit),
    ).fetchall()
    return [int(row[0]) for row in rows]


def open_answers(tx: Tx, old: int, accounts: Sequence[int]) -> list[int]:
    """Give the ``seq`` of a person's answers to open questions, by the accounts they gave them."""
    rows = tx.run(
        "SELECT a.seq FROM round r CROSS JOIN attempt a WHERE r.state = 'open'"
        f" AND a.round_id = r.id AND a.account_id IN ({', '.join('?' * len(accounts))})"
        " AND a.learner_id = ?",
        (*accounts, old),
    ).fetchall()
    return [int(row[0]) for row in rows]


def move_attempts(tx: Tx, old: int, new: int, seqs: Sequence[int]) -> list[date]:
    """Give some answers to another person; where both answered, the later one stops counting.

    Tallies, concept totals and memories follow, and the ability model is folded anew. Gives
    the study days of what was moved.
    """
    if not seqs:
        return []
    marks = ", ".join("?" * len(seqs))
    clashes = tx.run(
        "SELECT b.seq, b.at, a.seq, a.at FROM attempt b CROSS JOIN attempt a"
        f" WHERE b.seq IN ({marks}) AND b.counts AND a.round_id = b.round_id"
        f" AND a.phase = b.phase AND a.learner_id = ? AND {_counts(tx, 'a')}",
        (*seqs, new),
    ).fetchall()
    for theirs, theirs_at, own, own_at in clashes:
        if (theirs_at, theirs) > (own_at, own):
            _stop_counting(tx, theirs, old)
        else:
            _stop_counting(tx, own, new)
    moved = tx.run(
        "SELECT pack, concept, MIN(domain), COUNT(*), SUM(CASE WHEN is_right THEN 1 ELSE 0 END)"
        f" FROM attempt WHERE seq IN ({marks}) AND counts AND phase = 1 GROUP BY pack, concept",
        seqs,
    ).fetchall()
    for pack, concept, domain, n, n_right in moved:
        tx.run(
            "INSERT INTO concept_total (learner_id, pack, concept, domain, n, n_right)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (learner_id, pack, concept) DO UPDATE SET"
            " n = concept_total.n + excluded.n, n_right = concept_total.n_right + excluded.n_right",
            (new, pack, concept, domain, n, int(n_right)),
        )
        _less(tx, old, pack, concept, n, int(n_right))
    days = tx.run(f"SELECT DISTINCT study_day FROM attempt WHERE seq IN ({marks})", seqs).fetchall()
    tx.run(f"UPDATE attempt SET learner_id = ? WHERE seq IN ({marks})", (new, *seqs))
    touched = tx.run(f"SELECT DISTINCT pack, concept FROM attempt WHERE seq IN ({marks})", seqs)
    concepts = sorted((pack, concept) for pack, concept in touched.fetchall())
    for learner in (old, new):
        memories.refold_each(tx, learner, concepts)
    abilities.begin_anew(tx)
    return [row[0] if isinstance(row[0], date) else date.fromisoformat(row[0]) for row in days]


def move_rest(tx: Tx, old: int, new: int, limit: int) -> int:
    """Give at most ``limit`` of a person's events and runs to another; give how many."""
    moved = 0
    for table, key in (("event", "seq"), ("run", "id")):
        rows = tx.run(
            f"UPDATE {table} SET learner_id = ? WHERE {key} IN"
            f" (SELECT {key} FROM {table} WHERE learner_id = ? LIMIT ?) RETURNING {key}",
            (new, old, limit - moved),
        ).fetchall()
        moved += len(rows)
    return moved


def rename_in_payloads(tx: Tx, group_id: int, old: int, new: int) -> None:
    """Let a group's events that name a person in their payload name another."""
    text = cast(col(Event.payload), String)
    query = select(Event).where(
        Event.group_id == group_id, or_(*(text.like(f'%"{key}": %{old}%') for key in _NAMING))
    )
    for event in tx.exec(query):
        changed = {key: _renamed(event.payload[key], old, new) for key in _NAMING
                   if key in event.payload}  # fmt: skip
        if any(event.payload[key] != value for key, value in changed.items()):
            event.payload = {**event.payload, **changed}
            tx.add(event)


def forget_learner(tx: Tx, old: int) -> None:
    """Delete a person of whom nothing is left."""
    for cache in ("concept_total", "memory"):
        tx.run(f"DELETE FROM {cache} WHERE learner_id = ?", (old,))
    tx.run("DELETE FROM learner WHERE id = ?", (old,))


def _counts(tx: Tx, name: str) -> str:
    return f"{name}.counts = 1" if tx.is_sqlite else f"{name}.counts"  # as the index is declared


def _merge(own: Membership, theirs: Membership) -> None:
    own.is_lead = own.is_lead or theirs.is_lead
    if own.on_board is not False:
        own.on_board = own.on_board if theirs.on_board is None else theirs.on_board
    own.shares = both(own.shares, theirs.shares)
    own.alias = own.alias or theirs.alias
    own.joined_at = min(own.joined_at, theirs.joined_at)
    own.used_at = max(own.used_at, theirs.used_at)


def _stop_counting(tx: Tx, seq: int, owner: int) -> None:
    rows = tx.run(
        "UPDATE attempt SET counts = ? WHERE seq = ?"
        " RETURNING round_id, pack, concept, phase, source, response, confidence, is_right",
        (False, seq),
    ).fetchall()
    round_id, pack, concept, phase, source, response, confidence, is_right = rows[0]
    if phase == 1:
        _less(tx, owner, pack, concept, 1, int(is_right))
    if source == "daily":
        for cell in tally_cells(read_numbers(response), confidence, bool(is_right)):
            tx.run("UPDATE tally SET n = n - 1 WHERE round_id = ? AND cell = ?", (round_id, cell))
        tx.run("DELETE FROM tally WHERE round_id = ? AND n = 0", (round_id,))
        deliveries.want_edit(tx, "round", round_id)


def _less(tx: Tx, learner: int, pack: str, concept: str, n: int, n_right: int) -> None:
    key = (learner, pack, concept)
    where = "WHERE learner_id = ? AND pack = ? AND concept = ?"
    tx.run(f"UPDATE concept_total SET n = n - ?, n_right = n_right - ? {where}", (n, n_right, *key))
    tx.run(f"DELETE FROM concept_total {where} AND n = 0", key)


def _renamed(value: object, old: int, new: int) -> object:
    if isinstance(value, list):
        return [_renamed(part, old, new) for part in value]
    return new if value == old and not isinstance(value, bool) else value
