"""Answers to many new questions at once, for what needs more of them than a test can press."""

from __future__ import annotations

from asyncio import wrap_future
from datetime import datetime, timedelta
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
            practised = _practised(
                account, group.pack, 1, at, domain, next(concepts),
                item_id=f"elsewhere/{domain}/{before + n}", item_hash=known,
                is_right=(n + 1) * right // count > n * right // count,
            )  # fmt: skip
            attempts.record_attempt(tx, practised)


def met_by_many(tx: Tx, world: World, name: str, count: int, able: int, others: int) -> None:
    """Let so many people of no group have met an item and six more yesterday.

    The first half had five of the six right and chose ``able``, by source index; of the second,
    with two right, three in four chose ``others`` and the rest the same as the first.
    """
    catalogue = next(each for each in world.library.catalogues.values() if name in each.items)
    item = catalogue.items[name]
    version = rounds.keep_version(tx, item, world.clock.now)
    yesterday = world.clock.now - timedelta(days=1)
    for number in range(count):
        account = people.ensure_account(tx, who(f"Far{number}"), world.clock.now)
        is_able = number < count // 2
        chosen = able if is_able or number % 4 == 0 else others
        more = [(f"elsewhere/{n}", (2,), n < (5 if is_able else 2)) for n in range(6)]
        for item_id, response, is_right in (*more, (item.id, (chosen,), (chosen,) == item.key)):
            practised = _practised(
                account, catalogue.pack.id, None, yesterday, item.domain, item.concept,
                item_id=item_id, item_hash=version, is_right=is_right, response=response,
            )  # fmt: skip
            attempts.record_attempt(tx, practised)


def _practised(
    account: Account,
    pack: str,
    group_id: int | None,
    at: datetime,
    domain: str,
    concept: str,
    *,
    item_id: str,
    item_hash: str,
    is_right: bool,
    response: tuple[int, ...] = (2,),
) -> attempts.NewAttempt:
    return attempts.NewAttempt(
        learner_id=account.learner_id,
        account_id=account.id or 0,
        group_id=group_id,
        round_id=None,
        run_item_id=None,
        pack=pack,
        item_id=item_id,
        item_hash=item_hash,
        domain=domain,
        concept=concept,
        source="practice",
        response=response,
        confidence="fairly",
        is_right=is_right,
        share=1.0,
        points=0,
        shown_at=None,
        study_day=at.date(),
        at=at,
        counts_for_round=False,
    )


async def answer_many(world: World, name: str, domains: dict[str, tuple[int, int]]) -> None:
    """Let somebody have answered so many new questions, and the model know of them."""
    await wrap_future(world.database.write(lambda tx: met(tx, world.library, world, name, domains)))
    await fold(world.database, world.library)


async def many_met(world: World, item_id: str, count: int, able: int, others: int) -> None:
    """Let so many elsewhere have met an item, and the model know of them."""
    await wrap_future(
        world.database.write(lambda tx: met_by_many(tx, world, item_id, count, able, others))
    )
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
