"""From an action to its use case: the one place that knows them all.

A family of actions has a function of its own in one of the modules here, so that each stays a
flat list; the type checker finds the action that was forgotten.
"""

from __future__ import annotations

from typing import assert_never

from bot.cards.actions import Action
from bot.cards.actions.boards import BoardAction
from bot.cards.actions.explaining import ExplainAction
from bot.cards.actions.files import FileAction
from bot.cards.actions.flags import FlagAction
from bot.cards.actions.lead import LeadAction
from bot.cards.actions.leave import LeaveAction
from bot.cards.actions.me import MeAction
from bot.cards.actions.mock import MockAction
from bot.cards.actions.notes import NoteAction
from bot.cards.actions.own import OwnAction
from bot.cards.actions.planning import PlanAction
from bot.cards.actions.question import QuestionAction, Tap
from bot.cards.actions.runs import RunAction
from bot.cards.actions.seasons import SeasonAction
from bot.cards.actions.setup import SetupAction
from bot.cards.actions.teams import TeamAction
from bot.cards.actions.weekly import WeeklyAction
from bot.cards.commands import Inputs
from bot.services import answering, outside, starting, workbooks
from bot.services.dispatch import asking, belonging, leading, sitting
from bot.services.reply import Reply
from bot.services.scene import Scene


def dispatch(scene: Scene, action: Action, inputs: Inputs) -> Reply:
    """Call the use case of an action, in the group that it speaks of."""
    if scene.is_outside:
        scene = outside.placed(scene, action)
    if starting.waits(scene):
        starting.check(scene, action)
    if isinstance(action, QuestionAction):
        return asking.on_question(scene, action, inputs)
    if isinstance(action, RunAction):
        return asking.on_run(scene, action)
    if isinstance(action, MockAction):
        return sitting.on_mock(scene, action, inputs)
    if isinstance(action, PlanAction):
        return asking.on_plan(scene, action, inputs)
    if isinstance(action, FileAction):
        return workbooks.make(scene, whole=action.whole)
    if isinstance(action, BoardAction):
        return belonging.on_board(scene, action)
    if isinstance(action, TeamAction):
        return belonging.on_team(scene, action, inputs)
    if isinstance(action, SeasonAction):
        return belonging.on_season(scene, action, inputs)
    if isinstance(action, LeaveAction):
        return belonging.on_leave(scene, action, inputs)
    if isinstance(action, OwnAction):
        return asking.on_own(scene, action, inputs)
    if isinstance(action, LeadAction):
        return leading.on_lead(scene, action)
    if isinstance(action, FlagAction):
        return leading.on_flag(scene, action, inputs)
    if isinstance(action, ExplainAction):
        return asking.on_explain(scene, action, inputs)
    if isinstance(action, NoteAction):
        return asking.on_note(scene, action, inputs)
    if isinstance(action, MeAction):
        return belonging.on_me(scene, action, inputs)
    if isinstance(action, WeeklyAction):
        return asking.on_weekly(scene, action, inputs)
    if isinstance(action, SetupAction):
        return leading.on_setup(scene, action, inputs)
    assert_never(action)


def foresee(scene: Scene, action: Action) -> Reply | None:
    """Give what an action is going to show, without doing it; None where that is not known."""
    if not isinstance(action, Tap):
        return None
    if scene.is_outside:
        scene = outside.placed(scene, action)
    if starting.waits(scene):
        return None
    return answering.foresee(scene, action.target, action.position)
