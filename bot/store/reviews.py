"""What a weekly review reads: closed questions of a domain, how they were answered, by how many.

Figures come from the tallies, which are small, and not from the answers, which are many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.store.sittings import items_sat
from bot.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Closed:
    """A group's closed round."""

    id: int
    day: date
    item_id: str
    item_hash: str
    concept: str


def closed_in_domain(tx: Tx, group_id: int, pack: str, domain: str) -> list[Closed]:
    """Give a group's closed rounds of a domain, the oldest first."""
    rows = tx.run(
        "SELECT id, day, item_id, item_hash, concept FROM round"
        " WHERE group_id = ? AND state = 'closed' AND pack = ? AND domain = ?"
        " ORDER BY day, id",
        (group_id, pack, domain),
    ).fetchall()
    return [Closed(row[0], _day(row[1]), row[2], row[3], row[4]) for row in rows]


def tallies_in_domain(tx: Tx, group_id: int, pack: str, domain: str) -> dict[int, dict[str, int]]:
    """Give the tally of each of a group's closed rounds of a domain, by cell."""
    rows = tx.run(
        "SELECT t.round_id, t.cell, t.n FROM round r JOIN tally t ON t.round_id = r.id"
        " WHERE r.group_id = ? AND r.state = 'closed' AND r.pack = ? AND r.domain = ?",
        (group_id, pack, domain),
    ).fetchall()
    found: dict[int, dict[str, int]] = {}
    for round_id, cell, n in rows:
        found.setdefault(round_id, {})[cell] = n
    return found


def domain_scores(tx: Tx, group_id: int, pack: str, since: date) -> dict[str, tuple[int, int]]:
    """Give (answered, right) of each domain over a group's rounds closed since a day."""
    rows = tx.run(
        "SELECT r.domain, SUM(CASE WHEN t.cell = 'answers' THEN t.n ELSE 0 END),"
        " SUM(CASE WHEN t.cell LIKE '%+' THEN t.n ELSE 0 END)"
        " FROM round r JOIN tally t ON t.round_id = r.id"
        " WHERE r.group_id = ? AND r.day >= ? AND r.state = 'closed' AND r.pack = ?"
        " GROUP BY r.domain",
        (group_id, since, pack),
    ).fetchall()
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def people_on(tx: Tx, round_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Give who answered each of some rounds in time."""
    if not round_ids:
        return {}
    rows = tx.run(
        f"SELECT round_id, learner_id FROM attempt WHERE round_id IN ({_marks(round_ids)})"
        " AND source = 'daily' AND phase = 1 AND counts",
        tuple(round_ids),
    ).fetchall()
    found: dict[int, set[int]] = {}
    for round_id, learner_id in rows:
        found.setdefault(round_id, set()).add(learner_id)
    return {round_id: frozenset(people) for round_id, people in found.items()}


def scores_of_sharers(
    tx: Tx, group_id: int, round_ids: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """Give (answered, right) over some rounds of each member who shares their figures."""
    if not round_ids:
        return {}
    sharers = tx.run(
        "SELECT learner_id FROM membership WHERE group_id = ? AND shares", (group_id,)
    ).fetchall()
    # In one statement SQLite would begin at the sharers and walk through all they ever answered.
    rows = tx.run(
        "SELECT learner_id, COUNT(*), SUM(CASE WHEN is_right THEN 1 ELSE 0 END) FROM attempt"
        f" WHERE round_id IN ({_marks(round_ids)}) AND source = 'daily' AND phase = 1 AND counts"
        " GROUP BY learner_id",
        tuple(round_ids),
    ).fetchall()
    scores = {row[0]: (int(row[1]), int(row[2])) for row in rows}
    return {row[0]: scores[row[0]] for row in sharers if row[0] in scores}


def answers_in_domain(
    tx: Tx, learner_id: int, pack: str, domain: str
) -> list[tuple[int, str, bool]]:
    """Give (seq, item, right) of all that a learner answered in a domain, in order."""
    rows = tx.run(
        "SELECT seq, item_id, is_right FROM attempt"
        " WHERE learner_id = ? AND pack = ? AND domain = ? AND phase = 1 ORDER BY seq",
        (learner_id, pack, domain),
    ).fetchall()
    return [(row[0], row[1], bool(row[2])) for row in rows]


def items_open_to(tx: Tx, learner_id: int) -> frozenset[str]:
    """Give the items being asked just now in any group of a learner's, or on their mock exam."""
    rows = tx.run(
        "SELECT r.item_id FROM membership m JOIN round r ON r.group_id = m.group_id"
        " WHERE m.learner_id = ? AND r.state = 'open'",
        (learner_id,),
    ).fetchall()
    return frozenset(row[0] for row in rows) | items_sat(tx, learner_id)


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" * len(values))


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
