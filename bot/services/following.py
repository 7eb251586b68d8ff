"""Teams that follow a platform's own groups of people: Slack user groups, Discord roles.

The platform rules where it is followed: whoever is moved there moves here. Only members are
moved, and nothing is kept of anybody else; they come along when they have answered and the
adapter looks again. A lead starts it, sees it among the teams, and stops it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.cards.actions.teams import UnfollowTeams
from bot.cards.blocks import Button, Style
from bot.cards.elsewhere import FOUNDERS
from bot.cards.teams import NAME_MOST, team_done_card
from bot.cards.wording import clamp, counted
from bot.core.errors import AlreadyDone, Misused, NotAllowed
from bot.core.identity import Identity
from bot.core.teams import Following, Team, TeamEvent, Teams
from bot.services import folds
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.services.team_lead import TEAMS_MOST
from bot.services.teams import KEY, keep_move
from bot.store import events, groups, people
from bot.store.database import Database
from bot.store.tx import Tx

NAMES_MOST = 20
#: A user group or a role as a platform writes it into a text: its id counts.
_MENTION = re.compile(r"<!subteam\^(\w+)(?:\|[^>]*)?>|<@&(\d+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformTeam:
    """A platform's group of people, with everybody in it."""

    id: str
    name: str
    members: Sequence[Identity]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A group whose teams follow groups of people in a workspace."""

    group_id: int
    following: Following


class TeamBook:
    """What adapters ask and tell of teams. Futures hold their result once it is durable."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def wishes(self, platform: str) -> Future[list[Wish]]:
        """Give the groups whose teams follow a platform's groups of people."""
        return self._database.read(lambda tx: wishes(tx, platform))

    def people(self, group_id: int, platform: str) -> Future[list[Identity]]:
        """Give a group's members as a platform knows them, where it cannot list who is in what."""
        return self._database.read(lambda tx: _identities(tx, group_id, platform))

    def bring(self, group_id: int, found: Sequence[PlatformTeam]) -> Future[int]:
        """Bring a group's teams in line with what a platform has; give how many moved."""
        return self._database.write(
            lambda tx: bring_in_line(tx, group_id, found, self._clock()), background=True
        )


