"""Making the caches again, for an operator who wants to be sure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.services import marking, points
from bot.store import boards, keys, rebuild
from bot.store.rebuild import snapshot
from bot.store.tx import Row, Tx, read_date

#: Told what is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


def rebuild_caches(tx: Tx, progress: Progress = lambda *_: None) -> dict[str, int]:
    """Make every cache again from what happened; give how many rows of each were wrong."""
    before = snapshot(tx)
    rebuild.clear(tx)
    keys.recount(tx)
    rebuild.recount_answers(tx)
    closed = rebuild.closed_rounds(tx)
    for number, shared in enumerate(closed, 1):
        boards.count_round(tx, shared, points.spans_on(shared.day, shared.domain))
        progress("rounds", number, len(closed))
    reading = int(marking.READING_TIME / timedelta(milliseconds=1))
    rebuild.recount_practice(tx, rebuild.practised(tx, reading, marking.REPEAT_DAYS), _week_of)
    every_span = rebuild.weeks(tx)
    for number, (group_id, span) in enumerate(every_span, 1):
        if span.startswith("week:") and "/" not in span:
            rule = points.rule_of_week(tx, group_id, _monday(span))
            boards.apply_week_rule(tx, group_id, span, rule)
        boards.make_histogram(tx, group_id, span)
        progress("boards", number, len(every_span))
    return rebuild.differences(before, snapshot(tx))


def _week_of(row: Row) -> str:
    return points.spans_of(read_date(row[2]))["week"]


def _monday(span: str) -> date:
    year, week = span.removeprefix("week:").split("-W")
    return date.fromisocalendar(int(year), int(week), 1)
