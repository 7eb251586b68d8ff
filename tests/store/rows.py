"""Rows that storage tests stand on: a group with its place and schedule, rounds, answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.core.identity import Address
from bot.services.founding import Plan, found
from bot.store import groups, people, rounds
from bot.store.attempts import NewAttempt
from bot.store.database import Database
from bot.store.tables import Round
from bot.store.tx import Tx
from tests import sample
from tests.world import a_plan, who

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def make_group(tx: Tx, name: str = "main", members: int = 3) -> int:
    """Found a group with members and give its id."""
    plan: Plan = a_plan(name=name, address=Address("room", "", name))
    group = found(tx, plan, NOW)
    assert group is not None
    assert group.id is not None
    for number in range(members):
        account = people.ensure_account(tx, who(f"{name}-{number}"), NOW)
        people.ensure_membership(tx, group.id, account.learner_id, NOW)
    return group.id


def make_round(tx: Tx, group_id: int, slot: str = "2026-11-24", state: str = rounds.OPEN) -> int:
    """Open a round of one item and give its id."""
    schedule = groups.schedules_of(tx, group_id)[0]
    assert schedule.id is not None
    day = date.fromisoformat(slot[:10])
    opens = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    item = sample.single("d1.1-01")
    if state == rounds.SKIPPED:
        shared = Round(
            schedule_id=schedule.id,
            group_id=group_id,
            slot=slot,
            day=day,
            state=state,
            pack="sample",
            opens_at=opens,
            closes_at=opens + timedelta(hours=8),
        )
        tx.add(shared)
        tx.flush()
        return shared.id or 0
    shared = Round(
        schedule_id=schedule.id,
        group_id=group_id,
        slot=slot,
        day=day,
        state=state,
        pack="sample",
        item_id=item.id,
        item_hash=rounds.keep_version(tx, item, NOW),
        domain=item.domain,
        concept=item.concept,
        option_order=(0, 1, 2, 3),
        opens_at=opens,
        closes_at=opens + timedelta(hours=8),
    )
    tx.add(shared)
    tx.flush()
    assert shared.id is not None
    return shared.id


def answer(learner: int, round_id: int | None = 1, **changes: object) -> NewAttempt:
    """Make an answer to a round, as a real one is made."""
    item = sample.single("d1.1-01")
    plain = NewAttempt(
        learner_id=learner,
        account_id=learner,
        group_id=1,
        round_id=round_id,
        run_item_id=None,
        pack=item.pack,
        item_id=item.id,
        item_hash=item.hash,
        domain=item.domain,
        concept=item.concept,
        source="daily",
        response=(2,),
        confidence="certain",
        is_right=True,
        share=1.0,
        points=100,
        shown_at=None,
        study_day=TODAY,
        at=NOW,
        counts_for_round=True,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def prepare(database: Database, members: int = 3) -> int:
    """Found a group with an open round; give the round's id."""

    def work(tx: Tx) -> int:
        return make_round(tx, make_group(tx, members=members))

    return database.write(work).result()
