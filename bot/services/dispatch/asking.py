"""From actions on what is asked and learnt to their use cases: questions, runs, the week."""

from __future__ import annotations

from typing import assert_never

from bot.cards import actions as act
from bot.cards.actions import planning
from bot.cards.commands import Inputs
from bot.services import (
    answering,
    designs,
    drills,
    due_reviews,
    explanations,
    guide,
    home,
    labs,
    notes,
    plans,
    practice,
    progress,
    results,
    review_run,
    sitting,
    today,
)
from bot.services.reply import Reply
from bot.services.scene import Scene


def on_question(scene: Scene, action: act.QuestionAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on a question."""
    match action:
        case act.Show(target=target):
            return answering.show(scene, target)
        case act.Reveal(target=target):
            return answering.reveal(scene, target)
        case act.Tap(target=target, position=position):
            return answering.tap(scene, target, position)
        case act.Change(target=target):
            return answering.change(scene, target)
        case act.Lock(target=target, confidence=confidence):
            return answering.lock(scene, target, confidence)
        case act.Respond(target=target):
            return answering.respond(scene, target, inputs)
        case act.WriteNote(target=target):
            return notes.write_note(scene, target)
        case act.SaveNote(target=target):
            return notes.save_note(scene, target, inputs)
        case act.Why(round=round_id):
            return today.show_why(scene, round_id)
        case act.Rethink(target=target):
            return answering.rethink(scene, target)
        case act.Lean(target=target, position=position):
            return answering.lean(scene, target, position)
        case act.Settle(target=target, position=position):
            return answering.settle(scene, target, position)
        case _:
            assert_never(action)


def on_run(scene: Scene, action: act.RunAction) -> Reply:
    """Call the use case of an action on a private run."""
    match action:
        case act.Practise(domain=domain, n=n):
            return practice.begin(scene, domain, n)
        case act.Continue():
            return sitting.go_on(scene) or practice.go_on(scene)
        case act.Review(n=n):
            return due_reviews.begin_review(scene, n)
        case act.BeginDrill(drill=drill, about=subject, n=n):
            return drills.begin(scene, drill, subject, n)
        case act.ReadIntent(target=target, intent=intent):
            return answering.read_intent(scene, target, intent)
        case _:
            assert_never(action)


def on_plan(scene: Scene, action: act.PlanAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on where somebody stands and where they are going."""
    match action:
        case planning.Inventory(anew=anew):
            return practice.take_inventory(scene, anew=anew)
        case planning.ShowPlan():
            return plans.show_plan(scene)
        case planning.AskPlan():
            return plans.ask(scene)
        case planning.SavePlan():
            return plans.save(scene, inputs)
        case planning.DropPlan():
            return plans.drop(scene)
        case planning.RestorePlan():
            return plans.restore(scene)
        case planning.AskResult():
            return results.ask(scene)
        case planning.SaveResult():
            return results.save(scene, inputs)
        case planning.DropResult(result=number):
            return results.drop(scene, number)
        case _:
            assert_never(action)


def on_explain(scene: Scene, action: act.ExplainAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on explanations."""
    match action:
        case act.Explain(round=round_id):
            return explanations.write(scene, round_id)
        case act.SaveExplanation(round=round_id):
            return explanations.save(scene, round_id, inputs)
        case act.TakeBack(bulletin=number):
            return explanations.take_back(scene, number)
        case act.PutBack(bulletin=number):
            return explanations.put_back(scene, number)
        case act.Thank(bulletin=number):
            return explanations.thank(scene, number)
        case _:
            assert_never(action)


def on_note(scene: Scene, action: act.NoteAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on notes."""
    match action:
        case act.EditNote(note=number):
            return notes.edit_note(scene, number)
        case act.ChangeNote(note=number):
            return notes.change_note(scene, number, inputs)
        case act.DropNote(note=number):
            return notes.drop_note(scene, number)
        case act.KeepNote(note=number):
            return notes.restore_note(scene, number)
        case _:
            assert_never(action)


def on_weekly(scene: Scene, action: act.WeeklyAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on what the week brings."""
    match action:
        case act.ReviewFive(bulletin=number):
            return review_run.begin_five(scene, number)
        case act.WriteDesign(bulletin=number):
            return designs.write(scene, number)
        case act.SaveDesign(bulletin=number):
            return designs.save(scene, number, inputs)
        case act.ShowGallery(bulletin=number, page=page):
            return designs.show_gallery(scene, number, page)
        case act.WriteLab(bulletin=number):
            return labs.write(scene, number)
        case act.SaveLab(bulletin=number):
            return labs.save(scene, number, inputs)
        case _:
            assert_never(action)


def on_own(scene: Scene, action: act.OwnAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on one's own things."""
    match action:
        case act.Today():
            return today.show_today(scene)
        case act.Home():
            return home.show_home(scene)
        case act.Progress():
            return progress.show_progress(scene)
        case act.RateSelf(domain=domain, familiarity=familiarity):
            return progress.rate(scene, domain, familiarity)
        case act.Notes(page=page):
            return notes.show_notes(scene, page, inputs)
        case act.Help(more=more):
            return guide.show_help(scene, more=more)
        case act.About():
            return guide.show_about(scene)
        case _:
            assert_never(action)
