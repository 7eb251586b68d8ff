"""Points on boards: what a closed round adds, the week's rule, and practice's capped bonus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.core.leaderboard import Window, span_key, week_points
from bot.core.scoring import MOST_TENTHS
from bot.core.seasons import Season, season_on
from bot.services.folds import seasons_of
from bot.services.scene import Scene
from bot.store import boards, earned, rounds
from bot.store.tables import Round
from bot.store.tx import Tx


def spans_of(day: date) -> dict[str, str]:
    """Give the key of each window of the calendar that a day lies in."""
    return {window.value: span_key(window, day) for window in Window}


def every_span(tx: Tx, closed: Round) -> tuple[str, ...]:
    """Give the key of every board that a closed round belongs to.

    Those of the calendar and of the day's season, each in whole and by domain. Only the
    latest day with a closed question has boards of its own: nobody looks at an older one.
    """
    latest = earned.last_closed_day(tx, closed.group_id)
    seasons = seasons_of(tx, closed.group_id)
    levels = sums_of(closed.day, closed.domain, seasons, is_latest=closed.day == latest)
    return tuple(whole for pairs in levels for _, whole in pairs)


def sums_of(
    day: date, domain: str, seasons: Sequence[Season], *, is_latest: bool
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Give how the boards that a question of a day and domain belongs to add up.

    They are (part, whole), level by level: first the question itself (an empty part), then
    longer spans from shorter ones. A week's whole has a rule beside the sum.
    """
    spans = spans_of(day)
    today, week, month, every = (spans[window] for window in ("today", "week", "month", "all"))
    season = season_on(seasons, day)
    longer = (week, month, *([season.span] if season else []))
    shortest = ((today, in_domain(today, domain)) if is_latest else ()) + tuple(
        in_domain(span, domain) for span in longer
    )
    return (
        tuple(("", span) for span in shortest),
        (
            *((in_domain(span, domain), span) for span in longer),
            (in_domain(month, domain), in_domain(every, domain)),
        ),
        ((month, every),),
    )


def first_day(window: str, day: date) -> date:
    """Give the first day of the calendar's window that ``day`` lies in."""
    match window:
        case "today":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case _:
            return date(2000, 1, 1)


def in_domain(span: str, domain: str) -> str:
    """Give the key of a window restricted to one domain."""
    return f"{span}/{domain}"


def count_closed(tx: Tx, closed: Round) -> None:
    """Add a round that has just closed to every board it belongs to."""
    every = every_span(tx, closed)
    boards.count_round(tx, closed, every)
    boards.drop_days(tx, closed.group_id, spans_of(closed.day)["today"])
    rule = rule_of_week(tx, closed.group_id, closed.day)
    boards.apply_week_rule(tx, closed.group_id, spans_of(closed.day)["week"], rule)
    for span in every:
        boards.make_histogram(tx, closed.group_id, span)


def week_rule(closed: int) -> boards.WeekRule:
    """Give the rule of a week with so many closed rounds: all but one count, and the bonus."""
    most = MOST_TENTHS * max(closed - 1, min(closed, 1))

    def rule(total: int, lowest: int, answered: int, practised: int) -> int:
        return week_points(total, lowest, answered, practised, closed=closed, week_max=most)

    return rule


def rule_of_week(tx: Tx, group_id: int, day: date) -> boards.WeekRule:
    """Give the rule of the week that a group's day lies in."""
    monday = first_day("week", day)
    return week_rule(rounds.closed_in_window(tx, group_id, monday, monday + timedelta(days=6)))


def days_of(span: str, seasons: Sequence[Season]) -> tuple[date, date, str]:
    """Give the first and last day of a span, and its domain; empty means every domain.

    A season that was taken back has no day.
    """
    window, _, domain = span.partition("/")
    kind, _, name = window.partition(":")
    match kind:
        case "day":
            return date.fromisoformat(name), date.fromisoformat(name), domain
        case "week":
            year, week = name.split("-W")
            monday = date.fromisocalendar(int(year), int(week), 1)
            return monday, monday + timedelta(days=6), domain
        case "month":
            first = date.fromisoformat(f"{name}-01")
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), domain
        case "season":
            season = next((each for each in seasons if each.span == window), None)
            if season is None:
                return date.max, date.min, domain
            return season.first, season.until, domain
        case _:
            return date.min, date.max, domain


def count_practised(scene: Scene) -> None:
    """Add one practised item to the asker's week."""
    group_id, learner_id = scene.group_id, scene.me.learner_id
    span = spans_of(scene.today)["week"]
    listed = bool(scene.membership and scene.membership.on_board)
    boards.count_practice(scene.tx, group_id, span, learner_id, listed)
    boards.set_points(
        scene.tx, group_id, span, learner_id, rule_of_week(scene.tx, group_id, scene.today)
    )
