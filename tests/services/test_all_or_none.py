"""Somebody with everything right, or nothing: every figure stays finite and every word kind."""

from __future__ import annotations

import math
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards.actions.mock import HandIn
from bot.core.packs import Catalogue, PackStatus
from bot.services import knowing
from bot.services.library import Library
from tests import mocks, sample
from tests.answered import answer_many
from tests.databases import sqlite
from tests.mocks import answer, begin
from tests.services.histories import rows
from tests.world import World, build, open_group, text

DOMAINS = ("d1", "d2", "d3", "d4")
N = 25
#: What nobody may ever be shown.
BROKEN = re.compile(r"\b(nan|inf|went wrong)\b|-\d+ %|\b(10[1-9]|1[1-9]\d|[2-9]\d\d) %", re.I)


def library() -> Library:
    """Give an exam that can be booked, with plans and questions for a mini mock."""
    pack = replace(mocks.pack(), status=PackStatus.BOOKABLE, last_exam_day=None)
    items = mocks.catalogue(mocks.SCARCE).items.values()
    return replace(sample.library(), catalogues={"sample": Catalogue.of(pack, items)})


@pytest.fixture(params=[0, N], ids=["none", "all"])
async def extreme(
    tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[World, int]]:
    """Give a Cohort in which Ann has all of a hundred answers right, or none."""
    made = build(sqlite(tmp_path), library())
    await open_group(made, "Ann", "Ben", post=True)
    await answer_many(made, "Ann", dict.fromkeys(DOMAINS, (request.param, N)))
    yield made, request.param
    made.database.close()


async def test_everything_that_is_shown_is_finite_and_kind(extreme: tuple[World, int]) -> None:
    world, right = extreme
    said = {
        words: text(await world.press("Ann", words))
        for words in (
            "progress", "home", "plan 2027-01-12 3", "plan", "review", "inventory", "practice 3",
            "board by growth", "board by accuracy", "today", "flags", "mock mini",
        )
    }  # fmt: skip
    for words, shown in said.items():
        assert not BROKEN.search(shown), (words, shown)
    chance = re.search(r"about (\d+) %", said["progress"])
    assert chance is not None
    assert int(chance[1]) == (97 if right else 3)
    assert f"{4 * right} of {4 * N} answers right so far." in said["progress"]
    assert "Practice · 1 of 3" in said["practice 3"]
    assert "This week is done." in said["plan"]


async def test_what_is_thought_of_them_stays_finite(extreme: tuple[World, int]) -> None:
    world, right = extreme
    pack = world.library.catalogue("sample").pack
    ((learner,),) = await rows(world, "SELECT learner_id FROM account WHERE name = 'Ann'")
    known = world.database.read_now(lambda tx: knowing.ability_of(tx, int(str(learner)), pack))
    for term in (known.member, *known.domains.values()):
        assert math.isfinite(term.mean)
        assert 0 < term.variance < 10
        assert (term.mean > 0) == bool(right)
    assert all(0 < known.share(domain) < 1 for domain in DOMAINS)
    terms = await rows(world, "SELECT mean, variance FROM ability_term")
    assert terms
    assert all(math.isfinite(float(str(each))) for row in terms for each in row)


async def test_a_mock_exam_with_all_right_or_none(extreme: tuple[World, int]) -> None:
    world, right = extreme
    sitting = await begin(world)
    for place in range(1, 12):
        world.clock.now += timedelta(seconds=50)
        await answer(world, sitting, place, right=right > 0)
    shown = text(await world.press("Ann", HandIn(sitting)))
    assert ("11 of 11, 100 %" if right else "0 of 11, 0 %") in shown
    assert ("Go through what was missed" in shown) is not bool(right)
    assert not BROKEN.search(shown), shown
