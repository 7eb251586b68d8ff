"""The words for teams."""

from __future__ import annotations

from bot.cards.actions.teams import (
    CreateTeam,
    FollowTeams,
    JoinTeam,
    LeaveTeam,
    NameTeam,
    NewTeam,
    PickTeam,
    PlaceMembers,
    ShowTeams,
    UnfollowTeams,
)
from bot.cards.commands.words import Asked, Command, Domains, plain, second_word, texts
from bot.core.errors import Misused

_SECOND = ["list", "join", "leave", "create", "assign", "rename", "delete", "follow",
           "unfollow"]  # fmt: skip


def _join(words: list[str], _domains: Domains) -> Asked:
    # Without a name there is a button for each team.
    return (JoinTeam(0), {"name": (" ".join(words),)}) if words else (ShowTeams(), {})


def _create(words: list[str], _domains: Domains) -> Asked:
    return (CreateTeam(), {"name": (" ".join(words),)}) if words else (NewTeam(), {})


def _team(words: list[str], _domains: Domains) -> Asked:
    if words and [word.lower() for word in words] != ["list"]:
        raise Misused(second_word("team", words[0], _SECOND))
    return ShowTeams(), {}


COMMANDS = (
    Command(
        word="team",
        usage="[list]",
        does="the teams, and who is in which",
        read=_team,
        more=lambda _domains: [("team list", "the teams, and who is in which")],
    ),
    Command(
        word="team join", usage="<name>", does="join a team; you leave the one before", read=_join
    ),
    Command(word="team leave", does="leave your team", read=plain(LeaveTeam())),
)

LEAD = (
    Command(word="team create", usage="[name]", does="make a team", read=_create, lead=True),
    Command(
        word="team assign",
        does="put members into teams",
        read=plain(PlaceMembers(0)),
        lead=True,
    ),
    Command(word="team rename", does="rename a team", read=plain(NameTeam()), lead=True),
    Command(
        word="team delete",
        usage="[name]",
        does="delete a team; asks first",
        read=texts(PickTeam, "name"),
        lead=True,
    ),
    Command(
        word="team follow",
        usage="<groups or roles>",
        does="let teams follow user groups or roles",
        read=texts(FollowTeams, "names"),
        lead=True,
    ),
    Command(
        word="team unfollow",
        does="let teams follow nobody; they stay as they are",
        read=plain(UnfollowTeams()),
        lead=True,
    ),
)
