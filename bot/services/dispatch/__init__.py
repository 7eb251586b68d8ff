"""From an action to its use case: the one place that knows them all.

A family of actions has a function of its own in one of the modules here, so that each stays a
flat list; the type checker finds the action that was forgotten.
"""

from __future__ import annotations

from typing import assert_never

from bot.cards import actions as act
from bot.cards.actions import Action
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
    if isinstance(action, act.QuestionAction):
        return asking.on_question(scene, action, inputs)
    if isinstance(action, act.RunAction):
        return asking.on_run(scene, action)
    if isinstance(action, act.MockAction):
        return sitting.on_mock(scene, action, inputs)
    if isinstance(action, act.PlanAction):
        return asking.on_plan(scene, action, inputs)
    if isinstance(action, act.FileAction):
        return workbooks.make(scene, whole=action.whole)
    if isinstance(action, act.BoardAction):
        return belonging.on_board(scene, action)
    if isinstance(action, act.TeamAction):
        return belonging.on_team(scene, action, inputs)
    if isinstance(action, act.SeasonAction):
        return belonging.on_season(scene, action, inputs)
    if isinstance(action, act.LeaveAction):
        return belonging.on_leave(scene, action, inputs)
    if isinstance(action, act.OwnAction):
        return asking.on_own(scene, action, inputs)
    if isinstance(action, act.LeadAction):
        return leading.on_lead(scene, action)
    if isinstance(action, act.FlagAction):
        return leading.on_flag(scene, action, inputs)
    if isinstance(action, act.ExplainAction):
        return asking.on_explain(scene, action, inputs)
    if isinstance(action, act.NoteAction):
        return asking.on_note(scene, action, inputs)
    if isinstance(action, act.MeAction):
        return belonging.on_me(scene, action, inputs)
    if isinstance(action, act.WeeklyAction):
        return asking.on_weekly(scene, action, inputs)
    if isinstance(action, act.SetupAction):
        return leading.on_setup(scene, action, inputs)
    assert_never(action)


def foresee(scene: Scene, action: Action) -> Reply | None:
    """Give what an action is going to show, without doing it; None where that is not known."""
    if not isinstance(action, act.Tap):
        return None
    if scene.is_outside:
        scene = outside.placed(scene, action)
    if starting.waits(scene):
        return None
    return answering.foresee(scene, action.target, action.position)
