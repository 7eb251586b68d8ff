"""``Review 5``: a private run of what one member missed or never saw in a reviewed domain.

It chooses the items; putting, answering and summing up are practice's own.
"""

from __future__ import annotations

from bot.cards import review as screens
from bot.cards.wording import day_month
from bot.core import review as figures
from bot.core.errors import NotFound
from bot.core.packs import Pool
from bot.services import marking, practice, review
from bot.services.history import items_aside
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import reviews
from bot.store.tables import Bulletin


def begin_five(scene: Scene, bulletin_id: int) -> Reply:
    """Begin a private run of what the asker missed or never saw since a domain's last review."""
    bulletin = scene.tx.get(Bulletin, bulletin_id)
    if bulletin is None or bulletin.group_id != scene.group_id or bulletin.kind != review.KIND:
        raise NotFound("That review is not here (any more). `/study practice` works all the same.")
    shown = figures.from_json(bulletin.content["review"])
    since = day_month(shown.since)
    plan = _plan(scene, shown.domain, bulletin)
    if not plan:
        card = screens.nothing_card(shown.title, shown.domain, since)
        return Reply(card=card, key="run")
    notice = screens.run_notice(len(plan), shown.title, since)
    return practice.begin_planned(scene, shown.domain, plan, marking.WEEKLY, notice)


def _plan(scene: Scene, domain: str, bulletin: Bulletin) -> list[str]:
    """Choose the items: missed ones first, then dailies not answered, then new ones."""
    tx, catalogue, since = scene.tx, scene.catalogue, int(bulletin.content["since"])
    learner_id = scene.me.learner_id
    given = reviews.answers_in_domain(tx, learner_id, catalogue.pack.id, domain)
    missed = figures.missed((item, right) for seq, item, right in given if seq > since)
    met = {item for _, item, _ in given}
    closed = reviews.closed_in_domain(tx, scene.group_id, catalogue.pack.id, domain)
    closes = review.closes_since(tx, scene.group_id, since)
    unseen = [
        each.item_id for each in reversed(closed) if each.id in closes and each.item_id not in met
    ]
    barred = reviews.items_open_to(tx, learner_id) | items_aside(tx, scene.group_id)
    plan = [
        name
        for name in dict.fromkeys([*missed, *unseen])
        if name in catalogue.items
        and name not in barred
        and catalogue.pack.pool_of(catalogue.items[name]) is not Pool.MOCK
    ][: screens.FIVE]
    if len(plan) == screens.FIVE:
        return plan
    more = practice.choose_for(
        scene,
        screens.FIVE - len(plan),
        meaning=("weekly", str(bulletin.id), str(learner_id)),
        domain=domain,
        asked=plan,
    )
    return plan + [each.item.id for each in more.picked if not each.again]
