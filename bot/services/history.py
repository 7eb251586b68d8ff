"""What a group has been asked, as selection needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.core.items import Item
from bot.core.selection import WINDOW, DailyHistory, Shown
from bot.store import attempts, rounds
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
    return DailyHistory(shown=shown, before=before, practised=practised)