def follow(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Let the group's teams follow the named user groups or roles of where the lead is."""
    scene.must_lead()
    where = scene.address
    if where.platform not in FOUNDERS:
        raise NotAllowed("Teams follow user groups on Slack and roles on Discord; not here.")
    if scene.is_outside or scene.visit.is_private:
        raise NotAllowed("Type that in the group's channel: its user groups or roles are meant.")
    names = _names(" ".join(inputs.get("names", ())))
    _log(
        scene,
        TeamEvent.FOLLOWED,
        platform=where.platform,
        workspace=where.workspace,
        names=list(names),
    )
    text = (
        f"Teams follow {counted(len(names), 'group')} of people from now on. Members are moved "
        "within minutes, others once they have answered."
    )
    stop = Button(label="Stop following", action=UnfollowTeams(), style=Style.QUIET)
    return Reply(key=KEY, card=team_done_card(text, stop))


def unfollow(scene: Scene) -> Reply:
    """Let the teams follow nobody any more; they stay as they are."""
    scene.must_lead()
    if folds.teams_of(scene.tx, scene.group_id).following is None:
        raise AlreadyDone("These teams follow nobody.")
    _log(scene, TeamEvent.UNFOLLOWED)
    text = "Teams follow nobody any more. Everybody stays where they are."
    return Reply(key=KEY, card=team_done_card(text))


def wishes(tx: Tx, platform: str) -> list[Wish]:
    """Give the groups whose teams follow a platform's groups of people."""
    found = []
    for group_id in events.groups_with(tx, TeamEvent.FOLLOWED):
        following = folds.teams_of(tx, group_id).following
        if following is not None and following.platform == platform:
            places = groups.places_of(tx, group_id)
            there = (following.platform, following.workspace)
            if any((each.platform, each.workspace) == there for each in places):
                found.append(Wish(group_id=group_id, following=following))
    return found


def bring_in_line(tx: Tx, group_id: int, found: Sequence[PlatformTeam], now: datetime) -> int:
    """Make, name and fill teams after a platform's groups of people; give how many moved.

    Of several that somebody is in, the first counts. A team that a lead has deleted stays so.
    """
    following = folds.teams_of(tx, group_id).following
    if following is None:
        return 0
    wanted = [each for each in found if following.wants(each.id, each.name)]
    sources = {_source(following, each): each for each in wanted}
    for source, each in sources.items():
        _make(tx, group_id, source, each, now)
    teams = folds.teams_of(tx, group_id)
    followed = {team.id for team in teams.alive if team.source in sources}
    to = _seats(tx, group_id, teams, sources)
    moved = 0
    for learner in _known_there(tx, group_id, following.platform):
        before, after = teams.team_of(learner), to.get(learner)
        strays = after is None and before is not None and before.id in followed
        if strays or (after is not None and (before is None or before.id != after.id)):
            keep_move(tx, group_id, learner, before, after, now)
            moved += 1
    tx.flush()
    return moved


def _make(tx: Tx, group_id: int, source: str, wanted: PlatformTeam, now: datetime) -> None:
    """Make the team of a platform's group of people, or call it as that is called now."""
    teams = folds.teams_of(tx, group_id)
    team = _made_after(teams, source)
    name = clamp(wanted.name.replace("`", "'"), NAME_MOST)
    taken = {each.name.casefold() for each in teams.alive if each != team}
    if not name or name.casefold() in taken or (team is not None and team.deleted_at):
        return
    if team is None and len(teams.alive) < TEAMS_MOST:
        _keep(tx, group_id, TeamEvent.CREATED, now, name=name, source=source)
    elif team is not None and team.name != name:
        _keep(tx, group_id, TeamEvent.RENAMED, now, team=team.id, name=name)


def _seats(
    tx: Tx, group_id: int, teams: Teams, sources: Mapping[str, PlatformTeam]
) -> dict[int, Team]:
    """Give the team in which the platform has each member of the group."""
    seats: dict[int, Team] = {}
    for source, wanted in sources.items():
        team = _made_after(teams, source)
        if team is None or team.deleted_at is not None:
            continue
        for identity in wanted.members:
            account = people.find_account(tx, identity)
            if account is not None and people.find_membership(tx, group_id, account.learner_id):
                seats.setdefault(account.learner_id, team)
    return seats


def _known_there(tx: Tx, group_id: int, platform: str) -> list[int]:
    members = people.members_of(tx, group_id)
    return list(
        dict.fromkeys(m.learner_id for m, account in members if account.platform == platform)
    )


def _identities(tx: Tx, group_id: int, platform: str) -> list[Identity]:
    return [
        Identity(
            platform=account.platform,
            workspace=account.workspace,
            external_id=account.external_id,
            name=account.name,
        )
        for _, account in people.members_of(tx, group_id)
        if account.platform == platform
    ]


def _made_after(teams: Teams, source: str) -> Team | None:
    return next((team for team in teams.every.values() if team.source == source), None)


def _source(following: Following, found: PlatformTeam) -> str:
    return f"{following.platform}/{following.workspace}/{found.id}"


def _names(text: str) -> tuple[str, ...]:
    mentioned = [slack or discord for slack, discord in _MENTION.findall(text)]
    typed = [clamp(part, 80).lstrip("@").strip().casefold() for part in text.split(",")]
    names = tuple(dict.fromkeys(mentioned or [name for name in typed if name]))
    if not names:
        raise Misused(
            "Name the user groups or roles, with commas between: `/study team follow red, blue`."
        )
    if len(names) > NAMES_MOST:
        raise Misused(f"Teams follow {NAMES_MOST} groups at most.")
    return names


def _log(scene: Scene, kind: TeamEvent, **payload: Any) -> None:
    _keep(scene.tx, scene.group_id, kind, scene.now, by=scene.me.learner_id, **payload)


def _keep(tx: Tx, group_id: int, kind: TeamEvent, now: datetime, **payload: Any) -> None:
    events.append_event(tx, kind.value, now, group_id=group_id, **payload)
    tx.flush()
