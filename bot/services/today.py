"""The way back in, and why the group got its question."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards.actions.values import Asked, Target
from bot.cards.question import Outcome, result_line
from bot.cards.today import Agenda, Pointer, Remarked, today_card, why_card
from bot.cards.wording import counted, weekday
from bot.core import scoring
from bot.core.errors import NotAllowed, NotFound
from bot.services import daily, sitting
from bot.services.exam_week import nearing_of
from bot.services.flags import flags_in
from bot.services.keys import is_sealed, key_of, waits
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.services.spacing import waiting
from bot.store import attempts, groups, keys, rounds
from bot.store.tables import Attempt, Event, Round

MISSED_MOST = 3
#: How long a correction that turned one's answer is pointed out.
CORRECTED_LATELY = timedelta(days=7)


def show_today(scene: Scene) -> Reply:
    """Show the open question, the last reveal, and what the asker missed this week."""
    return Reply(card=today_card(agenda_of(scene)), key="today")


def agenda_of(scene: Scene) -> Agenda:
    """Gather what is open, what closed last, and what the asker missed this week."""
    shown = rounds.shown_rounds(scene.tx, scene.group_id, 12)
    current = [shared for shared in shown if _is_open(scene, shared)]
    closed = [shared for shared in shown if not _is_open(scene, shared)]
    monday = scene.today - timedelta(days=scene.today.weekday())
    missed = [shared for shared in closed if shared.day >= monday and _given(scene, shared) is None]
    reviews = waiting(scene)
    return Agenda(
        zone=scene.zone,
        current=tuple(_pointer(scene, shared) for shared in current),
        previous=_pointer(scene, closed[0]) if closed and closed[0] not in missed else None,
        missed=tuple(_pointer(scene, shared, reveal=False) for shared in missed[:MISSED_MOST]),
        next_at=_next_at(scene),
        paused=scene.here.paused_at is not None,
        remarked=_remarked(scene),
        flagged=len(flags_in(scene.tx, scene.group_id)) if scene.is_lead else 0,
        resting=scene.here.dormant_at is not None,
        due=len(reviews.due),
        nearing=nearing_of(scene, reviews),
        sitting=sitting.in_short(scene),
    )


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


def _remarked(scene: Scene) -> tuple[Remarked, ...]:
    """Give the asker's answers whose mark a correction of the last days has turned."""
    if scene.learner_id is None:
        return ()
    changes: dict[str, list[Event]] = {}
    for change in keys.changes_of(scene.tx, scene.group_id):
        changes.setdefault(change.payload["item_hash"], []).append(change)
    found = []
    for version, every in changes.items():
        if every[-1].at < scene.now - CORRECTED_LATELY:
            continue
        item = rounds.read_version(scene.tx, version)
        answer = attempts.latest_on_item(scene.tx, scene.learner_id, item, scene.group_id)
        if answer is None or answer.item_hash != version:
            continue
        if is_sealed(scene.tx, scene.group_id, version, scene.learner_id):
            continue
        since = [change for change in every if change.seq > answer.seq]
        if not since:
            continue
        # What counts is the difference to what the asker was told when they answered.
        told = scoring.mark(item, answer.response, tuple(since[0].payload["before"]))
        holds = key_of(scene.tx, scene.group_id, item, version)
        after = scoring.mark(item, answer.response, holds)
        if told.right == after.right:
            continue
        place = Target(Asked.ROUND, answer.round_id) if answer.round_id else None
        if place is None and answer.run_item_id:
            place = Target(Asked.RUN, answer.run_item_id)
        assert place is not None
        title = scene.library.title_of(item.pack, item.domain)
        found.append(
            Remarked(target=place, domain=title, question=item.question, is_right=after.right)
        )
    return tuple(found)


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
    if given is not None and is_open and waits(scene.tx, shared):
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
