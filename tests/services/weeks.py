"""Weeks of a small group, for whatever comes once a week."""

from __future__ import annotations

from asyncio import wrap_future
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cards.blocks import Card
from bot.store import attempts, events, groups, rounds
from bot.store.tables import Round
from bot.store.tx import Tx
from tests import sample
from tests.world import World, buttons, open_group, pick

BERLIN = ZoneInfo("Europe/Berlin")
SIX = ("Ann", "Ben", "Cem", "Dea", "Eli", "Fay")


def berlin(text: str) -> datetime:
    """Read a wall time in the usual group's zone: ``2026-11-27 16:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


async def found_six(world: World) -> None:
    """Found the usual group of six with its review on Fridays at four; Tuesday's is posted."""
    await open_group(world, *SIX, post=True, review_day=5)


async def live_until(world: World, moment: str, letter: str = "A") -> None:
    """Let all six answer every question alike until a wall time, and come to that time."""
    until, day = berlin(moment), world.clock.now.astimezone(BERLIN).date()
    while day <= until.date():
        morning = berlin(f"{day} 10:00")
        if world.clock.now < morning < until:
            await world.at(morning)
            if letter in buttons((await world.channel())[-1]):
                await pick(world, letter, *SIX)
        evening = berlin(f"{day} 17:01")
        if world.clock.now < evening < until:
            await world.at(evening)
        day += timedelta(days=1)
    await world.at(until)


async def newest(world: World, title: str) -> Card:
    """Give the newest message of the channel with a title."""
    return [card for card in await world.channel() if card.title == title][-1]


async def count(world: World, question: str) -> int:
    """Ask the database for a number."""

    def ask(tx: Tx) -> int:
        row = tx.run(question).fetchone()
        assert row is not None
        return int(row[0])

    return await wrap_future(world.database.read(ask))


def close_round(
    tx: Tx, concept: str, answers: dict[int, bool], now: datetime, *, wrong: int = 0
) -> int:
    """Put a question that has closed into the usual group, answered by learners; give its id.

    Whoever was wrong chose the option of source index ``wrong``.
    """
    item = sample.single(concept)
    schedule = groups.schedules_of(tx, 1, groups.DAILY)[0]
    taken = tx.run("SELECT COUNT(*) FROM round").fetchone()
    assert taken is not None
    shared = Round(
        schedule_id=schedule.id or 0,
        group_id=1,
        slot=f"made-{taken[0]}",
        day=now.date(),
        state=rounds.CLOSED,
        pack="sample",
        item_id=item.id,
        item_hash=rounds.keep_version(tx, item, now),
        domain=item.domain,
        concept=item.concept,
        option_order=(0, 1, 2, 3),
        opens_at=now,
        closes_at=now,
        closed_at=now,
    )
    tx.add(shared)
    tx.flush()
    for learner, is_right in answers.items():
        attempts.record_attempt(
            tx,
            attempts.NewAttempt(
                learner_id=learner, account_id=learner, group_id=1, round_id=shared.id,
                run_item_id=None, pack=item.pack, item_id=item.id, item_hash=item.hash,
                domain=item.domain, concept=item.concept, source="daily",
                response=item.key if is_right else (wrong,), confidence=None,
                is_right=is_right, share=float(is_right), points=0, shown_at=None,
                study_day=now.date(), at=now, counts_for_round=True,
            ),
        )  # fmt: skip
    events.append_event(tx, "round-closed", now, group_id=1, round=shared.id)
    tx.flush()
    assert shared.id is not None
    return shared.id
