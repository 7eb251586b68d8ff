"""Mock exams in tests: packs with sealed items enough, made here and never shipped, and people.

People begin a mock exam and answer its questions, rightly or not.
"""

from __future__ import annotations

from dataclasses import replace

from bot.cards.actions.mock import BeginMock, KeepAnswer, PickOption
from bot.cards.blocks import Card
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue, Pack
from bot.core.showing import Showing
from bot.services.library import Library
from bot.store import rounds, sittings
from bot.store.sittings import SatItem
from tests import sample
from tests.world import World

#: Sealed items of each domain: twice what a full form takes.
FULL = {"d1": 26, "d2": 32, "d3": 46, "d4": 26}
#: As many as a mini takes: in a second sitting all of them have been met.
SCARCE = {"d1": 2, "d2": 3, "d3": 4, "d4": 2}


def pack() -> Pack:
    """Make the usual pack, with every item ``m`` sealed for mock exams."""
    return replace(sample.pack(), mock_pool=("sample/*/m",))


def catalogue(sealed: dict[str, int], *, more: int = 0) -> Catalogue:
    """Make the usual items with sealed ones beside them, and ``more`` dailies."""
    items: list[Item] = list(sample.catalogue().items.values())
    kinds = (sample.ordering, sample.matching, sample.multiple)
    for domain, count in sealed.items():
        for number in range(1, count + 1):
            concept = f"{domain}.1-{number + 20:02}"
            make = kinds[number - 1] if domain == "d3" and number <= len(kinds) else sample.single
            items.append(make(concept, "m"))
    items += [sample.single(f"d1.1-{number + 100}", "a") for number in range(more)]
    return Catalogue.of(pack(), items)


def library(sealed: dict[str, int] | None = None, *, more: int = 0) -> Library:
    """Make a library of that pack alone."""
    return Library(catalogues={"sample": catalogue(sealed or SCARCE, more=more)})


async def begin(world: World, name: str = "Ann", form: str = "mini") -> int:
    """Let somebody begin a mock exam; give its sitting."""
    await world.press(name, BeginMock(form))
    row = world.database.read_now(lambda tx: tx.run("SELECT MAX(run_id) FROM sitting").fetchone())
    assert row is not None
    return int(row[0])


def items(world: World, sitting: int) -> list[SatItem]:
    """Give a sitting's places."""
    return world.database.read_now(lambda tx: sittings.items_of(tx, sitting))


async def answer(
    world: World, sitting: int, place: int, name: str = "Ann", *, right: bool = True
) -> Card:
    """Let somebody answer a question of their sitting, rightly or not."""
    held = items(world, sitting)[place - 1]
    item = world.database.read_now(lambda tx: rounds.read_version(tx, held.version))
    showing = Showing(item, held.order)
    shown = showing.to_shown(item.key)
    match item.kind:
        case Kind.SINGLE:
            position = shown[0] if right else (shown[0] + 1) % len(item.options)
            return await world.press(name, PickOption(sitting, place, position))
        case Kind.MULTIPLE:
            wrong = next(n for n in range(len(item.options)) if n not in shown)
            shown = shown if right else (*shown[1:], wrong)
        case Kind.ORDERING:
            shown = shown if right else shown[::-1]
        case Kind.MATCHING:
            shown = shown if right else tuple(1 - match for match in shown)
    sent = {"response": tuple(map(str, shown))}
    return await world.press(name, KeepAnswer(sitting, place), sent)
