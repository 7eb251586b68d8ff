"""What the lead does to the schedule: post now, skip, pause, resume; and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.cards.actions.lead import Pause, Resume, Unskip
from bot.cards.blocks import Card
from bot.cards.lead import Health, Sent, done_card, status_card
from bot.cards.wording import counted, short_day
from bot.core import slots
from bot.core.errors import AlreadyDone, NotFound
from bot.core.packs import Pool
from bot.core.slots import study_day
from bot.core.wall_words import days_in_words
from bot.services import (
    bulletins,
    daily,
    review,
    revisions,
    seasons,
    silence,
    talks,
    trial,
    weekly,
)
from bot.services.corrections import CORRECTION
from bot.services.exercises import DESIGN, LAB
from bot.services.explanations import EXPLANATION
from bot.services.flags import flags_in
from bot.services.history import items_aside
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import attempts, deliveries, groups, rounds
from bot.store.tables import Bulletin, Delivery, Round, Schedule

SKIPPED_BY_LEAD = "The lead left it out."
NEXT_SLOTS = 3
DELIVERIES = 6
LEFT_OUT = 5
_WHAT = {daily.QUESTION: "question", daily.RATIONALES: "thread with the reasons"}
_BULLETINS = {
    review.KIND: "weekly review",
    DESIGN: "design round",
    LAB: "lab card",
    talks.SPLIT: "how the picks are split",
    CORRECTION: "correction",
    EXPLANATION: "explanation",
    seasons.SEASON: "end of the season",
    trial.KIND: "test post",
}


def post_now(scene: Scene) -> Reply:
    """Post a question at once, beside whatever the schedule does."""
    scene.must_lead()
    opened = daily.post_now(scene.tx, scene.library, scene.here, scene.now)
    scene.log("posted-now", round=opened.id)
    return _done(
        scene, "Posted: the question is on its way to the channel.", opened.closes_at, "It closes"
    )


def skip(scene: Scene) -> Reply:
    """Leave the next question out; it can be brought back until its hour."""
    scene.must_lead()
    schedule = _schedule(scene)
    if schedule.next_at is None:
        raise AlreadyDone("Nothing is posted just now, so there is nothing to leave out.")
    slot = _next_free(scene, schedule)
    skipped = daily.leave_out(scene.tx, scene.here, schedule, slot, SKIPPED_BY_LEAD)
    scene.log("skipped", slot=slot.name)
    assert skipped.id is not None
    return _done(
        scene,
        f"{short_day(slot.day)} is left out.",
        _next_free(scene, schedule).opens_at,
        "The next question comes",
        undo=("Bring it back", Unskip(skipped.id)),
    )


def skip_review(scene: Scene) -> Reply:
    """Leave the next weekly review out; it can be brought back until its hour."""
    scene.must_lead()
    schedule = weekly.schedule_of(scene.tx, scene.here)
    if schedule is None:
        raise NotFound("This group has no weekly review.")
    if schedule.next_at is None:
        raise AlreadyDone("The schedule is paused already, so nothing is posted.")
    slot = weekly.next_slot(scene.tx, scene.here, schedule, scene.now)
    skipped = daily.leave_out(scene.tx, scene.here, schedule, slot, SKIPPED_BY_LEAD)
    scene.log("skipped", slot=slot.name)
    assert skipped.id is not None
    return _done(
        scene,
        f"The review of {short_day(slot.day)} is left out.",
        weekly.next_slot(scene.tx, scene.here, schedule, scene.now).opens_at,
        "The next review comes",
        undo=("Bring it back", Unskip(skipped.id)),
    )


def unskip(scene: Scene, round_id: int) -> Reply:
    """Take a skip back while its slot is still ahead."""
    scene.must_lead()
    skipped = scene.tx.get(Round, round_id)
    if skipped is None or skipped.group_id != scene.group_id or skipped.state != rounds.SKIPPED:
        raise AlreadyDone("That slot is not left out (any more).")
    if skipped.opens_at <= scene.now:
        raise NotFound("Its hour has passed. `/study post now` posts one at once.")
    scene.tx.delete(skipped)
    scene.log("unskipped", slot=skipped.slot)
    day = short_day(skipped.day)
    weekly_one = weekly.schedule_of(scene.tx, scene.here)
    if weekly_one is not None and weekly_one.id == skipped.schedule_id:
        day = f"The review of {day}"
    return _done(scene, f"{day} is back.", skipped.opens_at, "It is posted")


def pause(scene: Scene) -> Reply:
    """Stop posting; an open question still closes at its hour."""
    scene.must_lead()
    group = scene.here
    if group.paused_at is None:
        group.paused_at = scene.now
        scene.tx.add(group)
        for schedule in groups.schedules_of(scene.tx, scene.group_id):
            schedule.next_at = None
            scene.tx.add(schedule)
        scene.log("paused")
    text = "Paused. An open question still closes at its hour; then nothing comes."
    return Reply(card=done_card(text, undo=("Resume", Resume())), key="lead")


def resume(scene: Scene) -> Reply:
    """Post again, from the next slot on; what was missed is not caught up."""
    scene.must_lead()
    group = scene.here
    schedule = _schedule(scene)
    if group.paused_at is not None:
        group.paused_at = None
        scene.tx.add(group)
        for each in groups.schedules_of(scene.tx, scene.group_id):
            each.seen_until = scene.now
            each.next_at = daily.next_at(groups.rhythm_of(each, group), scene.now)
            scene.tx.add(each)
        scene.log("resumed")
    silence.wake(scene.tx, group, scene.now)
    at = _next_free(scene, schedule).opens_at
    return _done(scene, "Running.", at, "The next question comes", undo=("Pause", Pause()))


def status(scene: Scene) -> Reply:
    """Show the next slots, the last deliveries, and what needs a hand."""
    scene.must_lead()
    return Reply(card=status_of(scene), key="lead")


def status_of(scene: Scene) -> Card:
    """Give the status of a group, for its lead or for the operator."""
    schedule = _schedule(scene)
    group = scene.here
    skipped = rounds.latest_skipped(scene.tx, scene.group_id, LEFT_OUT)
    health = Health(
        group=f"#{group.name}",
        zone=group.zone,
        rhythm=rhythm_words(schedule),
        paused=group.paused_at is not None,
        resting=group.dormant_at is not None,
        waiting=group.waiting_since is not None,
        open_line=_open_line(scene),
        next_slots=tuple(_next_slots(scene, schedule)),
        next_review=_next_review(scene),
        skipped=tuple(
            (
                short_day(each.day) if each.schedule_id == schedule.id else _week(each.day),
                each.reason,
                each.id if each.opens_at > scene.now else None,
            )
            for each in skipped
        ),
        sent=tuple(_sent(scene)),
        troubles=tuple(_troubles(scene)),
        supply=_supply(scene),
        flagged=len(flags_in(scene.tx, scene.group_id)),
        argue=talks.standing(scene.tx, group, schedule.days),
    )
    return status_card(health)


def rhythm_words(schedule: Schedule) -> str:
    """Write a schedule's rhythm for people: ``Mon to Fri, 09:00 to 17:00``."""
    words = days_in_words(schedule.days)
    return f"{words[0].upper()}{words[1:]}, {schedule.at} to {schedule.closes}"


