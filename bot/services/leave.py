"""Days off: a member declares them and takes them back; a lead excuses a missed day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from bot.cards.actions.leave import RestoreLeave, WithdrawLeave
from bot.cards.blocks import Button, Style
from bot.cards.leave import Off, away_card, days_words, leave_card, repair_card, repaired_card
from bot.cards.wording import clamp, short_day
from bot.core.days import read_day
from bot.core.errors import AlreadyDone, Misused, NotFound
from bot.core.leave import Leave, LeaveEvent, RepairEvent, days_away
from bot.services import folds
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import events, people, rounds
from bot.store.tx import Tx

KEY = "leave"
LONGEST = timedelta(days=366)
#: Posting days that the lead's form offers.
DAYS_BACK = 10
#: Members that the lead's form offers: a select holds no more on any platform but the room.
MEMBERS_MOST = 99


def on_leave(tx: Tx, group_id: int, learner_id: int, day: date) -> bool:
    """Say whether somebody has declared leave in a group for a study day."""
    leaves = folds.leaves_of(tx, group_id, learner_id)
    return day in days_away(leaves).get(learner_id, ())


def show_leave(scene: Scene) -> Reply:
    """Show the asker's declared leave, with the form for more."""
    coming: tuple[Off, ...] = ()
    if scene.learner_id is not None:
        coming = tuple(
            Off(id=each.id, first=each.first, last=each.last)
            for each in folds.leaves_of(scene.tx, scene.group_id, scene.learner_id)
            if each.last >= scene.today
        )
    return Reply(key=KEY, card=leave_card(coming, scene.today))


def declare(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Keep that the asker is away on some days; those that are past cannot be declared."""
    texts = [" ".join(inputs.get(name, ())).strip() for name in ("first", "last")]
    first = read_day(texts[0], scene.today)
    last = read_day(texts[1], scene.today) if texts[1] else first
    if last < first:
        raise Misused("The last day lies before the first: give them the other way round.")
    if last < scene.today:
        raise Misused("Those days are past. Your lead can still excuse them, with `/study repair`.")
    if last - first > LONGEST:
        raise Misused("A leave lasts a year at most. For a longer one, declare the rest later.")
    begins = max(first, scene.today)
    number = scene.log(LeaveEvent.DECLARED, first=begins.isoformat(), last=last.isoformat())
    text = f"You are away {days_words(begins, last)}. Your streak waits for you."
    if begins > first:
        text += " Days that are past cannot be declared, so it begins today."
    undo = Button(label="Take it back", action=WithdrawLeave(number), style=Style.QUIET)
    return Reply(key=KEY, card=away_card(text, undo))


def withdraw(scene: Scene, leave: int) -> Reply:
    """Take a leave back from today on."""
    found = _own(scene, leave)
    if found is None or found.last < scene.today:
        raise AlreadyDone("That leave is over or taken back already.")
    scene.log(LeaveEvent.WITHDRAWN, leave=leave, day=scene.today.isoformat())
    text = "Taken back: from today on your days count again."
    if found.first > scene.today:
        text = f"Taken back: {days_words(found.first, found.last)} counts like other days."
    again = Button(label="Let it hold again", action=RestoreLeave(leave))
    return Reply(key=KEY, card=away_card(text, again))


def restore(scene: Scene, leave: int) -> Reply:
    """Let a leave that was taken back hold again, unless it is past by now."""
    found = _own(scene, leave)
    if found is None or found.declared < scene.today:
        raise NotFound("That leave is past. `/study leave` declares another one.")
    if found.last == found.declared:
        raise AlreadyDone("That leave holds already.")
    scene.log(LeaveEvent.RESTORED, leave=leave)
    text = f"You are away {days_words(found.first, found.declared)}."
    undo = Button(label="Take it back", action=WithdrawLeave(leave), style=Style.QUIET)
    return Reply(key=KEY, card=away_card(text, undo))


def pick_repair(scene: Scene) -> Reply:
    """Open the lead's form that excuses a missed day."""
    scene.must_lead()
    days = _past_posting_days(scene)
    if not days:
        raise NotFound("No day has passed yet on which a question was posted.")
    everybody = people.learners_in(scene.tx, scene.group_id)[:MEMBERS_MOST]
    names = people.names_of(scene.tx, everybody, scene.group_id)
    members = tuple((who, names[who]) for who in everybody if who in names)
    return Reply(key=KEY, card=repair_card(members, days))


def repair(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Excuse a past posting day for one member or for everybody; it is kept with who did it."""
    scene.must_lead()
    day = read_day("".join(inputs.get("day", ())), scene.today)
    if day not in _past_posting_days(scene):
        raise Misused("Choose one of the last days on which a question was posted.")
    said = "".join(inputs.get("member", ()))
    who = int(said) if said.isascii() and said.isdecimal() else -1
    names = people.names_of(scene.tx, [who], scene.group_id)
    if who and who not in names:
        raise NotFound("That member is not here (any more). Open `/study repair` again.")
    number = events.append_event(
        scene.tx,
        RepairEvent.REPAIRED.value,
        scene.now,
        group_id=scene.group_id,
        learner_id=who or None,
        day=day.isoformat(),
        by=scene.me.learner_id,
    )
    name = clamp(names[who]) if who else "everybody"
    text = f"{short_day(day)} is excused for {name}: it breaks no streak."
    return Reply(key=KEY, card=repaired_card(text, number))


def undo_repair(scene: Scene, repair: int) -> Reply:
    """Take a repair back."""
    scene.must_lead()
    found = [each for each in folds.repairs_of(scene.tx, scene.group_id) if each.id == repair]
    if not found:
        raise AlreadyDone("That repair is taken back already.")
    events.append_event(
        scene.tx,
        RepairEvent.UNDONE.value,
        scene.now,
        group_id=scene.group_id,
        learner_id=found[0].learner,
        repair=repair,
        by=scene.me.learner_id,
    )
    text = f"Taken back: {short_day(found[0].day)} counts like other days."
    return Reply(key=KEY, card=repaired_card(text))


def _own(scene: Scene, leave: int) -> Leave | None:
    mine = folds.leaves_of(scene.tx, scene.group_id, scene.me.learner_id)
    return next((each for each in mine if each.id == leave), None)


def _past_posting_days(scene: Scene) -> tuple[date, ...]:
    past = [day for day in rounds.posting_days(scene.tx, scene.group_id) if day < scene.today]
    return tuple(past[: -DAYS_BACK - 1 : -1])
