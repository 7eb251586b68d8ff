"""From actions on mock exams to their use cases."""

from __future__ import annotations

from typing import assert_never

from bot.cards.actions import mock as act
from bot.cards.commands import Inputs
from bot.services import mock_results, mocks, sitting
from bot.services.reply import Reply
from bot.services.scene import Scene


def on_mock(scene: Scene, action: act.MockAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on a mock exam."""
    match action:
        case act.Mock(form=form):
            return mocks.open_mock(scene, form)
        case act.BeginMock(form=form):
            return mocks.begin(scene, form)
        case act.TurnTo(sitting=number, place=place):
            return sitting.turn_to(scene, number, place)
        case act.PickOption(sitting=number, place=place, position=position):
            return sitting.pick(scene, number, place, position)
        case act.KeepAnswer(sitting=number, place=place):
            return sitting.keep(scene, number, place, inputs)
        case act.MarkPlace(sitting=number, place=place, on=on):
            return sitting.mark(scene, number, place, on=on)
        case act.Navigate(sitting=number):
            return sitting.navigate(scene, number)
        case act.JumpTo(sitting=number):
            return sitting.jump_to(scene, number, inputs)
        case act.LeaveMock(sitting=number):
            return sitting.leave(scene, number)
        case act.TakeBreak(sitting=number):
            return sitting.take_break(scene, number)
        case act.EndBreak(sitting=number):
            return sitting.end_break(scene, number)
        case act.AskHandIn(sitting=number):
            return sitting.ask_hand_in(scene, number)
        case act.HandIn(sitting=number):
            return sitting.end(scene, number)
        case act.ShowResult(sitting=number):
            return mock_results.show(scene, number)
        case act.ReviewPlace(sitting=number, place=place):
            return mock_results.review(scene, number, place)
        case _:
            assert_never(action)
