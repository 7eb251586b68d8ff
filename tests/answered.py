"""Answers to many new questions at once, for what needs more of them than a test can press."""

from __future__ import annotations

from asyncio import wrap_future
from datetime import timedelta
from itertools import cycle

from sqlmodel import col, select

from bot.services import knowing
from bot.services.library import Library
from bot.store import attempts, people, rounds
from bot.store.database import Database
from bot.store.tables import Account, Group
from bot.store.tx import Tx
from tests import sample
from tests.world import World, who


def met(
    tx: Tx, library: Library, world: World, name: str, domains: dict[str, tuple[int, int]]
) -> None:
    """Keep practice answers of somebody in the usual group: (right, of new questions) by domain.

    Right and wrong ones are mixed evenly. Their questions are in no pack: none is met twice.
    Somebody who is known by that name, on whichever platform, is meant before somebody new.
    """
    group = tx.get(Group, 1)
    assert group is not None
    known_as = select(Account).where(col(Account.name) == name)
    account = tx.exec(known_as).first() or people.ensure_account(tx, who(name), world.clock.now)
    people.ensure_membership(tx, 1, account.learner_id, world.clock.now)
    catalogue = library.catalogue(group.pack)
    known = rounds.keep_version(tx, sample.single("d1.1-01"), world.clock.now)
    before = attempts.count_own(tx, account.learner_id)
    for domain, (right, count) in domains.items():
        concepts = cycle(
            sorted({i.concept for i in catalogue.items.values() if i.domain == domain})
        )
        for n in range(count):
            at = world.clock.now - timedelta(minutes=count - n)
            attempts.record_attempt(
                tx,
                attempts.NewAttempt(
                    learner_id=account.learner_id,
                    account_id=account.id or 0,
                    group_id=1,
                    round_id=None,
                    run_item_id=None,
                    pack=group.pack,
                    item_id=f"elsewhere/{domain}/{before + n}",
                    item_hash=known,
                    domain=domain,
                    concept=next(concepts),
                    source="practice",
                    response=(2,),
                    confidence="fairly",
                    is_right=(n + 1) * right // count > n * right // count,
                    share=1.0,
                    points=0,
                    shown_at=None,
                    study_day=at.date(),
                    at=at,
                    counts_for_round=False,
                ),
            )


async def answer_many(world: World, name: str, domains: dict[str, tuple[int, int]]) -> None:
    """Let somebody have answered so many new questions, and the model know of them."""
    await wrap_future(world.database.write(lambda tx: met(tx, world.library, world, name, domains)))
    await fold(world.database, world.library)


async def fold(database: Database, library: Library) -> None:
    """Fold every answer that waits."""
    packs = knowing.parameters(library)

    def step(tx: Tx) -> bool:
        works = knowing.works(tx, packs, first=False)
        for work in works:
            work(tx)
        return bool(works)

    while await wrap_future(database.write(step)):
        pass
