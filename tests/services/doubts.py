"""What tests of flags and keys do again and again: answer, flag, correct, look at the rows."""

from __future__ import annotations

from asyncio import wrap_future
from typing import Any

from bot.cards.actions.flags import Flag, WeighKey
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.blocks import Card, Fields
from bot.core.items import Item
from bot.services.upkeep import rebuild_caches
from bot.store import attempts, events, rebuild, rounds
from bot.store.tables import Attempt, Round
from bot.store.tx import Tx
from tests.world import World, action

ROUND = Target(Asked.ROUND, 1)
REASON = "The price list changed."


async def answer(world: World, name: str, source: int, target: Target = ROUND) -> Card:
    """Answer a single question by the source index of an option, and lock it."""
    order = await wrap_future(world.database.read(lambda tx: order_of(tx, target)))
    await world.press(name, Tap(target, order.index(source)))
    return await world.press(name, Lock(target, Confidence.CERTAIN))


def order_of(tx: Tx, target: Target) -> tuple[int, ...]:
    """Give the option order that a target is shown in."""
    table = "round" if target.asked is Asked.ROUND else "run_item"
    row = tx.run(f"SELECT option_order FROM {table} WHERE id = ?", (target.id,)).fetchone()
    assert row is not None
    return tuple(map(int, row[0].split(",")))


async def flag(
    world: World, name: str, target: Target = ROUND, reason: str = "wrong-key", words: str = ""
) -> Card:
    """Flag a question by its form."""
    form = await world.press(name, Flag(target))
    inputs = {"reason": (reason,), "words": (words,)}
    return await world.press(name, action(form, "Send it"), inputs)


async def correct(world: World, name: str, version: str, *key: int, reason: str = REASON) -> Card:
    """Correct a key through the form and its confirmation."""
    inputs = {"response": tuple(map(str, key)), "reason": (reason,)}
    weighed = await world.press(name, WeighKey(version), inputs)
    if weighed.submit is None:
        return weighed
    return await world.press(name, weighed.submit.action, {"reason": (reason,)})


def field(form: Card) -> Fields:
    """Give the typed input of a form."""
    return next(block for block in form.blocks if isinstance(block, Fields))


def version_of(world: World, number: int = 1) -> str:
    """Give the version that a round asks."""

    def find(tx: Tx) -> str:
        shared = tx.get(Round, number)
        assert shared is not None
        assert shared.item_hash is not None
        return shared.item_hash

    return world.database.read_now(find)


def item_of(world: World, version: str) -> Item:
    """Give a version's item."""
    return world.database.read_now(lambda tx: rounds.read_version(tx, version))


def kept(world: World) -> list[Attempt]:
    """Give every attempt in order."""
    return world.database.read_now(lambda tx: list(attempts.all_attempts(tx)))


def payloads(world: World, kind: str) -> list[dict[str, Any]]:
    """Give the payloads of every event of a kind, in order."""
    return world.database.read_now(
        lambda tx: [event.payload for event in events.events_of(tx, kind)]
    )


async def nothing_is_wrong(world: World) -> bool:
    """Make every cache again and say whether all of them were right."""
    wrong = await wrap_future(world.database.write(rebuild_caches))
    return wrong == dict.fromkeys(rebuild.CACHES, 0)
