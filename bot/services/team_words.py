"""What is said to one reader about teams: their own, one that is gone, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.wording import clamp, listed, short_day
from bot.core.slots import study_day
from bot.core.teams import Teams
from bot.services.scene import Scene
from bot.store import people

NAMED_AT_MOST = 8
OFF_BOARD = "You keep off the board, so your points stay out of your team's score."


def own_note(scene: Scene, teams: Teams) -> str:
    """Say how the reader stands to the teams, in two sentences at most."""
    own, lost = teams.team_of(scene.learner_id), teams.lost(scene.learner_id)
    if own is None and lost is not None:
        assert lost.deleted_at is not None
        day = short_day(study_day(lost.deleted_at, scene.here.zone))
        return f"{clamp(lost.name)} was deleted on {day}. Your own points are untouched."
    if own is None:
        return "You are in no team." if teams.alive else ""
    name = clamp(own.name)
    if scene.learner_id in teams.merged:
        return (
            f"Two accounts of yours are one now, and one person is in one team: {name} counts, "
            "which you joined last."
        )
    if not on_board(scene):
        return f"{OFF_BOARD} Nothing about you can be read from it."
    if len(teams.members(own.id)) == 1:
        return f"So far you are {name} alone: its score is yours, drawn to the mean of all."
    return ""


def on_board(scene: Scene) -> bool:
    """Say whether the asker's name stands on the board."""
    return scene.membership is not None and bool(scene.membership.on_board)


def empty_note(scene: Scene, teams: Teams) -> str:
    """Say why no team stands on the board."""
    if not teams.alive:
        return no_teams(scene)
    return "No team stands here yet: a team needs a member on the board who could answer."


def no_teams(scene: Scene) -> str:
    """Say that there are no teams, and who can make one."""
    if scene.is_lead:
        return "There are no teams yet. `/study team create` makes one."
    return "There are no teams yet. Your lead can make some."


def names_words(scene: Scene, learners: Sequence[int]) -> str:
    """Name some members by alias or name; the reader is ``you``."""
    names = people.names_of(scene.tx, learners, scene.group_id)
    found = [
        "you" if who == scene.learner_id else clamp(names[who], 24)
        for who in learners
        if who in names
    ]
    if len(found) <= NAMED_AT_MOST:
        return listed(found)
    return f"{', '.join(found[:NAMED_AT_MOST])} and {len(found) - NAMED_AT_MOST} more"
