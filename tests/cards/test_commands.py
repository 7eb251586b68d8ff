"""Typed words become actions; what is not known is answered with the closest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.actions.boards import ShowBoard
from bot.cards.actions.leave import DeclareLeave, PickRepair, ShowLeave
from bot.cards.actions.own import Help, Notes, Today
from bot.cards.actions.runs import Practise
from bot.cards.actions.seasons import AskEndSeason, BeginSeason, PlanSeason, ShowSeason
from bot.cards.actions.teams import CreateTeam, JoinTeam, LeaveTeam, NewTeam, PickTeam, ShowTeams
from bot.cards.commands import COMMANDS, completions, parse
from bot.core.errors import Misused

DOMAINS = (("d1", "Data Engineering"), ("d2", "Exploratory Data Analysis"), ("d3", "Modeling"))


def test_every_command_can_be_typed() -> None:
    for command in COMMANDS:
        action, _ = parse(command.word, DOMAINS)
        assert action is not None


def test_every_completion_can_be_sent_as_it_is() -> None:
    for word, _ in completions(DOMAINS, lead=True):
        parse(word, DOMAINS)


def test_leads_words_are_offered_to_leads_only() -> None:
    offered = {word for word, _ in completions(DOMAINS, lead=False)}
    assert "pause" not in offered
    assert "pause" in {word for word, _ in completions(DOMAINS, lead=True)}


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("", Help(False)),
        ("/study today", Today()),
        ("TODAY", Today()),
        ("practice", Practise("", 5)),
        ("practice 3", Practise("", 3)),
        ("practice modeling", Practise("d3", 5)),
        ("practice explor 7", Practise("d2", 7)),
        ("practice d1 1", Practise("d1", 1)),
        ("practice 2 4", Practise("d2", 4)),
        ("board", ShowBoard("week", "members")),
        ("board all by accuracy", ShowBoard("all", "accuracy")),
        ("board modeling month", ShowBoard("month", "d3")),
        ("board season by teams", ShowBoard("season", "teams")),
        ("board by team", ShowBoard("week", "teams")),
        ("board helpers today", ShowBoard("today", "helper")),
        ("team", ShowTeams()),
        ("team list", ShowTeams()),
        ("TEAM Leave", LeaveTeam()),
        ("team join", ShowTeams()),
        ("team create", NewTeam()),
        ("team delete", PickTeam()),
        ("season", ShowSeason()),
        ("season begin", PlanSeason()),
        ("season end", AskEndSeason()),
        ("leave", ShowLeave()),
        ("repair", PickRepair()),
        ("help more", Help(True)),
    ],
)
def test_words_mean_what_they_say(typed: str, action: object) -> None:
    assert action == parse(typed, DOMAINS)[0]


def test_a_search_travels_beside_the_action() -> None:
    assert parse("notes cold store", DOMAINS) == (Notes(0), {"search": ("cold store",)})


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("team join Otters of Berlin", (JoinTeam(0), {"name": ("Otters of Berlin",)})),
        ("team create Big  Cats", (CreateTeam(), {"name": ("Big Cats",)})),
        ("team delete Otters", (PickTeam(), {"name": ("Otters",)})),
        ("season begin 2027-01-15", (BeginSeason(), {"finish": ("2027-01-15",)})),
        ("leave tomorrow", (DeclareLeave(), {"first": ("tomorrow",), "last": ()})),
        (
            "leave from 2026-12-24 to 2027-01-02",
            (DeclareLeave(), {"first": ("2026-12-24",), "last": ("2027-01-02",)}),
        ),
    ],
)
def test_names_and_days_travel_beside_the_action(typed: str, asked: object) -> None:
    assert asked == parse(typed, DOMAINS)


def test_two_words_are_completed() -> None:
    offered = {word for word, _ in completions(DOMAINS, lead=True)}
    assert {"team join", "team assign", "season begin", "board season", "leave tomorrow"} <= offered
    assert {"board week by teams", "board week by modeling"} <= offered
    members = {word for word, _ in completions(DOMAINS, lead=False)}
    assert not {"team create", "season end", "repair"} & members
    assert {"team join", "season", "leave"} <= members


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("team jion Otters", "`team join`"),
        ("team x", "`team delete`"),
        ("teem join Otters", "`team"),
        ("seasn", "`season`"),
        ("season start", "There are: `season begin`, `season end`"),
        ("season begn", "`season begin`"),
        ("season begin next week", "finish day alone"),
        ("leaf", "`leave`"),
        ("leave a b c", "first and the last day"),
        ("board helpful", "`helper`"),
        ("todya", "`today`"),
        ("practise", "`practice`"),
        ("practice modelling 3", "`modeling`"),
        ("board weke", "`week`"),
        ("practice 51", "1 and 50"),
        ("today now", "Nothing comes after"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(typed: str, hint: str) -> None:
    with pytest.raises(Misused, match=hint):
        parse(typed, DOMAINS)


@given(st.text(max_size=80))
def test_whatever_is_typed_has_an_answer(typed: str) -> None:
    try:
        said = repr(parse(typed, DOMAINS))
    except Misused as no:
        said = str(no)
    assert said
