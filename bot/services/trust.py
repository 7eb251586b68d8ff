"""Consent, and what a lead sees by it: people who agreed in bands, everybody else as one line.

The line of the others is made of those who had never agreed before this week's Monday, and of
answers before it. So it stays the same all week, whoever changes their mind and whoever
answers: nothing can be learnt from a difference.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from bot.cards.actions.me import Share
from bot.cards.blocks import Button, Card, Style
from bot.cards.me import kept_card
from bot.cards.onboarding import ready_card
from bot.cards.trust import ACTIVE_DAYS, GroupView, Seen, consent_ask, consent_card, group_card
from bot.core import consent
from bot.core.bands import Band, Counted, band_of
from bot.core.slots import NIGHT_ENDS, instant
from bot.services import inventory, readiness
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.services.together import together
from bot.store import events, insight, people
from bot.store.people import consents
from bot.store.tx import Tx

__all__ = ["after_onboarding", "ask_consent", "consents", "share", "show_group"]


def after_onboarding(scene: Scene, text: str) -> Card:
    """End the onboarding: ask for consent where that was never answered, else say goodbye."""
    if scene.membership is not None and scene.membership.shares is None:
        return consent_ask(text)
    return _ready(scene, text)


def ask_consent(scene: Scene) -> Reply:
    """Show the asker what the lead of their group may see of them."""
    _ = scene.group_id  # refuses somebody who is in none
    membership = scene.membership
    return Reply(card=consent_card(membership.shares if membership else None), key="me")


def share(scene: Scene, shares: bool) -> Reply:
    """Keep whether the lead may see the asker; a first answer ends the onboarding."""
    membership = scene.member
    first = membership.shares is None
    keep_consent(scene, shares)
    if shares:
        text = "The lead may see your domain bands and active days. Nothing else is shown."
    else:
        text = "The lead sees you only in totals of five or more."
    if first:
        return Reply(card=_ready(scene, text), key="me")
    label = "Take that back" if shares else "Let the lead see"
    again = Button(label=label, action=Share(not shares), style=Style.QUIET)
    return Reply(card=kept_card(text, more=(again,)), key="me")


def _ready(scene: Scene, text: str) -> Card:
    evidence = readiness.evidence_for(scene.tx, scene.catalogue, scene.me.learner_id)
    return ready_card(text, inventory=inventory.is_offered(scene, evidence))


def keep_consent(scene: Scene, shares: bool) -> None:
    """Keep a consent, as an event too, where it changes."""
    membership = scene.member
    if membership.shares == shares:
        return
    membership.shares = shares
    scene.tx.add(membership)
    events.append_event(
        scene.tx,
        consent.CONSENT,
        scene.now,
        group_id=scene.group_id,
        learner_id=membership.learner_id,
        shares=shares,
    )


def show_group(scene: Scene) -> Reply:
    """Show the lead how the group stands, within consent; a new figure of the whole is kept."""
    scene.must_lead()
    tx, group_id, pack = scene.tx, scene.group_id, scene.catalogue.pack
    monday = scene.today - timedelta(days=scene.today.weekday())
    agreed = [learner for learner, shares in consents(tx, group_id).items() if shares]
    names = people.names_of(tx, agreed, group_id)
    counts = insight.counts_before(tx, group_id, pack.id, scene.today + timedelta(days=1))
    first = scene.today - timedelta(days=ACTIVE_DAYS - 1)
    active = insight.active_days(tx, group_id, first, scene.today)
    own: dict[int, dict[str, Counted]] = defaultdict(dict)
    for count in counts:
        own[count.learner][count.domain] = count
    titles = [(domain.id, domain.title) for domain in pack.domains]
    seen = [
        Seen(
            name=name,
            bands=tuple((title, _band(own[learner].get(domain))) for domain, title in titles),
            active=active.get(learner, 0),
        )
        for learner, name in names.items()
    ]
    others = others_bands(tx, group_id, scene.here.zone, pack.id, monday)
    view = GroupView(
        group=f"#{scene.here.name}",
        seen=tuple(sorted(seen, key=lambda each: each.name.casefold())),
        others=tuple((title, others.get(domain)) for domain, title in titles),
        others_until=monday,
        exam=pack.short,
        together=together(scene),
        members=len({membership.id for membership, _ in people.members_of(tx, group_id)}),
    )
    return Reply(card=group_card(view), key="group")


def others_bands(
    tx: Tx, group_id: int, zone: str, pack: str, monday: date
) -> dict[str, Band | None]:
    """Give the bands of those who had never agreed before a Monday, by answers before it."""
    since = instant(monday, NIGHT_ENDS, zone)
    held = consent.fold(events.events_of(tx, consent.CONSENT, group_id=group_id))
    crowd: dict[str, list[Counted]] = defaultdict(list)
    for count in insight.counts_before(tx, group_id, pack, monday):
        if held.never_before(count.learner, since):
            crowd[count.domain].append(count)
    return {domain: consent.crowd_band(counts) for domain, counts in crowd.items()}


def _band(count: Counted | None) -> Band | None:
    return band_of(count.right, count.n) if count else None
