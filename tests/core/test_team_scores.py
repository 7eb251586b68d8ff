"""Team scores are fair to every size, and tell nothing of who keeps off the board."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.days import Days, one_day
from bot.core.leaderboard import Standing
from bot.core.team_scores import Asked, rank_teams
from bot.core.teams import Stay, Team, Teams
from tests.core.happenings import MONDAY

OTTERS, LYNXES = 1, 2
DAYS = [MONDAY.date() + timedelta(days=n) for n in range(5)]
ASKED = [
    Asked(n + 1, day, _at)
    for n, day in enumerate(DAYS)
    for _at in [MONDAY + timedelta(days=n, hours=8)]
]


def teams(*stays: Stay) -> Teams:
    """Make two teams with these stays."""
    named = {OTTERS: Team(id=OTTERS, name="Otters"), LYNXES: Team(id=LYNXES, name="Lynxes")}
    return Teams(every=named, stays=stays)


def stay(learner: int, team: int, since: datetime = MONDAY, until: datetime | None = None) -> Stay:
    return Stay(learner=learner, team=team, since=since, until=until)


def scores(
    found: Teams,
    earned: dict[tuple[int, int], int],
    *,
    listed: Collection[int] = range(1, 40),
    away: dict[int, Days] | None = None,
    week: bool = False,
) -> dict[int, Standing]:
    """Rank and give the standings by team."""
    standings = rank_teams(found, ASKED, earned, listed=listed, away=away or {}, all_but_one=week)
    return {each.entry.learner: each for each in standings}


def all_of(learner: int, points: int) -> dict[tuple[int, int], int]:
    """Let a learner answer every question for the same points."""
    return {(learner, each.id): points for each in ASKED}


def test_the_mean_is_drawn_to_that_of_all_by_three_members() -> None:
    # One member at 12 points, five at 6: the mean of all is 7.
    found = teams(stay(1, OTTERS), *(stay(n, LYNXES) for n in range(2, 7)))
    earned = all_of(1, 120)
    for learner in range(2, 7):
        earned |= all_of(learner, 60)
    got = scores(found, earned)
    assert got[OTTERS].entry.points == round((120 + 3 * 70) / 4 + 0.01)
    assert got[LYNXES].entry.points == round((5 * 60 + 3 * 70) / 8 + 0.01)


def test_size_alone_wins_nothing() -> None:
    found = teams(stay(1, OTTERS), *(stay(n, LYNXES) for n in range(2, 9)))
    earned: dict[tuple[int, int], int] = {}
    for learner in range(1, 9):
        earned |= all_of(learner, 80)
    got = scores(found, earned)
    assert [got[team].entry.points for team in (OTTERS, LYNXES)] == [80, 80]
    assert [got[team].rank for team in (OTTERS, LYNXES)] == [1, 1]


def test_who_joins_in_the_middle_counts_by_the_questions_they_could_answer() -> None:
    thursday = MONDAY + timedelta(days=3)
    found = teams(stay(1, OTTERS), stay(2, OTTERS, since=thursday), stay(3, LYNXES))
    earned = all_of(1, 100) | {(2, 4): 100, (2, 5): 100} | all_of(3, 100)
    got = scores(found, earned)
    assert (got[OTTERS].entry.n, got[OTTERS].entry.n_right) == (7, 7)
    assert got[OTTERS].entry.points == 100


def test_a_question_counts_in_the_team_in_which_it_closed() -> None:
    wednesday = MONDAY + timedelta(days=2, hours=4)
    found = teams(
        stay(1, OTTERS, until=wednesday), stay(2, OTTERS), stay(1, LYNXES, since=wednesday)
    )
    got = scores(found, all_of(1, 100))
    assert got[OTTERS].entry.n_right == 2
    assert (got[LYNXES].entry.n, got[LYNXES].entry.n_right) == (3, 3)


def test_participation_breaks_a_tie() -> None:
    # Both earn 120 of 10 chances; the Lynxes tried more often for it.
    found = teams(stay(1, OTTERS), stay(2, OTTERS), stay(3, LYNXES), stay(4, LYNXES))
    earned = {(1, 1): 120} | {(3, n): 20 for n in range(1, 6)} | {(4, 1): 20}
    got = scores(found, earned)
    assert got[OTTERS].entry.points == got[LYNXES].entry.points
    assert (got[LYNXES].rank, got[OTTERS].rank) == (1, 2)


def test_a_missed_question_on_leave_is_no_chance_and_an_answered_one_is() -> None:
    away = {1: Days((one_day(DAYS[0]), one_day(DAYS[1])))}
    earned = {(1, n): 100 for n in range(2, 6)}
    got = scores(teams(stay(1, OTTERS)), earned, away=away)
    assert (got[OTTERS].entry.n, got[OTTERS].entry.n_right) == (4, 4)
    assert got[OTTERS].entry.points == 100


def test_a_week_leaves_out_the_weakest_question_of_each() -> None:
    earned = {(1, n): 100 for n in range(1, 5)}  # Friday was missed
    assert scores(teams(stay(1, OTTERS)), earned)[OTTERS].entry.points == 80
    assert scores(teams(stay(1, OTTERS)), earned, week=True)[OTTERS].entry.points == 100


@pytest.mark.parametrize("week", [False, True])
def test_nothing_is_scored_without_a_question_or_a_member_on_the_board(week: bool) -> None:
    found = teams(stay(1, OTTERS), stay(2, LYNXES))
    assert scores(found, all_of(1, 100), listed=(), week=week) == {}
    late = teams(stay(1, OTTERS, since=MONDAY + timedelta(days=9)))
    assert scores(late, all_of(1, 100), week=week) == {}
    assert set(scores(found, all_of(1, 100), listed=(2,), week=week)) == {LYNXES}


def test_a_team_that_everybody_left_or_that_was_deleted_does_not_stand() -> None:
    gone = Team(id=LYNXES, name="Lynxes", deleted_at=MONDAY + timedelta(days=4))
    found = Teams(
        every={OTTERS: Team(id=OTTERS, name="Otters"), LYNXES: gone},
        stays=(stay(1, OTTERS, until=MONDAY + timedelta(days=2)), stay(2, LYNXES)),
    )
    assert scores(found, all_of(1, 100) | all_of(2, 100)) == {}


points = st.integers(0, 150)


@given(
    st.lists(st.tuples(st.sampled_from((OTTERS, LYNXES)), st.booleans()), min_size=1, max_size=9),
    st.data(),
    st.booleans(),
)
def test_scores_do_not_depend_on_who_keeps_off_the_board(
    members: list[tuple[int, bool]], data: st.DataObject, week: bool
) -> None:
    found = teams(*(stay(n, team) for n, (team, _) in enumerate(members, 1)))
    listed = {n for n, (_, on_board) in enumerate(members, 1) if on_board}
    earned: dict[tuple[int, int], int] = {}
    other: dict[tuple[int, int], int] = {}
    for learner in range(1, len(members) + 1):
        for each in ASKED:
            value = data.draw(st.none() | points)
            hidden = value if learner in listed else data.draw(st.none() | points)
            for kept, given_points in ((earned, value), (other, hidden)):
                if given_points is not None:
                    kept[learner, each.id] = given_points
    assert scores(found, earned, listed=listed, week=week) == scores(
        found, other, listed=listed, week=week
    )
