"""Who is in which team, from what happened; and whose points a team's score tells of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.teams import Stay, TeamEvent, Teams, fold
from tests.core.happenings import Event, hour

OTTERS, LYNXES = 1, 2
ANN, BEN = 7, 8


def made(*more: Event) -> Teams:
    """Give what follows from two teams and what happened after."""
    return fold(
        [
            Event(OTTERS, TeamEvent.CREATED, payload={"name": "Otters"}),
            Event(LYNXES, TeamEvent.CREATED, payload={"name": "Lynxes"}),
            *more,
        ]
    )


def joined(seq: int, learner: int, team: int, left: int = 0) -> Event:
    return Event(seq, TeamEvent.JOINED, learner, {"team": team, "left": left})


def test_a_member_is_in_the_team_joined_last() -> None:
    teams = made(joined(3, ANN, OTTERS), joined(4, BEN, OTTERS), joined(5, ANN, LYNXES, OTTERS))
    assert teams.members(OTTERS) == (BEN,)
    assert teams.members(LYNXES) == (ANN,)
    assert teams.stays[0] == Stay(learner=ANN, team=OTTERS, since=hour(3), until=hour(5))
    assert teams.merged == {}


def test_who_left_is_in_none() -> None:
    teams = made(joined(3, ANN, OTTERS), Event(4, TeamEvent.LEFT, ANN, {"team": OTTERS}))
    assert teams.team_of(ANN) is None
    assert teams.lost(ANN) is None
    assert teams.stays == (Stay(learner=ANN, team=OTTERS, since=hour(3), until=hour(4)),)


def test_a_deleted_team_is_gone_and_its_members_are_told_which() -> None:
    teams = made(joined(3, ANN, OTTERS), Event(4, TeamEvent.DELETED, payload={"team": OTTERS}))
    assert [team.name for team in teams.alive] == ["Lynxes"]
    assert teams.team_of(ANN) is None
    lost = teams.lost(ANN)
    assert lost is not None
    assert (lost.name, lost.deleted_at) == ("Otters", hour(4))


def test_a_team_that_is_brought_back_has_its_members_again_but_those_who_went_on() -> None:
    deleted = Event(5, TeamEvent.DELETED, payload={"team": OTTERS})
    restored = Event(7, TeamEvent.RESTORED, payload={"team": OTTERS})
    teams = made(
        joined(3, ANN, OTTERS), joined(4, BEN, OTTERS), deleted, joined(6, BEN, LYNXES), restored
    )
    assert teams.members(OTTERS) == (ANN,)
    assert teams.members(LYNXES) == (BEN,)
    assert Stay(learner=BEN, team=OTTERS, since=hour(4), until=hour(5)) in teams.stays
    assert teams.merged == {}


def test_a_team_is_found_by_its_name_or_the_start_of_it() -> None:
    teams = made(Event(3, TeamEvent.RENAMED, payload={"team": LYNXES, "name": "Ocelots"}))
    assert [team.name for team in teams.alive] == ["Ocelots", "Otters"]
    found = teams.named("OTTERS")
    assert found is not None
    assert found.id == OTTERS
    close = teams.named("oc")
    assert close is not None
    assert close.id == LYNXES
    assert teams.named("o") is None, "two names begin so"
    assert teams.named("") is None
    assert teams.named("Lynxes") is None


def test_two_accounts_that_become_one_person_leave_one_team() -> None:
    # Each joined as somebody who was in no team; now both are Ann.
    teams = made(joined(3, ANN, OTTERS), joined(4, ANN, LYNXES))
    own = teams.team_of(ANN)
    assert own is not None
    assert own.id == LYNXES
    assert teams.members(OTTERS) == ()
    assert teams.merged == {ANN: OTTERS}
    settled = made(joined(3, ANN, OTTERS), joined(4, ANN, LYNXES), joined(5, ANN, OTTERS, LYNXES))
    assert settled.merged == {}
    assert settled.members(OTTERS) == (ANN,)


def test_two_accounts_in_the_same_team_are_one_member() -> None:
    teams = made(joined(3, ANN, OTTERS), joined(4, ANN, OTTERS))
    assert teams.members(OTTERS) == (ANN,)
    assert teams.stays == (Stay(learner=ANN, team=OTTERS, since=hour(3)),)


deeds = st.lists(
    st.tuples(
        st.sampled_from(list(TeamEvent)), st.sampled_from((ANN, BEN)), st.sampled_from((1, 2))
    ),
    max_size=20,
)


@given(deeds)
def test_whatever_happens_a_member_is_in_one_team_at_most(
    found: list[tuple[TeamEvent, int, int]],
) -> None:
    events = []
    for seq, (kind, learner, team) in enumerate(found, 3):
        if kind is not TeamEvent.CREATED:
            payload = {"team": team, "left": 0, "name": f"Team {seq}"}
            payload |= {"platform": "slack", "workspace": "T1", "names": ["red"]}
            events.append(Event(seq, kind, learner, payload))
    teams = made(*events)
    for learner in (ANN, BEN):
        held = [stay for stay in teams.stays if stay.learner == learner and stay.until is None]
        assert len(held) <= 1
    for stay in teams.stays:
        assert stay.until is None or stay.until >= stay.since
