"""From answers to a chance that is told, from there to the real exam, and how the chances held."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.runs import Continue
from bot.cards.actions.values import Confidence
from bot.cards.blocks import Card, Options
from bot.cards.results import calibration_text
from bot.core.packs import Catalogue, PackStatus
from bot.core.results import reliability
from bot.services import results
from bot.services.library import Library
from tests import sample
from tests.answered import answer_many
from tests.databases import sqlite
from tests.services.histories import read, rows
from tests.world import World, action, build, open_group, text

#: Two runs of practice: enough evidence.
RUN = 31


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group whose exam can be booked, with questions enough to practise."""
    pack = replace(
        sample.pack(),
        status=PackStatus.BOOKABLE,
        last_exam_day=None,
        practice_pool=("sample/*/[bcd]",),
    )
    items = [sample.single(concept, each) for concept in pack.concepts for each in "abcd"]
    library = Library(catalogues={"sample": Catalogue.of(pack, items)})
    made = build(sqlite(tmp_path), library)
    await open_group(made, "Ann", "Ben", "Cem", post=True)
    yield made
    made.database.close()


async def practise(world: World, name: str) -> None:
    """Let somebody answer two runs, all but the first question right."""
    for run in range(2):
        card = await world.press(name, f"practice {RUN}")
        for number in range(RUN):
            tap = action(card, "ABCD"[_place(card, right=run + number > 0)])
            assert isinstance(tap, Tap)
            await world.press(name, tap)
            await world.press(name, Lock(tap.target, Confidence.FAIRLY))
            card = await world.press(name, Continue())


def _place(card: Card, *, right: bool) -> int:
    """Give where the key of a question stands, or another option."""
    (options,) = (block for block in card.blocks if isinstance(block, Options))
    return next(n for n, row in enumerate(options.rows) if row.text.startswith("Option 3") == right)


async def calibration(world: World) -> str:
    return calibration_text(*await read(world, lambda tx: results.reliability(tx, "sample")))


async def test_what_was_told_before_real_exams_is_set_against_how_they_went(world: World) -> None:
    assert (await calibration(world)).startswith("No real result is kept yet")
    await practise(world, "Ann")
    await answer_many(world, "Ben", dict.fromkeys(("d1", "d2", "d3", "d4"), (8, 16)))
    told = {}
    for name, outcome in (("Ann", "passed"), ("Ben", "failed"), ("Cem", "passed")):
        found = re.search(r"about (\d+) % to pass", text(await world.press(name, "progress")))
        told[name] = int(found[1]) if found else None
        await world.press(name, f"exam-result {outcome}")
    assert told["Ann"] is not None
    assert told["Ben"] is not None
    assert told["Ann"] >= 90 > 40 > told["Ben"]
    assert told["Cem"] is None
    kept = await rows(world, "SELECT payload FROM event WHERE kind = 'exam-result' ORDER BY seq")
    assert [re.findall(r'"answers": (\d+)', row[0]) for row in kept] == [["62"], ["64"], []]
    shown = [" ".join(line.split()) for line in (await calibration(world)).splitlines()]
    assert shown[0] == "3 real results, 2 with a chance that was told."
    assert f"0 % to 40 % 1 {told['Ben']} % 0 %" in shown
    assert f"90 % to 100 % 1 {told['Ann']} % 100 %" in shown
    assert "40 % to 70 % 0 - -" in shown
    mean = round((told["Ann"] + told["Ben"]) / 2)
    assert f"On the whole {mean} % was told, 50 % passed." in shown
    assert shown[-1] == "Fewer than 20 results: chance alone could look like this."


def test_from_twenty_results_on_chance_is_no_longer_named() -> None:
    pairs = [(0.3, False)] * 7 + [(0.8, True)] * 8 + [(0.8, False)] * 2 + [(0.95, True)] * 4
    shown = calibration_text(22, reliability(pairs))
    assert shown.startswith("22 real results, 21 with a chance that was told.")
    assert "70 % to 90 %          10        80 %      80 %" in shown
    assert "On the whole 66 % was told, 57 % passed." in shown
    assert shown.endswith("(0 is perfect).")
