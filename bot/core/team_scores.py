"""What a team stands at: points per question that its members could answer, fair to every size.

Only members whose name stands on the board count, so that no team's score, however small,
says anything of somebody who keeps off it. It knows closed questions, stays and points; it
knows no names and no screens.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TypeAlias

from bot.core.leaderboard import Entry, Standing, count_week, rank
from bot.core.teams import Stay, Teams

#: How many members of average strength play along in every team, so that few do not lead.
SHRINK = 3
#: (learner, question) -> points in tenths, for each question answered in time.
Earned: TypeAlias = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A closed question: its id, its study day, and when it closed."""

    id: int
    day: date
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class _Sum:
    points: int = 0
    counted: int = 0  # questions that the points are divided by
    chances: int = 0
    answered: int = 0

    def __add__(self, other: _Sum) -> _Sum:
        return _Sum(
            self.points + other.points,
            self.counted + other.counted,
            self.chances + other.chances,
            self.answered + other.answered,
        )


def rank_teams(
    teams: Teams,
    asked: Sequence[Asked],
    earned: Earned,
    *,
    listed: Collection[int],
    away: Mapping[int, Container[date]],
    all_but_one: bool,
) -> tuple[Standing, ...]:
    """Rank the teams that have a member on the board who could answer one of ``asked``.

    Entries hold the team's id, its points per question in tenths, how many questions its
    members could answer (``n``) and did (``n_right``). A question belongs to the stay in
    which it closed; on a day ``away`` it is no chance unless it was answered. With
    ``all_but_one`` each stay counts its best questions but one, as a week does. The mean is
    shrunk to that of all with the weight of ``SHRINK`` members; of equals the team that
    answered more of its chances goes first.
    """
    sums = {
        team.id: sum(
            (
                _sum_of(stay, asked, earned, away.get(stay.learner, ()), all_but_one)
                for stay in teams.stays
                if stay.team == team.id and stay.learner in listed
            ),
            _Sum(),
        )
        for team in teams.alive
        if any(learner in listed for learner in teams.members(team.id))
    }
    every = sum(sums.values(), _Sum())
    if not every.counted:
        return ()
    mean = Fraction(every.points, every.counted)
    whole = max(1, len(asked) - 1) if all_but_one else len(asked)
    found = [
        Entry(team, _tenths(each, mean, SHRINK * whole), each.chances, each.answered)
        for team, each in sums.items()
        if each.counted
    ]
    return rank(found, _points_then_participation)


def _sum_of(
    stay: Stay,
    asked: Sequence[Asked],
    earned: Earned,
    away: Container[date],
    all_but_one: bool,
) -> _Sum:
    chances, points = 0, []
    for each in asked:
        if each.closed_at <= stay.since or (stay.until and each.closed_at > stay.until):
            continue
        given = earned.get((stay.learner, each.id))
        if given is not None:
            points.append(given)
        if given is not None or each.day not in away:
            chances += 1
    if all_but_one:
        counted = max(1, chances - 1) if chances else 0
        return _Sum(count_week(points, chances), counted, chances, len(points))
    return _Sum(sum(points), chances, chances, len(points))


def _tenths(each: _Sum, mean: Fraction, weight: int) -> int:
    shrunk = (each.points + weight * mean) / (each.counted + weight)
    return int(shrunk + Fraction(1, 2))


def _points_then_participation(entry: Entry) -> float:
    # Points are whole tenths and participation is at most one: it can only break a tie.
    return entry.points + 0.5 * entry.n_right / entry.n
