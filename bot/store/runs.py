"""Private runs of items: what was put to one person, one after the other."""

from __future__ import annotations

from sqlmodel import col, func, select

from bot.store.sittings import MOCK
from bot.store.tables import Attempt, Run, RunItem
from bot.store.tx import Tx


def open_run(tx: Tx, learner_id: int, pack: str) -> Run | None:
    """Give a learner's latest run that has not ended; a mock exam is none of these."""
    return tx.exec(
        select(Run)
        .where(
            Run.learner_id == learner_id,
            Run.pack == pack,
            Run.source != MOCK,
            col(Run.ended_at).is_(None),
        )
        .order_by(col(Run.id).desc())
    ).first()


def latest_of(tx: Tx, learner_id: int, pack: str, source: str) -> Run | None:
    """Give a learner's latest run of a source, over or not."""
    return tx.exec(
        select(Run)
        .where(Run.learner_id == learner_id, Run.pack == pack, Run.source == source)
        .order_by(col(Run.id).desc())
    ).first()


def last_item(tx: Tx, run_id: int) -> RunItem | None:
    """Give the item of a run that was put last."""
    return tx.exec(
        select(RunItem).where(RunItem.run_id == run_id).order_by(col(RunItem.position).desc())
    ).first()


def items_of(tx: Tx, run_id: int) -> list[str]:
    """Give the ids of a run's items in order."""
    query = (
        select(col(RunItem.item_id)).where(RunItem.run_id == run_id).order_by(col(RunItem.position))
    )
    return list(tx.exec(query).all())


def intents_in(tx: Tx, run_id: int) -> list[tuple[str, str]]:
    """Give (what somebody said decides, the item's version) of a run's answered items."""
    query = (
        select(col(Attempt.intent), col(Attempt.item_hash))
        .join(RunItem, col(RunItem.id) == col(Attempt.run_item_id))
        .where(RunItem.run_id == run_id, col(Attempt.intent).is_not(None))
    )
    return [(intent or "", version) for intent, version in tx.exec(query)]


def score_of(tx: Tx, run_id: int) -> tuple[int, int]:
    """Give (right, answered) of a run."""
    query = (
        select(col(Attempt.is_right), func.count())
        .join(RunItem, col(RunItem.id) == col(Attempt.run_item_id))
        .where(RunItem.run_id == run_id)
        .group_by(col(Attempt.is_right))
    )
    counts = {bool(is_right): number for is_right, number in tx.exec(query).all()}
    return counts.get(True, 0), sum(counts.values())
