"""What came of a mock exam, and its questions once it is handed in. It reads and writes nothing.

All is worked out from the answers that are kept, by the keys that hold now: a correction shows
here at once. A question that its owner is sitting again is not told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.cards import mock_result as screens
from bot.cards.actions.mock import ShowResult
from bot.cards.actions.values import Asked, Target
from bot.cards.blocks import Button, Buttons, Card, Heading, Prose, Style
from bot.cards.mock_rules import Past
from bot.core import exams, scoring
from bot.core.crashpoints import reach
from bot.core.errors import NotAllowed, NotFound
from bot.core.exams import Form
from bot.core.showing import Showing
from bot.core.sittings import Judged, result_of
from bot.services.history import items_aside
from bot.services.keys import showing_of
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import sittings
from bot.store.sittings import OwnAnswer, SatItem
from bot.store.tables import Bulletin, Event, Run, Sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """A place of a sitting that is over, with its item as it is judged now."""

    item: SatItem
    showing: Showing
    judged: Judged


def show(scene: Scene, number: int, notice: str = "") -> Reply:
    """Show what came of one of the asker's sittings."""
    held, run = _own(scene, number)
    assert held.handed_in_at is not None
    places = _judge(scene, run)
    pack = scene.library.catalogues.get(run.pack)
    domains = pack.pack.domains if pack else ()
    tasks = [task for domain in domains for task in domain.tasks]
    titles = {domain.id: domain.title for domain in domains}
    titles |= {task.id: f"{task.id} {task.title}" for task in tasks}
    judged = [each.judged for each in places]
    reach("in-result")
    aside = items_aside(scene.tx, run.group_id)
    known = pack.items if pack else {each.item.item_id: None for each in places}
    report = screens.Report(
        sitting=number,
        form=Form(held.form),
        result=result_of(judged, [each.id for each in domains], [task.id for task in tasks]),
        titles=titles,
        handed_in_at=held.handed_in_at,
        zone=scene.zone,
        took=_took(held),
        minutes=held.minutes,
        by_clock=held.by_clock,
        wrong=[each.number for each in judged if not each.is_right],
        corrected=[each.item.place for each in places if _was_corrected(scene, run, each)],
        aside=[
            each.item.place
            for each in places
            if each.item.item_id in aside or each.item.item_id not in known
        ],
        notice=notice,
    )
    return Reply(card=screens.result_card(report), key=key_of_reply(number))


def review(scene: Scene, number: int, place: int) -> Reply:
    """Show a question of one of the asker's sittings with its key and every reason."""
    held, run = _own(scene, number)
    places = _judge(scene, run)
    if not 1 <= place <= len(places):
        raise NotFound(f"That mock exam has the questions 1 to {len(places)}.")
    found = places[place - 1]
    if sittings.is_sat(scene.tx, run.learner_id, found.item.item_id):
        raise NotAllowed(
            "That question is on the mock exam that you are sitting, too: it is told once that"
            " one is handed in. `/study continue` goes on with it."
        )
    wrong = (each.judged.number for each in places[place:] if not each.judged.is_right)
    item = found.showing.item
    pack = scene.library.catalogues.get(run.pack)
    tasks = {task.id: task.title for d in pack.pack.domains for task in d.tasks} if pack else {}
    looked = screens.Looked(
        sitting=number,
        form=Form(held.form),
        total=len(places),
        judged=found.judged,
        showing=found.showing,
        target=Target(Asked.RUN, found.item.run_item_id),
        domain=scene.library.title_of(run.pack, item.domain),
        task=tasks.get(item.task, item.task),
        next_wrong=next(wrong, None),
    )
    return Reply(card=screens.review_card(looked), key=key_of_reply(number))


def past(scene: Scene, most: int) -> list[Past]:
    """Give the asker's latest sittings that are over."""
    found = []
    for held in sittings.past(scene.tx, scene.me.learner_id, most):
        run = scene.tx.get(Run, held.run_id)
        assert run is not None
        assert held.handed_in_at is not None
        scored = [each.judged for each in _judge(scene, run) if each.judged.scored]
        found.append(
            Past(
                sitting=held.run_id,
                form=Form(held.form),
                at=held.handed_in_at.astimezone(ZoneInfo(scene.zone)),
                right=sum(each.is_right for each in scored),
                scored=len(scored),
            )
        )
    return found


def time_up_card(bulletin: Bulletin) -> Card:
    """Give the note that a sitting was handed in when its time was up."""
    number = int(bulletin.content["sitting"])
    return Card(
        title="Mock exam",
        blocks=(
            Heading(text="Time was up", level=2),
            Prose(text="Your mock exam was handed in as it stood; what you had answered counts."),
            Buttons(
                buttons=(
                    Button(label="See how it went", action=ShowResult(number), style=Style.PRIMARY),
                )
            ),
        ),
    )


def key_of_reply(number: int) -> str:
    """Name a sitting's screens: each takes the place of the one before."""
    return f"mock{number}"


def _own(scene: Scene, number: int) -> tuple[Sitting, Run]:
    held, run = scene.tx.get(Sitting, number), scene.tx.get(Run, number)
    if held is None or run is None or run.learner_id != scene.learner_id:
        raise NotFound("That mock exam is not here (any more). `/study mock` shows yours.")
    if held.handed_in_at is None:
        raise NotAllowed("You are still sitting that one: `/study continue` goes on with it.")
    return held, run


def _judge(scene: Scene, run: Run) -> list[_Looked]:
    assert run.id is not None
    answers = sittings.answers_of(scene.tx, run.id)
    return [
        _judged(scene, run, each, answers.get(each.place))
        for each in sittings.items_of(scene.tx, run.id)
    ]


def _judged(scene: Scene, run: Run, item: SatItem, answer: OwnAnswer | None) -> _Looked:
    showing = showing_of(scene.tx, run.group_id, item.version, item.order)
    placed = scene.library.placed(run.pack, showing.item)
    first = item.first if answer is not None else None

    def is_right(response: tuple[int, ...] | None) -> bool:
        return response is not None and scoring.mark(placed, response, showing.key).right

    response = answer.response if answer is not None else None
    judged = Judged(
        number=item.place,
        domain=placed.domain,
        task=placed.task,
        scored=item.scored,
        met=item.met,
        is_right=is_right(response),
        first_right=is_right(first),
        first=first,
        response=response,
        spent=item.spent,
    )
    return _Looked(item=item, showing=Showing(placed, showing.order, showing.ruling), judged=judged)


def _took(held: Sitting) -> timedelta:
    assert held.handed_in_at is not None
    left = exams.time_left(held.minutes, held.deadline, held.handed_in_at)
    return timedelta(minutes=held.minutes) - left


def _was_corrected(scene: Scene, run: Run, each: _Looked) -> bool:
    ruling = each.showing.ruling
    change = scene.tx.get(Event, ruling.seq) if ruling is not None else None
    return change is not None and change.at >= run.started_at
