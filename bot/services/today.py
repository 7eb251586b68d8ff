"""The way back in, and why the group got its question."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards.question import Outcome, result_line
from bot.cards.today import Agenda, Pointer, today_card, why_card
from bot.cards.wording import counted, weekday
from bot.core.errors import NotAllowed, NotFound
from bot.core.setup import Verdicts
from bot.services import daily
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import attempts, groups, rounds
from bot.store.tables import Attempt, Round

MISSED_MOST = 3


def show_today(scene: Scene) -> Reply:
    """Show the open question, the last reveal, and what the asker missed this week."""
    shown = rounds.shown_rounds(scene.tx, scene.group_id, 12)
    current = [shared for shared in shown if _is_open(scene, shared)]
    closed = [shared for shared in shown if not _is_open(scene, shared)]
    monday = scene.today - timedelta(days=scene.today.weekday())
    missed = [shared for shared in closed if shared.day >= monday and _given(scene, shared) is None]
    agenda = Agenda(
        zone=scene.zone,
        current=tuple(_pointer(scene, shared) for shared in current),
        previous=_pointer(scene, closed[0]) if closed and closed[0] not in missed else None,
        missed=tuple(_pointer(scene, shared, reveal=False) for shared in missed[:MISSED_MOST]),
        next_at=_next_at(scene),
        paused=scene.here.paused_at is not None,
        resting=scene.here.dormant_at is not None,
    )
    return Reply(card=today_card(agenda), key="today")


def show_why(scene: Scene, round_id: int) -> Reply:
    """Say why the group got a question, to somebody who has answered it or when it closed."""
    if round_id:
        shared = scene.tx.get(Round, round_id)
    else:
        latest = rounds.shown_rounds(scene.tx, scene.group_id, 1)
        shared = latest[0] if latest else None
    if shared is None or shared.group_id != scene.group_id or shared.item_hash is None:
        raise NotFound("There is no question to explain yet.")
    if _is_open(scene, shared) and _given(scene, shared) is None:
        raise NotAllowed("First answer it: the reason would tell too much.")
    item = rounds.read_version(scene.tx, shared.item_hash)
    return Reply(card=why_card(item.question, daily.reason_words(shared, scene.library)), key="why")


def _is_open(scene: Scene, shared: Round) -> bool:
    return shared.state == rounds.OPEN and scene.now < shared.closes_at


def _given(scene: Scene, shared: Round) -> Attempt | None:
    if scene.learner_id is None or shared.id is None:
        return None
    return attempts.attempt_on_round(scene.tx, shared.id, scene.learner_id)


def _next_at(scene: Scene) -> datetime | None:
    for schedule in groups.schedules_of(scene.tx, scene.group_id, groups.DAILY):
        if schedule.next_at is not None:
            rhythm = groups.rhythm_of(schedule, scene.here)
            return daily.next_free(scene.tx, schedule, rhythm, scene.now).opens_at
    return None


def _pointer(scene: Scene, shared: Round, *, reveal: bool = True) -> Pointer:
    assert shared.id is not None
    assert shared.item_hash is not None
    item = rounds.read_version(scene.tx, shared.item_hash)
    is_open = _is_open(scene, shared)
    return Pointer(
        round_id=shared.id,
        day=shared.day,
        domain=scene.library.title_of(shared.pack, shared.domain),
        question=item.question,
        state=_state(scene, shared, is_open=is_open),
        closes_at=shared.closes_at if is_open else None,
        reveal=reveal and not is_open,
    )


def _state(scene: Scene, shared: Round, *, is_open: bool) -> str:
    assert shared.id is not None
    given = _given(scene, shared)
    draft = None
    if scene.account is not None:
        draft = rounds.draft_of(scene.tx, shared.id, scene.account.learner_id)
    if given is not None and is_open and scene.here.verdicts == Verdicts.AT_CLOSE:
        own = "your answer is in; the verdict comes at the close"
    elif given is not None:
        own = "you had it right" if given.is_right else "you had another answer"
    elif draft is not None:
        own = "picked, not locked: it counts at the close"
    else:
        own = "not answered yet" if is_open else "you did not answer it"
    tally = Outcome(cells=attempts.tally_of(scene.tx, shared.id))
    if is_open:
        return f"{own.capitalize()}. {counted(tally.answers, 'answer')} so far."
    return f"{result_line(weekday(shared.day), tally)}; {own}."
