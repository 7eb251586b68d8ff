"""Reminders: opt-in, at one's own wall time, only while something waits, and never twice.

A question that waits goes before reviews that are due. A reminder that comes late, in quiet
hours, on leave or with nothing to answer is left out: the next day has one of its own. So after
a downtime nobody is sent more than one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.cards import reminders as screens
from bot.cards.blocks import Card
from bot.cards.me import kept_card
from bot.cards.wording import weekday
from bot.core.errors import NotFound
from bot.core.quiet import QUIET_FROM, QUIET_TO, SNOOZE, Wish, read_wish
from bot.core.slots import study_day
from bot.core.zones import read_zone
from bot.services import bulletins, spacing
from bot.services.leave import on_leave
from bot.services.library import Library, domain_title
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import attempts, people, reminders, rounds
from bot.store.tables import Account, Bulletin, Group, Reminder, Round
from bot.store.tx import Tx

REMINDER = "reminder"
#: What the form offers to somebody who was never reminded.
USUAL = "12:30"
#: Reviews that a reminder offers: as many as do not put anybody off.
REVIEWS = 5


def wish_of(scene: Scene) -> Wish | None:
    """Give when the asker is reminded in this group; None where they are not."""
    kept = _kept(scene)
    return _wish(kept, scene.zone) if kept is not None and kept.next_at is not None else None


def ask_reminders(scene: Scene, notice: str = "") -> Reply:
    """Show when the asker is reminded, with the form to change it."""
    kept = _kept(scene)
    wish = _wish(kept, scene.zone) if kept else Wish(at=USUAL, zone=scene.zone)
    card = screens.reminders_form(
        wish, is_on=wish_of(scene) is not None, asks_zone=not _has_zone(scene), notice=notice
    )
    return Reply(card=card, key="me")


def set_reminders(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Switch reminders on. Without a zone of their own the asker is first asked for it.

    Raises ``Misused`` for a time or a zone that cannot be read, and for a time in quiet hours.
    """
    kept = _kept(scene)
    typed = _text(inputs, "zone")
    wish = read_wish(
        _text(inputs, "at"),
        read_zone(typed) if typed else scene.zone,
        _text(inputs, "quiet_from") or (kept.quiet_from if kept else QUIET_FROM),
        _text(inputs, "quiet_to") or (kept.quiet_to if kept else QUIET_TO),
    )
    if not typed and not _has_zone(scene):
        card = screens.reminders_form(
            wish, is_on=False, asks_zone=True, notice="Whose clock is that? Say where you are."
        )
        return Reply(card=card, key="me")
    if typed:
        people.keep_zone(scene.tx, scene.me.learner_id, wish.zone)
    if kept is None:
        kept = Reminder(account_id=scene.account_id, group_id=scene.group_id, at=wish.at)
    kept.at, kept.quiet_from, kept.quiet_to = wish.at, wish.quiet_from, wish.quiet_to
    kept.next_at = wish.next_after(scene.now)
    scene.tx.add(kept)
    if typed:
        scene.tx.flush()
        plan_anew(scene)
    text = f"I remind you at {wish.at}, {wish.zone}, while a question or a review waits."
    return Reply(card=screens.on_card(text, kept.next_at, wish.zone), key="me")


def stop_reminders(scene: Scene) -> Reply:
    """Switch reminders off; the time is kept for another day."""
    kept = _kept(scene)
    if kept is not None:
        kept.next_at = None
        scene.tx.add(kept)
    return Reply(card=kept_card("No more reminders. Nothing else changes."), key="me")


def snooze(scene: Scene) -> Reply:
    """Remind the asker again in an hour, if the question is open and it is not quiet then."""
    kept, wish = _on(scene)
    later = scene.now + SNOOZE
    waiting = _waiting(scene.tx, scene.here, scene.me, scene.now)
    if waiting is None and not spacing.waiting(scene).due:
        return Reply(card=kept_card("Nothing waits for you any more."), key="me")
    closes = waiting is not None and waiting.closes_at <= later
    if closes or wish.is_quiet(later):
        why = "the question closes before that" if closes else "it is quiet then"
        text = f"In an hour would be too late: {why}. I leave it for today."
        kept.next_at = wish.tomorrow(scene.now)
        scene.tx.add(kept)
        return Reply(card=screens.on_card(text, kept.next_at, wish.zone), key="me")
    kept.next_at = later
    scene.tx.add(kept)
    return Reply(card=screens.on_card("In an hour, then.", later, wish.zone), key="me")


def not_today(scene: Scene) -> Reply:
    """Remind the asker no more today."""
    kept, wish = _on(scene)
    kept.next_at = wish.tomorrow(scene.now)
    scene.tx.add(kept)
    return Reply(card=screens.on_card("Not today, then.", kept.next_at, wish.zone), key="me")


