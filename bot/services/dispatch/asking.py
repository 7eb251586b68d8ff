"""From actions on what is asked and learnt to their use cases: questions, runs, the week."""

from __future__ import annotations

from typing import assert_never

from bot.cards.actions.explaining import (
    Explain,
    ExplainAction,
    PutBack,
    SaveExplanation,
    TakeBack,
    Thank,
)
from bot.cards.actions.notes import ChangeNote, DropNote, EditNote, KeepNote, NoteAction
from bot.cards.actions.own import About, Help, Home, Notes, OwnAction, Progress, RateSelf, Today
from bot.cards.actions.planning import (
    AskPlan,
    AskResult,
    DropPlan,
    DropResult,
    Inventory,
    PlanAction,
    RestorePlan,
    SavePlan,
    SaveResult,
    ShowPlan,
)
from bot.cards.actions.question import (
    Change,
    Lean,
    Lock,
    QuestionAction,
    Respond,
    Rethink,
    Reveal,
    SaveNote,
    Settle,
    Show,
    Tap,
    Why,
    WriteNote,
)
from bot.cards.actions.runs import BeginDrill, Continue, Practise, ReadIntent, Review, RunAction
from bot.cards.actions.weekly import (
    ReviewFive,
    SaveDesign,
    SaveLab,
    ShowGallery,
    WeeklyAction,
    WriteDesign,
    WriteLab,
)
from bot.cards.commands import Inputs
from bot.core.errors import NotFound
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


def on_question(scene: Scene, action: QuestionAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on a question."""
    match action:
        case Show(target=target):
            return answering.show(scene, target)
        case Reveal(target=target):
            return answering.reveal(scene, target)
        case Tap(target=target, position=position):
            return answering.tap(scene, target, position)
        case Change(target=target):
            return answering.change(scene, target)
        case Lock(target=target, confidence=confidence):
            return answering.lock(scene, target, confidence)
        case Respond(target=target):
            return answering.respond(scene, target, inputs)
        case WriteNote(target=target):
            return notes.write_note(scene, target)
        case SaveNote(target=target):
            return notes.save_note(scene, target, inputs)
        case Why(round=round_id):
            return today.show_why(scene, round_id)
        case Rethink(target=target):
            return answering.rethink(scene, target)
        case Lean(target=target, position=position):
            return answering.lean(scene, target, position)
        case Settle(target=target, position=position):
            return answering.settle(scene, target, position)
        case _:
            assert_never(action)


def on_run(scene: Scene, action: RunAction) -> Reply:
    """Call the use case of an action on a private run."""
    match action:
        case Practise(domain=domain, n=n):
            return practice.begin(scene, domain, n)
        case Continue():
            return _go_on(scene)
        case Review(n=n):
            return due_reviews.begin_review(scene, n)
        case BeginDrill(drill=drill, about=subject, n=n):
            return drills.begin(scene, drill, subject, n)
        case ReadIntent(target=target, intent=intent):
            return answering.read_intent(scene, target, intent)
        case _:
            assert_never(action)


def on_plan(scene: Scene, action: PlanAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on where somebody stands and where they are going."""
    match action:
        case Inventory(anew=anew):
            return practice.take_inventory(scene, anew=anew)
        case ShowPlan():
            return plans.show_plan(scene)
        case AskPlan():
            return plans.ask(scene)
        case SavePlan():
            return plans.save(scene, inputs)
        case DropPlan():
            return plans.drop(scene)
        case RestorePlan():
            return plans.restore(scene)
        case AskResult():
            return results.ask(scene)
        case SaveResult():
            return results.save(scene, inputs)
        case DropResult(result=number):
            return results.drop(scene, number)
        case _:
            assert_never(action)


def on_explain(scene: Scene, action: ExplainAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on explanations."""
    match action:
        case Explain(round=round_id):
            return explanations.write(scene, round_id)
        case SaveExplanation(round=round_id):
            return explanations.save(scene, round_id, inputs)
        case TakeBack(bulletin=number):
            return explanations.take_back(scene, number)
        case PutBack(bulletin=number):
            return explanations.put_back(scene, number)
        case Thank(bulletin=number):
            return explanations.thank(scene, number)
        case _:
            assert_never(action)


def on_note(scene: Scene, action: NoteAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on notes."""
    match action:
        case EditNote(note=number):
            return notes.edit_note(scene, number)
        case ChangeNote(note=number):
            return notes.change_note(scene, number, inputs)
        case DropNote(note=number):
            return notes.drop_note(scene, number)
        case KeepNote(note=number):
            return notes.restore_note(scene, number)
        case _:
            assert_never(action)


def _go_on(scene: Scene) -> Reply:
    """Go on with what waits; whoever comes back too late for a mock exam sees how it went."""
    running = sitting.go_on(scene)
    if running is not None:
        return running
    try:
        return practice.go_on(scene)
    except NotFound:
        over = sitting.just_over(scene)
        if over is None:
            raise
        return over


def on_weekly(scene: Scene, action: WeeklyAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on what the week brings."""
    match action:
        case ReviewFive(bulletin=number):
            return review_run.begin_five(scene, number)
        case WriteDesign(bulletin=number):
            return designs.write(scene, number)
        case SaveDesign(bulletin=number):
            return designs.save(scene, number, inputs)
        case ShowGallery(bulletin=number, page=page):
            return designs.show_gallery(scene, number, page)
        case WriteLab(bulletin=number):
            return labs.write(scene, number)
        case SaveLab(bulletin=number):
            return labs.save(scene, number, inputs)
        case _:
            assert_never(action)


def on_own(scene: Scene, action: OwnAction, inputs: Inputs) -> Reply:
    """Call the use case of an action on one's own things."""
    match action:
        case Today():
            return today.show_today(scene)
        case Home():
            return home.show_home(scene)
        case Progress():
            return progress.show_progress(scene)
        case RateSelf(domain=domain, familiarity=familiarity):
            return progress.rate(scene, domain, familiarity)
        case Notes(page=page):
            return notes.show_notes(scene, page, inputs)
        case Help(more=more):
            return guide.show_help(scene, more=more)
        case About():
            return guide.show_about(scene)
        case _:
            assert_never(action)
