"""What a lead does with teams: make, fill, rename, delete and bring back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import teams as screens
from bot.cards.actions.teams import JoinTeam, PlaceMembers, RestoreTeam
from bot.cards.blocks import Button, Style
from bot.cards.wording import clamp, counted
from bot.core.errors import AlreadyDone, Misused, NotFound, Refusal
from bot.core.teams import Team, TeamEvent, Teams
from bot.services import folds, team_words
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.services.teams import KEY, move, named
from bot.store import events, people

TEAMS_MOST = 20
#: Members on one page of the form; Slack and Discord have room for no more selects.
PAGE = 10


def new_team(scene: Scene) -> Reply:
    """Open the form for a new team."""
    scene.must_lead()
    return Reply(key=KEY, card=screens.new_team_card())


def create_team(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Make a team."""
    scene.must_lead()
    teams = folds.teams_of(scene.tx, scene.group_id)
    if len(teams.alive) >= TEAMS_MOST:
        raise Refusal(f"A group has at most {TEAMS_MOST} teams: delete one first.")
    name = _new_name(teams, inputs)
    number = _log(scene, TeamEvent.CREATED, name=name)
    text = f"{name} is there. Members join with `/study team join {name}`, or you assign them."
    card = screens.team_done_card(
        text,
        Button(label="Assign members", action=PlaceMembers(0)),
        Button(label="Join it", action=JoinTeam(number), style=Style.QUIET),
    )
    return Reply(key=KEY, card=card)


def place_members(scene: Scene, page: int) -> Reply:
    """Open the form that puts members into teams."""
    scene.must_lead()
    teams = folds.teams_of(scene.tx, scene.group_id)
    if not teams.alive:
        raise NotFound(team_words.no_teams(scene))
    everybody = people.learners_in(scene.tx, scene.group_id)
    shown = everybody[page * PAGE : (page + 1) * PAGE]
    if not shown:
        raise NotFound("There is no such page of members (any more).")
    names = people.names_of(scene.tx, shown, scene.group_id)
    members = []
    for who in shown:
        own = teams.team_of(who)
        members.append((names.get(who, "somebody"), own.id if own else 0))
    pages = (len(everybody) - 1) // PAGE + 1
    card = screens.assign_card(tuple(members), _pairs(teams), page=page, pages=pages)
    return Reply(key=KEY, card=card)


def assign_teams(scene: Scene, page: int, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Put each member of a page into the team chosen for them."""
    scene.must_lead()
    teams = folds.teams_of(scene.tx, scene.group_id)
    shown = people.learners_in(scene.tx, scene.group_id)[page * PAGE : (page + 1) * PAGE]
    chosen = inputs.get("team", ())
    if len(chosen) != len(shown):
        raise Misused("The list of members has changed. Open `/study team assign` again.")
    moved = 0
    for who, value in zip(shown, chosen, strict=True):
        before, after = teams.team_of(who), _chosen(teams, value)
        if (before and before.id) != (after and after.id):
            move(scene, who, before, after, by=scene.me.learner_id)
            moved += 1
    text = f"{counted(moved, 'member')} moved." if moved else "Nothing changed."
    return Reply(key=KEY, card=screens.team_done_card(text))


def name_team(scene: Scene) -> Reply:
    """Open the form for another name."""
    scene.must_lead()
    return Reply(key=KEY, card=screens.rename_card(_some(scene)))


def rename_team(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Give a team another name."""
    scene.must_lead()
    teams = folds.teams_of(scene.tx, scene.group_id)
    team = _chosen(teams, "".join(inputs.get("team", ())))
    if team is None:
        raise Misused("Choose a team first.")
    name = _new_name(teams, inputs, besides=team)
    _log(scene, TeamEvent.RENAMED, team=team.id, name=name)
    text = f"{clamp(team.name)} is called {name} now."
    return Reply(key=KEY, card=screens.team_done_card(text))


def pick_team(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Ask which team shall be deleted, or, where one is named, whether it really shall be."""
    scene.must_lead()
    teams = folds.teams_of(scene.tx, scene.group_id)
    team = named(teams, inputs)
    if team is None and inputs.get("team"):
        team = _chosen(teams, "".join(inputs["team"]))
    if team is None:
        return Reply(key=KEY, card=screens.pick_card(_some(scene)))
    members = team_words.names_words(scene, teams.members(team.id))
    return Reply(key=KEY, card=screens.confirm_card(team.id, team.name, members))


def delete_team(scene: Scene, team: int) -> Reply:
    """Delete a team; its members are in none."""
    scene.must_lead()
    found = folds.teams_of(scene.tx, scene.group_id).find(team)
    if found is None:
        raise AlreadyDone("That team is gone already.")
    _log(scene, TeamEvent.DELETED, team=team)
    text = f"{clamp(found.name)} is deleted. Everybody keeps their own points."
    back = Button(label="Bring it back", action=RestoreTeam(team))
    return Reply(key=KEY, card=screens.team_done_card(text, back))


def restore_team(scene: Scene, team: int) -> Reply:
    """Bring a deleted team back, with the members who have not joined another since."""
    scene.must_lead()
    teams = folds.teams_of(scene.tx, scene.group_id)
    found = teams.every.get(team)
    if found is None:
        raise NotFound("There never was such a team here.")
    if found.deleted_at is None:
        raise AlreadyDone(f"{clamp(found.name)} is there already.")
    taken = teams.named(found.name)
    if taken is not None and taken.name.casefold() == found.name.casefold():
        raise Refusal(f"There is another {clamp(found.name)} now: rename that one first.")
    _log(scene, TeamEvent.RESTORED, team=team)
    members = team_words.names_words(scene, teams.members(team))
    text = f"{clamp(found.name)} is back" + (f", with {members}." if members else ".")
    return Reply(key=KEY, card=screens.team_done_card(text))


def _some(scene: Scene) -> tuple[tuple[int, str], ...]:
    pairs = _pairs(folds.teams_of(scene.tx, scene.group_id))
    if not pairs:
        raise NotFound(team_words.no_teams(scene))
    return pairs


def _pairs(teams: Teams) -> tuple[tuple[int, str], ...]:
    return tuple((team.id, team.name) for team in teams.alive)


def _chosen(teams: Teams, value: str) -> Team | None:
    """Read a team's id from a form; 0 is none. Raises ``NotFound`` for one that is gone."""
    if value in ("", "0"):
        return None
    found = teams.find(int(value)) if value.isascii() and value.isdecimal() else None
    if found is None:
        raise NotFound("That team is gone. Open the form again.")
    return found


def _new_name(
    teams: Teams, inputs: Mapping[str, tuple[str, ...]], *, besides: Team | None = None
) -> str:
    # A back-tick would end the code that the name stands in.
    typed = " ".join(inputs.get("name", ())).replace("`", "'")
    name = clamp(typed, screens.NAME_MOST + 1)
    if not name:
        raise Misused("A team needs a name: `/study team create Otters`.")
    if len(name) > screens.NAME_MOST:
        raise Misused(f"A team's name has at most {screens.NAME_MOST} characters.")
    for team in teams.alive:
        if team.name.casefold() == name.casefold() and team != besides:
            raise AlreadyDone(f"There is a team {name} already. Choose another name.")
    return name


def _log(scene: Scene, kind: TeamEvent, **payload: Any) -> int:
    return events.append_event(
        scene.tx,
        kind.value,
        scene.now,
        group_id=scene.group_id,
        by=scene.me.learner_id,
        **payload,
    )
