"""Who stands behind one figure of a group, and since which Monday it holds.

A mean of five people is no secret to somebody who remembers the mean of four. So people join it
five or more at a time, nobody leaves it, and it is worked out anew only on a Monday by which
five or more of those in it have something new: no difference between two figures is about
fewer. It knows people by number, and Mondays; it knows no figures and no rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.consent import CROWD


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Of one person: the Monday from which on they may join, and those that brought news of them.

    A Monday brings news where something happened in the week before it.
    """

    ready: date | None = None
    news: frozenset[date] = field(default=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """The people behind a figure, and the Monday as of which it is."""

    people: frozenset[int]
    since: date


def lot_of(courses: Mapping[int, Course], until: date) -> Lot | None:
    """Give who stands behind a figure on a Monday; None where five were never ready."""
    found: Lot | None = None
    moved: set[int] = set()
    for monday in _mondays(courses, until):
        known = found.people if found is not None else frozenset()
        ready = {each for each, course in courses.items() if _by(course.ready, monday)}
        joining = ready - known
        moved |= {each for each in known if monday in courses[each].news}
        if len(joining) < CROWD:
            joining = set()
        if joining or len(moved) >= CROWD:
            found = Lot(people=known | joining, since=monday)
            moved = set()
    return found


def _mondays(courses: Mapping[int, Course], until: date) -> list[date]:
    """Give the Mondays up to one on which anything may change, in order."""
    ready = {course.ready for course in courses.values() if _by(course.ready, until)}
    news = {each for course in courses.values() for each in course.news if each <= until}
    return sorted(news.union(each for each in ready if each is not None))


def _by(day: date | None, until: date) -> bool:
    return day is not None and day <= until
