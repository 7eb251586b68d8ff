"""Teams as a member uses them: look, join, leave. What a lead does is in ``team_lead``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.cards.actions.teams import JoinTeam, LeaveTeam
from bot.cards.blocks import Button, Style
from bot.cards.commands.words import did_you_mean
from bot.cards.teams import TeamLine, team_done_card, teams_card
from bot.cards.wording import clamp
from bot.core.errors import AlreadyDone, NotFound
from bot.core.teams import Team, TeamEvent, Teams
from bot.services import folds, team_words
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import events
from bot.store.tx import Tx

KEY = "teams"


def show_teams(scene: Scene) -> Reply:
    """Show the teams, who is in which, and what the asker can do."""
    teams = folds.teams_of(scene.tx, scene.group_id)
    own = teams.team_of(scene.learner_id)
    lines = tuple(
        TeamLine(
            id=team.id,
            name=team.name,
            members=team_words.names_words(scene, teams.members(team.id)),
            own=own is not None and own.id == team.id,
        )
        for team in teams.alive
    )
    notes = [team_words.own_note(scene, teams), "" if lines else team_words.no_teams(scene)]
    note = " ".join(filter(None, notes))
    follows = teams.following.platform.capitalize() if teams.following else ""
    card = teams_card(f"#{scene.here.name}", lines, note=note, lead=scene.is_lead, follows=follows)
    return Reply(key=KEY, card=card)


def join_team(scene: Scene, team: int, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Put the asker into a team, out of the one before; the team is named by id or by name."""
    teams = folds.teams_of(scene.tx, scene.group_id)
    wanted = teams.find(team) if team else named(teams, inputs)
    if wanted is None:
        raise NotFound("That team is gone. `/study team list` shows those that there are.")
    me = scene.me.learner_id
    before = teams.team_of(me)
    if before is not None and before.id == wanted.id:
        raise AlreadyDone(f"You are in {clamp(wanted.name)} already.")
    move(scene, me, before, wanted)
    others = [who for who in teams.members(wanted.id) if who != me]
    text = f"You are in {clamp(wanted.name)} now"
    text += f", with {team_words.names_words(scene, others)}." if others else ", its first member."
    if before is None:
        back = Button(label="Leave it again", action=LeaveTeam(), style=Style.QUIET)
    else:
        text += (
            f" You have left {clamp(before.name)}, since one is in one team at a time; what you "
            "did there still counts there."
        )
        back = Button(
            label=f"Back to {clamp(before.name)}", action=JoinTeam(before.id), style=Style.QUIET
        )
    if not team_words.on_board(scene):
        text += f" {team_words.OFF_BOARD}"
    return Reply(key=KEY, card=team_done_card(text, back))


def leave_team(scene: Scene) -> Reply:
    """Take the asker out of their team."""
    teams = folds.teams_of(scene.tx, scene.group_id)
    me = scene.me.learner_id
    own = teams.team_of(me)
    if own is None:
        raise AlreadyDone("You are in no team. `/study team list` shows those that there are.")
    move(scene, me, own, None)
    back = Button(label=f"Back to {clamp(own.name)}", action=JoinTeam(own.id))
    text = f"You have left {clamp(own.name)}. What you did there still counts there."
    return Reply(key=KEY, card=team_done_card(text, back))


def named(teams: Teams, inputs: Mapping[str, tuple[str, ...]]) -> Team | None:
    """Find the team that words name. Raises ``NotFound`` with the closest one, or with all."""
    text = " ".join(" ".join(inputs.get("name", ())).split())
    found = teams.named(text)
    if found is None and text and teams.alive:
        names = [clamp(team.name) for team in teams.alive]
        hint = did_you_mean(text, names)
        there = ", ".join(f"`{name}`" for name in names)
        raise NotFound(f"There is no team `{clamp(text)}`.{hint} There are: {there}.")
    return found


def move(scene: Scene, learner: int, before: Team | None, after: Team | None, **more: int) -> None:
    """Keep that somebody went from one team, or none, to another, or none."""
    keep_move(scene.tx, scene.group_id, learner, before, after, scene.now, **more)


def keep_move(
    tx: Tx,
    group_id: int,
    learner: int,
    before: Team | None,
    after: Team | None,
    now: datetime,
    **more: int,
) -> None:
    """Keep that a group's member went from one team, or none, to another, or none."""
    if after is not None:
        kind, team = TeamEvent.JOINED, after.id
        more = {"left": before.id if before else 0, **more}
    else:
        assert before is not None
        kind, team = TeamEvent.LEFT, before.id
    events.append_event(
        tx, kind.value, now, group_id=group_id, learner_id=learner, team=team, **more
    )
