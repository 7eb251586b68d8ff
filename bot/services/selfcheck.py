"""The self-check: everything that stands in the way of posting, each with what to do about it.

A look at rows and content alone; what a platform allows is for its surface to say.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards.checks import Finding, checks_card
from bot.cards.setting_words import review_in_words
from bot.cards.silence import RESTING
from bot.cards.wording import counted, listed, long_day, short_day
from bot.core.errors import Refusal
from bot.core.setup import Setting
from bot.core.zones import zone_named
from bot.services import daily, group_settings, leads, outlook
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import deliveries, events, groups
from bot.store.tables import Delivery

KEY = "check"
LOOKED_AT = 20
#: A message that was owed for longer than this hangs.
HANGS = timedelta(minutes=2)
BEGINS = "`/study setup` begins it: three questions."
#: What lies further in the future than this was written under another clock.
CLOCK_SLACK = timedelta(minutes=2)


def show(scene: Scene) -> Reply:
    """Look at everything and name what needs a hand."""
    scene.must_lead()
    findings = (
        *_places(scene),
        *_rights(scene),
        *_messages(scene),
        *_schedule(scene),
        *_review(scene),
        *_questions(scene),
        *_time(scene),
        *_season(scene),
        *_leads(scene),
    )
    return Reply(card=checks_card(f"#{scene.here.name}", findings), key=KEY)


def _places(scene: Scene) -> list[Finding]:
    places = groups.places_of(scene.tx, scene.group_id)
    if not places:
        cure = "Add Cohort to a channel."
        return [Finding(what="Place", text="There is no channel to post in.", cure=cure)]
    found = []
    for place in places:
        where = groups.name_of(place)
        if place.paused_at is None:
            found.append(Finding(what="Place", text=where))
            continue
        cure = "Put that right there; then `Test post` shows whether it works again."
        text = (
            f"{where} has refused us since {_when(scene, place.paused_at)}: {place.pause_reason}."
        )
        found.append(Finding(what="Place", text=text, cure=cure))
    return found


def _rights(scene: Scene) -> list[Finding]:
    """Name what the platform says that we may not do in the channel where this is asked."""
    if scene.is_outside or not scene.visit.lacks:
        return []
    lacking = listed([f"“{name}”" for name in scene.visit.lacks])
    cure = "Give it in this channel's settings, then check again."
    return [Finding(what="Rights", text=f"Cohort lacks {lacking} here.", cure=cure)]


def _messages(scene: Scene) -> list[Finding]:
    latest = deliveries.last_deliveries(scene.tx, scene.group_id, LOOKED_AT)
    wrong = [each for each in latest if each.state in (deliveries.FAILED, deliveries.AMBIGUOUS)]
    hanging = [
        each
        for each in latest
        if each.state in (deliveries.PENDING, deliveries.SENDING)
        and scene.now - each.created_at > HANGS
    ]
    found = []
    if wrong:
        text = f"{counted(len(wrong), 'message')} of the last {len(latest)} did not arrive: "
        text += f"{_error(wrong[0])}."
        cure = "`Status` lists them; `Test post` shows whether it works now."
        found.append(Finding(what="Messages", text=text, cure=cure))
    if hanging:
        text = f"{counted(len(hanging), 'message')} wait to be sent, the oldest since "
        text += f"{_when(scene, min(each.created_at for each in hanging))}."
        cure = "If that stays, ask whoever runs Cohort to look at its log."
        found.append(Finding(what="Messages", text=text, cure=cure))
    if not found:
        posted = [each.posted_at for each in latest if each.posted_at is not None]
        text = f"the last one arrived {_when(scene, max(posted))}" if posted else "none yet"
        found.append(Finding(what="Messages", text=text))
    return found


def _schedule(scene: Scene) -> list[Finding]:
    what, group = "Questions", scene.here
    if group.waiting_since is not None:
        return [Finding(what=what, text="Not begun: nothing is posted.", cure=BEGINS)]
    if group.paused_at is not None:
        text = f"Paused since {_when(scene, group.paused_at)}."
        return [Finding(what=what, text=text, cure="`/study resume` posts again.")]
    if group.dormant_at is not None:
        return [Finding(what=what, text=RESTING, cure="`/study resume` wakes them at once.")]
    schedule = daily.main_schedule(scene.tx, group)
    try:
        rhythm = groups.rhythm_of(schedule, group)
    except Refusal:
        return []  # the time zone's own line says it
    slot = daily.next_free(scene.tx, schedule, rhythm, scene.now)
    return [Finding(what=what, text=f"the next one comes {_when(scene, slot.opens_at)}")]


def _review(scene: Scene) -> list[Finding]:
    value = group_settings.current(scene.tx, scene.here)[Setting.REVIEW]
    if value:
        return [Finding(what="Weekly review", text=review_in_words(value))]
    cure = "`Weekly review` under `More settings` gives it a day."
    return [Finding(what="Weekly review", text="There is none.", cure=cure)]


def _questions(scene: Scene) -> list[Finding]:
    what, group = "Pack", scene.here
    found = [
        Finding(what="Content", text=f"{broken.path} left out.", cure=broken.reason)
        for broken in scene.library.named_broken
    ]
    catalogue = scene.library.catalogues.get(group.pack)
    if catalogue is None:
        text = f"`{group.pack}` is not among the content any more, so nothing can be posted."
        return [*found, Finding(what=what, text=text, cure="Choose another with `/study setup`.")]
    fresh = outlook.fresh_items(scene.tx, scene.library, scene.group_id, group.pack)
    weeks = fresh // len(daily.main_schedule(scene.tx, group).days)
    text = f"{catalogue.pack.short}: {counted(fresh, 'question')} not asked yet, for "
    text += counted(weeks, "week")
    cure = ""
    if weeks < outlook.SCARCE_WEEKS:
        text += "."
        cure = "Then the oldest come again. Write more, or post less often."
    return [*found, Finding(what=what, text=text, cure=cure)]


def _time(scene: Scene) -> list[Finding]:
    zone = scene.here.zone
    try:
        there = scene.now.astimezone(zone_named(zone))
    except Refusal as no:
        cure = "Ask whoever runs Cohort to bring its time zone data up to date."
        return [Finding(what="Time zone", text=str(no), cure=cure)]
    found = [Finding(what="Time zone", text=f"{zone}, where it is {there:%H:%M} now")]
    latest = events.latest_at(scene.tx, scene.group_id)
    if latest is not None and latest - scene.now > CLOCK_SLACK:
        text = f"It is behind: something happened here at {_when(scene, latest)} already."
        cure = "Ask whoever runs Cohort to set the machine's clock."
        found.append(Finding(what="Clock", text=text, cure=cure))
    return found


def _season(scene: Scene) -> list[Finding]:
    finish = scene.here.finish_day
    text = "none; `/study setup` proposes one" if finish is None else f"to {long_day(finish)}"
    return [Finding(what="Season", text=text)]


def _leads(scene: Scene) -> list[Finding]:
    return [Finding(what="Leads", text=leads.in_words(scene))]


def _error(delivery: Delivery) -> str:
    return delivery.error.rstrip(".") or f"it is {delivery.state}"


def _when(scene: Scene, at: datetime) -> str:
    try:
        local = at.astimezone(zone_named(scene.here.zone))
    except Refusal:  # the zone is what the check is about
        local = at
    return f"{short_day(local.date())}, {local:%H:%M}"
