"""What a lead's view of a group is made of: first answers by person and domain, active days.

Only attempts with the group's id are seen; whom they may be shown for is decided elsewhere.
"""

from __future__ import annotations

from datetime import date

from bot.core.bands import Counted
from bot.store.tx import Tx

_COUNTS = """
SELECT learner_id, domain, COUNT(*), SUM(CASE WHEN is_right THEN 1 ELSE 0 END)
FROM attempt
WHERE group_id = ? AND pack = ? AND counts AND phase = 1 AND study_day < ?
GROUP BY learner_id, domain
"""
_ACTIVE = """
SELECT learner_id, COUNT(DISTINCT study_day) FROM attempt
WHERE group_id = ? AND study_day >= ? AND study_day <= ? GROUP BY learner_id
"""


def counts_before(tx: Tx, group_id: int, pack: str, day: date) -> list[Counted]:
    """Give each person's answers and right ones per domain of a pack, before a study day."""
    rows = tx.run(_COUNTS, (group_id, pack, day)).fetchall()
    return [Counted(learner, domain, n, int(right)) for learner, domain, n, right in rows]


def active_days(tx: Tx, group_id: int, first: date, last: date) -> dict[int, int]:
    """Count each person's study days with an answer in a range, both ends included."""
    rows = tx.run(_ACTIVE, (group_id, first, last)).fetchall()
    return {row[0]: int(row[1]) for row in rows}
