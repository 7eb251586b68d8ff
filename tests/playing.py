"""Members of a test's world answer questions, rightly or not, day after day."""

from __future__ import annotations

from datetime import timedelta

from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.question import Lock, Respond, Tap
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.items import Item, Kind
from bot.store import rounds
from bot.store.tx import Tx
from tests.world import World


async def answer(world: World, name: str, right: bool = True) -> None:
    """Let a member answer the latest open question."""
    number, item, order = world.database.read_now(_latest)
    shown = [order.index(source) for source in item.key]
    if not right:
        wrong = next(n for n in range(len(item.options)) if n not in shown)
        shown = [wrong, *shown[1:]]
    target = Target(Asked.ROUND, number)
    if item.kind is Kind.SINGLE:
        await world.press(name, Tap(target, shown[0]))
        await world.press(name, Lock(target, Confidence.FAIRLY))
    else:
        filled = {"response": tuple(map(str, shown)), "confidence": ("fairly",)}
        await world.press(name, Respond(target), filled)


async def on_board(world: World, *names: str) -> None:
    """Put members on the board."""
    for name in names:
        await world.press(name, ChooseBoard(True))


async def live_day(world: World, *right: str, wrong: tuple[str, ...] = ()) -> None:
    """Let some answer the open question, close it, and go on to the next morning's question."""
    for name in right:
        await answer(world, name)
    for name in wrong:
        await answer(world, name, right=False)
    now = world.clock.now
    await world.at(now.replace(hour=16, minute=5))
    tomorrow = now + timedelta(days=3 if now.weekday() == 4 else 1)
    await world.at(tomorrow.replace(hour=8, minute=5))


def _latest(tx: Tx) -> tuple[int, Item, tuple[int, ...]]:
    shared = rounds.open_rounds(tx, 1)[0]
    assert shared.id is not None
    assert shared.item_hash is not None
    return shared.id, rounds.read_version(tx, shared.item_hash), shared.option_order
