"""Points on boards: what a closed round adds, the week's rule, and practice's capped bonus."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.leaderboard import Window, span_key, week_points
from bot.core.scoring import MOST_TENTHS
from bot.services.scene import Scene
from bot.store import boards, rounds
from bot.store.tables import Round
from bot.store.tx import Tx


def spans_of(day: date) -> dict[str, str]:
    """Give the key of each window that a day lies in."""
    return {window.value: span_key(window, day) for window in Window}


def first_day(window: str, day: date) -> date:
    """Give the first day of the window that ``day`` lies in."""
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


def spans_on(day: date, domain: str) -> tuple[str, ...]:
    """Give the key of every board that a round of a day and a domain belongs to."""
    spans = tuple(spans_of(day).values())
    return (*spans, *(in_domain(span, domain) for span in spans))


def count_closed(tx: Tx, closed: Round) -> None:
    """Add a round that has just closed to every board it belongs to."""
    every = spans_on(closed.day, closed.domain)
    boards.count_round(tx, closed, every)
    rule = rule_of_week(tx, closed.group_id, closed.day)
    boards.apply_week_rule(tx, closed.group_id, spans_of(closed.day)["week"], rule)
    for span in every:
        boards.make_histogram(tx, closed.group_id, span)


def rule_of_week(tx: Tx, group_id: int, day: date) -> boards.WeekRule:
    """Give the rule that turns a learner's week into points: all but one, and the bonus."""
    monday = first_day("week", day)
    count = rounds.closed_in_window(tx, group_id, monday, monday + timedelta(days=6))
    most = MOST_TENTHS * max(count - 1, min(count, 1))

    def rule(total: int, lowest: int, answered: int, practised: int) -> int:
        return week_points(total, lowest, answered, practised, closed=count, week_max=most)

    return rule


def days_of(span: str) -> tuple[date, date, str]:
    """Give the first and last day of a span, and its domain; empty means every domain."""
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
