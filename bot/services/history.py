"""What a group has been asked, as selection needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.core.flags import AsideEvent, set_aside
from bot.core.items import Item
from bot.core.selection import WINDOW, DailyHistory, Shown
from bot.store import attempts, events, rounds
from bot.store.tx import Tx

PRACTISED_DAYS = 14


def history_of(tx: Tx, group_id: int, pack: str, day: date) -> DailyHistory:
    """Give a group's rounds of a pack, the latest first, and what most members have practised."""
    shown = tuple(
        Shown(item=item, concept=concept, domain=domain, at=at)
        for item, concept, domain, at in rounds.latest(tx, group_id, pack, WINDOW)
    )

    def before(items: Sequence[Item]) -> Mapping[str, datetime]:
        # Of all packs: a group that changed its exam has seen what both ask.
        if not items:
            return {}
        return rounds.last_shown_of(tx, group_id, [item.id for item in items])

    since = day - timedelta(days=PRACTISED_DAYS)
    practised = attempts.practised_by_half(tx, group_id, pack, since)
    return DailyHistory(
        shown=shown, before=before, practised=practised, set_aside=items_aside(tx, group_id)
    )


def items_aside(tx: Tx, group_id: int | None) -> frozenset[str]:
    """Give the ids of items that a group's lead has put aside: nothing draws them there."""
    if group_id is None:
        return frozenset()
    found = events.payloads_of(tx, group_id, tuple(AsideEvent))
    return set_aside((kind, said["item"]) for kind, said in found)
