"""Mock exams before they are sat: which there are, what holds in one, and beginning it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards import mock_rules as screens
from bot.cards.mock import TITLES
from bot.core import exams
from bot.core.errors import Misused, NotFound
from bot.core.exams import Form, Plan
from bot.core.packs import Pool
from bot.core.shuffle import show_order
from bot.services import mock_results, sitting
from bot.services.history import items_aside
from bot.services.keys import key_of
from bot.services.library import domain_title
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import sittings
from bot.store.tables import Run

KEY = "mock"
#: So many past sittings are named at once.
PAST_MOST = 5
RUNNING = "You are sitting this one already: hand it in before you begin another."


def open_mock(scene: Scene, form: str) -> Reply:
    """Show a form's rules; without a form the one that is running, else which there are."""
    held = sittings.running(scene.tx, scene.me.learner_id)
    if held is not None:
        return sitting.come_back(scene, held.run_id, RUNNING if form else "")
    if form:
        return _rules(scene, _read(form))
    catalogue, aside = scene.catalogue, items_aside(scene.tx, scene.within)
    offered = exams.offered(catalogue, aside)
    card = screens.home_card(
        catalogue.pack.short,
        [exams.plan_of(catalogue.pack, each) for each in offered],
        [_why_not(scene, each, aside) for each in Form if each not in offered],
        mock_results.past(scene, PAST_MOST),
    )
    return Reply(card=card, key=KEY)


def begin(scene: Scene, form: str) -> Reply:
    """Begin a sitting: draw its form, start its clock, and ask its first question."""
    tx, learner_id = scene.tx, scene.me.learner_id
    sittings.hold_owner(tx, learner_id)
    held = sittings.running(tx, learner_id)
    if held is not None:
        return sitting.come_back(scene, held.run_id, RUNNING)
    chosen = _read(form)
    plan, aside = _offered(scene, chosen), items_aside(tx, scene.within)
    catalogue = scene.catalogue
    run = Run(
        learner_id=learner_id,
        account_id=scene.account_id,
        group_id=scene.within,
        pack=scene.pack,
        wanted=plan.items,
        started_at=scene.now,
    )
    breaks = exams.BREAK_MOST if _may_break(scene) else timedelta()
    begun = sittings.begin(tx, run, plan, breaks, scene.now)
    drawn = exams.draw(
        catalogue,
        chosen,
        last_met=_last_met(scene),
        meaning=(f"run{begun.run_id}",),
        aside=aside,
    )
    orders = [
        show_order(
            each.item,
            each.item.pack,
            f"run{begun.run_id}",
            str(place),
            key=key_of(tx, scene.within, each.item, each.item.hash),
        )
        for place, each in enumerate(drawn, 1)
    ]
    sittings.lay(tx, begun.run_id, drawn, orders, scene.now)
    return sitting.come_back(scene, begun.run_id)


def _read(form: str) -> Form:
    try:
        return Form(form)
    except ValueError as wrong:
        raise Misused("There are `mock full`, `mock half` and `mock mini`.") from wrong


def _offered(scene: Scene, form: Form) -> Plan:
    aside = items_aside(scene.tx, scene.within)
    if exams.lacking(scene.catalogue, form, aside):
        others = [f"`/study mock {each}`" for each in exams.offered(scene.catalogue, aside)]
        instead = f" There is {' and '.join(others)}." if others else ""
        raise NotFound(f"{_why_not(scene, form, aside)}{instead}")
    return exams.plan_of(scene.catalogue.pack, form)


def _rules(scene: Scene, form: Form) -> Reply:
    plan, aside = _offered(scene, form), items_aside(scene.tx, scene.within)
    drawn = exams.draw(
        scene.catalogue, form, last_met=_last_met(scene), meaning=("rules",), aside=aside
    )
    card = screens.rules_card(
        screens.Rules(
            pack=scene.catalogue.pack.short,
            plan=plan,
            new=sum(not each.met for each in drawn),
            until=scene.now + timedelta(minutes=plan.minutes),
            zone=scene.zone,
            break_minutes=exams.BREAK_MOST.seconds // 60 if _may_break(scene) else 0,
        )
    )
    return Reply(card=card, key=KEY)


def _why_not(scene: Scene, form: Form, aside: frozenset[str]) -> str:
    """Say why a pack cannot give a form. Sealed items are those kept for mock exams."""
    catalogue = scene.catalogue
    pack, what = catalogue.pack, TITLES[form].lower()
    lacks, plan = exams.lacking(catalogue, form, aside), exams.plan_of(pack, form)
    if lacks == exams.WHOLE:
        return (
            f"A {what} of {plan.items} questions needs a pack of {exams.FULL_FROM} or more;"
            f" {pack.short} has {len(catalogue.items)} for now."
        )
    wanted = exams.blueprint(pack, plan.items)[lacks]
    return (
        f"A {what} takes {wanted} sealed questions from {domain_title(pack, lacks)}; this pack"
        f" keeps {exams.sealed(catalogue, aside)[lacks]} for mock exams."
    )


def _last_met(scene: Scene) -> dict[str, datetime]:
    pool = scene.catalogue.pool_items(Pool.MOCK)
    return sittings.last_met(scene.tx, scene.me.learner_id, [item.id for item in pool])


def _may_break(scene: Scene) -> bool:
    return scene.group is not None and scene.group.mock_breaks