def _schedule(scene: Scene) -> Schedule:
    return daily.main_schedule(scene.tx, scene.here)


def _next_free(scene: Scene, schedule: Schedule, after: datetime | None = None) -> slots.Slot:
    rhythm = groups.rhythm_of(schedule, scene.here)
    return daily.next_free(scene.tx, schedule, rhythm, after or scene.now)


def _next_slots(scene: Scene, schedule: Schedule) -> list[datetime]:
    if schedule.next_at is None:
        return []
    found: list[datetime] = []
    after = scene.now
    for _ in range(NEXT_SLOTS):
        slot = _next_free(scene, schedule, after)
        found.append(slot.opens_at)
        after = slot.opens_at
    return found


def _next_review(scene: Scene) -> tuple[str, datetime] | None:
    """Give the next review's domain, empty where none was promised, and its time."""
    schedule = weekly.schedule_of(scene.tx, scene.here)
    if schedule is None or schedule.next_at is None:
        return None
    slot = weekly.next_slot(scene.tx, scene.here, schedule, scene.now)
    return review.promised(scene.tx, scene.here, scene.catalogue.pack), slot.opens_at


def _week(day: date) -> str:
    return f"Review {short_day(day)}"


def _open_line(scene: Scene) -> str:
    shown = rounds.open_rounds(scene.tx, scene.group_id)
    if not shown:
        return "no question is open"
    lines = []
    for shared in shown:
        assert shared.id is not None
        answers = attempts.tally_of(scene.tx, shared.id).get("answers", 0)
        title = scene.library.title_of(shared.pack, shared.domain)
        lines.append(f"{short_day(shared.day)} · {title}, {counted(answers, 'answer')}")
    return "; ".join(lines)


def _sent(scene: Scene) -> list[Sent]:
    places = {place.id: place for place in groups.places_of(scene.tx, scene.group_id)}
    return [
        Sent(
            what=_what(scene, delivery),
            where=groups.name_of(places[delivery.place_id]),
            state=delivery.state,
            error=delivery.error,
        )
        for delivery in deliveries.last_deliveries(scene.tx, scene.group_id, DELIVERIES)
        if delivery.place_id in places
    ]


def _what(scene: Scene, delivery: Delivery) -> str:
    kind, day = delivery.kind, study_day(delivery.created_at, scene.here.zone)
    if delivery.occasion_kind == bulletins.OCCASION:
        bulletin = scene.tx.get(Bulletin, delivery.occasion_id)
        words = _BULLETINS.get(bulletin.kind, bulletin.kind) if bulletin else kind
    else:
        shared = scene.tx.get(Round, delivery.occasion_id)
        words, day = _WHAT.get(kind, kind), shared.day if shared else day
    return f"{short_day(day)} · {words}"


def _troubles(scene: Scene) -> Sequence[str]:
    found = [f"{broken.path} left out: {broken.reason}" for broken in scene.library.named_broken]
    changed = revisions.changed_here(scene.tx, scene.library, scene.group_id, scene.here.pack)
    found += [changed] if changed else []
    for place in groups.places_of(scene.tx, scene.group_id):
        if place.paused_at is not None:
            found.append(f"{groups.name_of(place)} is paused: {place.pause_reason}")
    return found


def _supply(scene: Scene) -> str:
    catalogue = scene.catalogue
    shown = rounds.last_shown(scene.tx, scene.group_id)
    aside = items_aside(scene.tx, scene.group_id)
    fresh = sum(item.id not in shown.keys() | aside for item in catalogue.pool_items(Pool.DAILY))
    practice = sum(item.id not in aside for item in catalogue.pool_items(Pool.PRACTICE))
    return f"{fresh} not yet asked, {practice} kept for practice"


def _done(
    scene: Scene,
    text: str,
    at: datetime,
    before: str,
    undo: tuple[str, Unskip | Pause] | None = None,
) -> Reply:
    card = done_card(text, undo=undo, at=at, zone=scene.here.zone, before=before)
    return Reply(card=card, key="lead")
