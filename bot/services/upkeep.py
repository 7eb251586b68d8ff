"""Making the caches again, for an operator who wants to be sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from bot.core.leaderboard import Window, span_key
from bot.services import agreeing, marking, points
from bot.services.folds import seasons_of
from bot.store import boards, groups, keys, rebuild, recount, relearning
from bot.store.tx import Tx

#: Told what is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]
_READING_MS = int(marking.READING_TIME / timedelta(milliseconds=1))


def rebuild_caches(tx: Tx, progress: Progress = lambda *_: None) -> dict[str, int]:
    """Make every cache again from what happened; give how many rows of each were wrong.

    Where columns of groups were not what their events say, they are counted as ``settings``;
    where terms of the ability model were not what the answers say, as ``ability_term``.
    """
    found = [group.id for group in groups.all_groups(tx) if group.id is not None]
    wrong = dict.fromkeys(rebuild.CACHES, 0)
    if columns := sum(agreeing.put_right(tx, group) for group in groups.all_groups(tx)):
        wrong["settings"] = columns
    with rebuild.fresh_tables(tx), recount.working_tables(tx):
        progress("answers", 0, len(found) + 1)
        keys.recount(tx)
        recount.count_answers(tx)
        if terms := relearning.relearn(tx):
            wrong["ability_term"] = terms
        for name in ("key_rule", "tally", "concept_total", "memory"):
            wrong[name] = rebuild.put_fresh(tx, name)
        for number, group_id in enumerate(found, 1):
            progress("boards", number, len(found) + 1)
            boards.hold(tx, group_id)
            _count_boards(tx, group_id)
            for name in ("board_total", "board_histogram"):
                wrong[name] += rebuild.put_fresh(tx, name, group_id)
    progress("boards", len(found) + 1, len(found) + 1)
    return wrong


def _count_boards(tx: Tx, group_id: int) -> None:
    closed = recount.gather(tx, group_id, _READING_MS, marking.REPEAT_DAYS)
    seasons = seasons_of(tx, group_id)
    latest = max((each.day for each in closed), default=None)
    closed_in = Counter(_week_of(each.day) for each in closed)
    recount.count_boards(
        tx,
        group_id,
        closed,
        sums_of=lambda day, domain: points.sums_of(day, domain, seasons, is_latest=day == latest),
        week_of=_week_of,
        rule_of=lambda week: points.week_rule(closed_in[week]),
    )


def _week_of(day: date) -> str:
    return span_key(Window.WEEK, day)
