"""Simulated members: the same seed gives the same group, and all of it is the real thing."""

from __future__ import annotations

import json
from asyncio import wrap_future
from pathlib import Path
from random import Random

import pytest

from bot.adapters.room.surface import RoomSurface
from bot.core.identity import Address
from bot.scheduler.carrier import Carrier
from bot.scheduler.simulation import Listener, SetClock, Simulation, make_personas
from bot.services.carriage import Carriage
from bot.services.founding import found
from bot.services.upkeep import rebuild_caches
from bot.store import rebuild
from bot.store.tx import Row, Tx
from tests import sample
from tests.databases import sqlite
from tests.world import START, a_plan, build

DEMO = Address("demo", "", "demo")
MEMBERS, DAYS = 5, 11


async def simulate(folder: Path, seed: int) -> dict[str, list[Row]]:
    """Let a group live and give its board, its attempts and its ratings."""
    folder.mkdir()
    world = build(sqlite(folder), simulated=True)
    plan = a_plan(name="demo", address=DEMO, simulated=True, review_day=5)
    await wrap_future(world.database.write(lambda tx: found(tx, plan, START)))
    listener = Listener(RoomSurface(world.book, world.hub))
    carriage = Carriage(world.database, world.library, world.clock, ("demo",))
    rng = Random(seed)
    simulation = Simulation(
        desk=world.desk,
        tick=world.tick,
        carrier=Carrier(carriage, {"demo": listener}),
        listener=listener,
        clock=world.clock,
        catalogue=sample.catalogue(),
        where=DEMO,
        rng=rng,
    )
    told: list[tuple[int, int]] = []
    personas = make_personas(MEMBERS, sample.catalogue(), DEMO, rng)
    await simulation.run(personas, DAYS, lambda done, every: told.append((done, every)))
    assert told == [(day, DAYS) for day in range(1, DAYS + 1)]

    def read(tx: Tx) -> dict[str, list[Row]]:
        attempts = "SELECT seq, learner_id, item_id, response, confidence, points, at FROM attempt"
        events = "SELECT seq, kind, learner_id, payload FROM event ORDER BY seq"
        simulated = "SELECT DISTINCT simulated FROM learner"
        bulletins = "SELECT kind, slot, state, content FROM bulletin ORDER BY id"
        questions = {
            "attempts": attempts,
            "events": events,
            "simulated": simulated,
            "bulletins": bulletins,
            "sources": "SELECT DISTINCT source FROM attempt ORDER BY source",
        }
        asked = {name: tx.run(question).fetchall() for name, question in questions.items()}
        return {**rebuild.snapshot(tx), **asked}

    kept = await wrap_future(world.database.read(read))
    wrong = await wrap_future(world.database.write(rebuild_caches))
    world.database.close()
    assert wrong == dict.fromkeys(rebuild.CACHES, 0)
    return kept


@pytest.mark.long
async def test_the_same_seed_gives_the_same_group_and_another_another(tmp_path: Path) -> None:
    first = await simulate(tmp_path / "first", 1)
    again = await simulate(tmp_path / "again", 1)
    other = await simulate(tmp_path / "other", 2)
    assert first == again
    assert first["board_total"] != other["board_total"]
    assert first["attempts"] != other["attempts"]
    assert first["simulated"] == [(1,)]
    assert len(first["attempts"]) > MEMBERS * 3
    kinds = {row[1] for row in first["events"]}
    assert {
        "board-choice", "round-closed", "reviewed", "season-began", "team-joined"
    } <= kinds  # fmt: skip
    assert any(row[1].startswith("season:") for row in first["board_total"])


async def test_the_week_has_its_review_its_gallery_and_its_lab(tmp_path: Path) -> None:
    kept = await simulate(tmp_path / "week", 3)
    weekly = [each for each in kept["bulletins"] if each[0] not in ("season", "split")]
    posted = [(kind, slot, state) for kind, slot, state, _ in weekly]
    assert posted == [
        ("review", "2026-W48", "open"),
        ("design", "2026-W48", "closed"),
        ("review", "2026-W49", "open"),
        ("lab", "2026-W49", "open"),
    ]
    hung = json.loads(weekly[1][3])["gallery"]
    assert 1 < len(hung) <= MEMBERS
    kinds = [row[1] for row in kept["events"]]
    assert kinds.count("noted") > 0
    assert any("weekly" in row for row in kept["sources"])


def test_personas_come_from_the_seed_alone() -> None:
    made = [make_personas(30, sample.catalogue(), DEMO, Random(7)) for _ in range(2)]
    assert made[0] == made[1]
    assert len({persona.identity.name for persona in made[0]}) == 30
    assert len({persona.identity.external_id for persona in made[0]}) == 30
    assert all(0.35 <= persona.habit <= 0.97 for persona in made[0])


def test_a_clock_that_stands_gives_what_it_was_set_to() -> None:
    assert SetClock(START)() == START