def plan_anew(scene: Scene) -> None:
    """Work out the asker's next reminders again, in every group, after their zone changed."""
    for kept in reminders.all_own(scene.tx, scene.me.learner_id):
        group = scene.tx.get(Group, kept.group_id)
        assert group is not None
        if kept.next_at is not None:
            zone = people.zone_of(scene.tx, scene.me.learner_id) or group.zone
            kept.next_at = _wish(kept, zone).next_after(scene.now)
            scene.tx.add(kept)


def remind(tx: Tx, library: Library, account_id: int, group_id: int, now: datetime) -> bool:
    """Do what a reminder that has come due asks for; True if the person is told something."""
    kept = tx.get(Reminder, (account_id, group_id))
    account, group = tx.get(Account, account_id), tx.get(Group, group_id)
    if kept is None or kept.next_at is None or kept.next_at > now:
        return False
    assert account is not None
    assert group is not None
    planned, wish = kept.next_at, _wish(kept, people.zone_of(tx, account.learner_id) or group.zone)
    is_fresh, kept.next_at = wish.come_due(planned, now)
    tx.add(kept)
    if not is_fresh or wish.is_quiet(now) or group.paused_at is not None:
        return False
    today = study_day(now, group.zone)
    if on_leave(tx, group_id, account.learner_id, today):
        return False
    content: dict[str, object] = {"zone": wish.zone}
    waiting = _waiting(tx, group, account, now)
    if waiting is not None:
        content["round"] = waiting.id
    else:
        due = _due(tx, library, group, account.learner_id, today, now)
        if not due:
            return False
        content["reviews"] = min(due, REVIEWS)
    slot = f"{account_id}/{planned.isoformat(timespec='minutes')}"
    issued = bulletins.issue(tx, group_id, REMINDER, slot, content, now, to=account)
    return issued is not None


def is_open(tx: Tx, bulletin: Bulletin) -> bool:
    """Say whether what a reminder speaks of still waits: a question closes, reviews do not."""
    if "reviews" in bulletin.content:
        return True
    shared = tx.get(Round, bulletin.content["round"])
    return shared is not None and shared.state == rounds.OPEN


def reminder_card(tx: Tx, library: Library, bulletin: Bulletin) -> Card:
    """Give a reminder's card."""
    if "reviews" in bulletin.content:
        return screens.reviews_card(bulletin.content["reviews"])
    shared = tx.get(Round, bulletin.content["round"])
    assert shared is not None
    assert shared.item_hash is not None
    item = rounds.read_version(tx, shared.item_hash)
    return screens.reminder_card(
        screens.Waiting(
            round_id=bulletin.content["round"],
            weekday=weekday(shared.day),
            domain=domain_title(library.catalogue(shared.pack).pack, shared.domain),
            question=item.question,
            closes_at=shared.closes_at,
            zone=bulletin.content["zone"],
        )
    )


def _due(
    tx: Tx, library: Library, group: Group, learner_id: int, today: date, now: datetime
) -> int:
    """Count the reviews that are due to somebody today."""
    catalogue = library.catalogues.get(group.pack)
    if catalogue is None:
        return 0
    usual = catalogue.pack.retention
    pace = spacing.pace_of(tx, group, learner_id, group.pack, today, usual=usual)
    return len(
        spacing.waiting_for(tx, catalogue, learner_id, pace, today, now, within=group.id).due
    )


def _waiting(tx: Tx, group: Group, account: Account, now: datetime) -> Round | None:
    """Give the open question that somebody has neither answered nor picked an option of."""
    assert group.id is not None
    for shared in rounds.open_rounds(tx, group.id):
        assert shared.id is not None
        if (
            now < shared.closes_at
            and attempts.attempt_on_round(tx, shared.id, account.learner_id) is None
            and rounds.draft_of(tx, shared.id, account.learner_id) is None
        ):
            return shared
    return None


def _kept(scene: Scene) -> Reminder | None:
    if scene.account is None:
        return None
    return reminders.own(scene.tx, scene.account.learner_id, scene.group_id)


def _on(scene: Scene) -> tuple[Reminder, Wish]:
    kept = _kept(scene)
    if kept is None or kept.next_at is None:
        raise NotFound("You are not reminded here. `/study me reminders 18:30` switches it on.")
    return kept, _wish(kept, scene.zone)


def _wish(kept: Reminder, zone: str) -> Wish:
    return Wish(at=kept.at, zone=zone, quiet_from=kept.quiet_from, quiet_to=kept.quiet_to)


def _has_zone(scene: Scene) -> bool:
    return scene.account is not None and bool(people.zone_of(scene.tx, scene.account.learner_id))


def _text(inputs: Mapping[str, tuple[str, ...]], name: str) -> str:
    return " ".join(inputs.get(name, ())).strip()
