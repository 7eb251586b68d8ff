"""What a group has been asked, as selection needs it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.selection import WINDOW, DailyHistory, Shown
from bot.store import attempts, rounds
from bot.store.tx import Tx

PRACTISED_DAYS = 14


def history_of(tx: Tx, group_id: int, day: date) -> DailyHistory:
    """Give a group's rounds, the latest first, and what most members have practised."""
    shown = tuple(
        Shown(item=item, concept=concept, domain=domain, at=at)
        for item, concept, domain, at in rounds.latest(tx, group_id, WINDOW)
    )
    before = rounds.last_shown(tx, group_id) if len(shown) == WINDOW else {}
    practised = attempts.practised_by_half(tx, group_id, day - timedelta(days=PRACTISED_DAYS))
    return DailyHistory(shown=shown, before=before, practised=practised)
