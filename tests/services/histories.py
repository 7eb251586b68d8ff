"""What may hold before and after people are linked or erased, read from the tables."""

from __future__ import annotations

import re
from asyncio import wrap_future
from collections.abc import Callable
from random import Random
from typing import TypeVar

from bot.cards.actions.me import EnterCode, Erase, LinkAccounts, MakeCode
from bot.core.codes import ALPHABET, LENGTH
from bot.services.upkeep import rebuild_caches
from bot.store import attempts, holdings, people, rebuild
from bot.store.tx import Row, Tx
from tests.store.test_rebuild import live
from tests.world import World, text, who

T = TypeVar("T")
#: Every table that says by its first reference whose a row is.
PEOPLE = [
    (name, column)
    for name, ((column, above), *_) in holdings.tables_about().items()
    if above == "learner"
]


#: What is true of items and rounds, and of nobody by name.
FIGURES = (
    "SELECT * FROM tally ORDER BY round_id, cell",
    "SELECT * FROM concept_total ORDER BY learner_id, pack, concept",
    "SELECT seq, learner_id, account_id, points, is_right, counts FROM attempt ORDER BY seq",
)
OWN_POINTS = (
    "SELECT group_id, span, learner_id, total, lowest, n, n_right, practised, points"
    " FROM board_total ORDER BY group_id, span"
)


async def read(world: World, work: Callable[[Tx], T]) -> T:
    """Read something from a world's database."""
    return await wrap_future(world.database.read(work))


async def rows(world: World, query: str, *values: object) -> list[Row]:
    """Give the rows of a query."""
    return await read(world, lambda tx: [tuple(row) for row in tx.run(query, values).fetchall()])  # type: ignore[arg-type]


async def tally(world: World, round_id: int = 1) -> dict[str, int]:
    """Give a round's tally."""
    return await read(world, lambda tx: attempts.tally_of(tx, round_id))


async def lived(world: World, seed: str) -> None:
    """Let some people live through some days."""
    await live(world, Random(seed))


async def learner(world: World, name: str) -> int:
    """Give somebody's learner."""

    def find(tx: Tx) -> int:
        account = people.find_account(tx, who(name))
        assert account is not None
        return account.learner_id

    return await read(world, find)


async def code_of(world: World, name: str) -> str:
    """Let somebody ask for a code, and give it."""
    shown = text(await world.press(name, MakeCode()))
    found = re.search(rf"me link ([{ALPHABET}]{{{LENGTH}}})`", shown)
    assert found is not None
    return found[1]


async def link(world: World, one: str, other: str) -> str:
    """Let ``one`` ask for a code and ``other`` use it; give what is said last."""
    code = await code_of(world, one)
    await world.press(other, EnterCode(), {"code": (code,)})
    said = text(await world.press(other, LinkAccounts(code.lower())))
    await world.settle()
    return said


async def erase(world: World, name: str) -> str:
    """Let somebody erase themselves; give what is said last."""
    said = text(await world.press(name, Erase(), {"word": ("erase",)}))
    await world.settle()
    return said


async def boards_of_others(world: World, *but: int) -> list[Row]:
    """Give every board's rows but some learners'."""
    found = await rows(world, "SELECT * FROM board_total ORDER BY group_id, span, learner_id")
    return [row for row in found if row[2] not in but]


async def nothing_to_rebuild(world: World) -> None:
    """Assert that a rebuild finds every cache as it should be."""
    kept = await read(world, rebuild.snapshot)
    wrong = await wrap_future(world.database.write(rebuild_caches))
    assert wrong == dict.fromkeys(rebuild.CACHES, 0)
    assert kept == await read(world, rebuild.snapshot)
