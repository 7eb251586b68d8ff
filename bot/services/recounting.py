"""One person's rows on boards, worked out anew where their past answers have changed hands.

Closed rounds, the week's rule and the practice bonus are counted as everywhere else, so that
the rows are those that a rebuild would make.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.services import marking, points
from bot.services.folds import seasons_of
from bot.store import board_rows, people
from bot.store.tx import Tx

_READING_MS = int(marking.READING_TIME / timedelta(milliseconds=1))


def recount(tx: Tx, group_id: int, span: str, learner_id: int) -> None:
    """Work one learner's row of a span out anew, from the answers that count."""
    seasons = seasons_of(tx, group_id) if span.startswith("season:") else ()
    first, last, domain = points.days_of(span, seasons)
    total, lowest, n, right = board_rows.figures_of(tx, group_id, learner_id, first, last, domain)
    practised, tenths = 0, total
    if span.startswith("week:") and not domain:
        practised = board_rows.practised_by(
            tx, group_id, learner_id, first, last, _READING_MS, marking.REPEAT_DAYS
        )
        tenths = points.rule_of_week(tx, group_id, first)(total, lowest, n, practised)
    board_rows.put_row(
        tx,
        group_id,
        span,
        learner_id,
        (total, lowest, n, right, practised),
        tenths,
        listed=people.is_listed(tx, group_id, learner_id),
    )


def weeks_around(days: Iterable[date]) -> list[str]:
    """Give the spans of the weeks in which answers of these days may undo a practice bonus.

    A practised item earns nothing within so many days of an earlier answer to it.
    """
    reach = timedelta(days=marking.REPEAT_DAYS)
    return sorted({points.spans_of(each)["week"] for day in days for each in (day, day + reach)})
