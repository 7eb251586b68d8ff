"""Who changed what in a group's set-up, and when; for its leads alone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.cards.setting_words import TITLES, in_words
from bot.cards.setup import history_card
from bot.cards.wording import short_day
from bot.core import setup as core
from bot.core.setup import CHANGED, Saved
from bot.services import erasing, exams, group_settings, leads
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import events, people
from bot.store.tables import Event

KEY = "setup"
PAGE = 8
_LEADING = (leads.NAMED, leads.TAKEN_BACK, erasing.LEAD_PASSED)
SOMEBODY = "somebody who left"


def show(scene: Scene, page: int) -> Reply:
    """Show a page of the changes, the latest first, with the undo of the last one."""
    scene.must_lead()
    saves = group_settings.saves_of(scene.tx, scene.group_id)
    kinds = (CHANGED, *_LEADING, exams.STAYED)
    happened = events.events_among(scene.tx, kinds, group_id=scene.group_id)
    by_number = {saved.number: saved for saved in saves}
    # What was saved together stands on one line: the first of its events speaks for all.
    told = [
        event
        for event in happened
        if event.kind != CHANGED
        or event.payload["setting"] == by_number[event.payload["save"]].changes[0].setting
    ][::-1]
    shown = told[page * PAGE : (page + 1) * PAGE]
    names = _names(scene, shown)
    last = core.undoable(saves)
    card = history_card(
        tuple(
            (_when(scene, event, names), _what(scene, event, by_number, names)) for event in shown
        ),
        page=page,
        more=len(told) > (page + 1) * PAGE,
        undo=last.number if last else 0,
    )
    return Reply(card=card, key=KEY)


def _names(scene: Scene, shown: list[Event]) -> dict[int, str]:
    who = {event.learner_id for event in shown} | {event.payload.get("by") for event in shown}
    return people.names_of(scene.tx, [each for each in who if each is not None], scene.group_id)


def _when(scene: Scene, event: Event, names: dict[int, str]) -> str:
    local = event.at.astimezone(ZoneInfo(scene.here.zone))
    when = f"{short_day(local.date())}, {local:%H:%M}"
    if event.kind == erasing.LEAD_PASSED:
        return when
    return f"{when}, {names.get(event.payload['by'] or 0, SOMEBODY)}"


def _what(scene: Scene, event: Event, saves: dict[int, Saved], names: dict[int, str]) -> str:
    packs = exams.short_names(scene.library)
    who = names.get(event.learner_id or 0, SOMEBODY)
    match event.kind:
        case leads.NAMED:
            return f"{who} leads, too"
        case erasing.LEAD_PASSED:
            return f"{who} leads now: the lead before has left"
        case leads.TAKEN_BACK:
            return f"{who} leads no more"
        case exams.STAYED:
            pack = event.payload["pack"]
            return f"Stays with {packs.get(pack, pack)} for the learning"
        case _:
            saved = saves[event.payload["save"]]
            said = "; ".join(
                f"{TITLES[c.setting]}: {in_words(c.setting, c.before, packs)} → "
                f"{in_words(c.setting, c.after, packs)}"
                for c in saved.changes
            )
            return f"Undone. {said}" if saved.undoes else said
