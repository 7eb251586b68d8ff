"""How far members have come in four whole weeks, from what the model knew at either end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.core.growth import Growth, growth, weeks_until
from bot.core.packs import Pack
from bot.services import knowing
from bot.services.scene import Scene
from bot.store import reports
from bot.store.tx import Tx


def weeks_of(scene: Scene) -> tuple[date, date]:
    """Give the Monday on which the weeks of growth begin, and the one before which they end.

    While a question of an earlier week waits for its close they end a week sooner: nothing
    that rests on its answers is shown.
    """
    first, last = weeks_until(scene.today)
    back = timedelta(weeks=int(reports.is_withheld_before(scene.tx, last)))
    return first - back, last - back


def growth_of(
    tx: Tx, pack: Pack, learners: Iterable[int], weeks: tuple[date, date]
) -> dict[int, Growth]:
    """Give each learner's growth between two Mondays."""
    first, last = (monday.isoformat() for monday in weeks)
    found = {}
    for learner in learners:
        then = knowing.ability_before(tx, learner, pack, first)
        now = knowing.ability_before(tx, learner, pack, last)
        domains = [domain.id for domain in pack.domains]
        # A domain's evidence is its own; its ability is the learner's with it.
        found[learner] = growth(
            {domain: then.in_domain(domain) for domain in domains},
            {domain: now.in_domain(domain) for domain in domains},
        )
    return found
