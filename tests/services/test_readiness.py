"""What members are told of how ready they are: evidence first, a chance or strength, no secrets."""

from __future__ import annotations

import re
from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards.actions.own import RateSelf
from bot.cards.actions.values import Familiarity
from bot.core.packs import Catalogue
from bot.core.readiness import Cut, Evidence, Gap, Readiness, Strength, Told
from bot.services import readiness
from bot.services.founding import found_and_post
from bot.services.library import Library
from bot.store.tables import Group
from tests import sequel
from tests.answered import answer_many
from tests.databases import sqlite
from tests.services.histories import learner, read
from tests.services.test_verdicts_at_close import sealed
from tests.world import World, a_plan, build, pick, text, who

#: Enough in every domain of the retired sample and of the bookable sequel.
ALL = ("d1", "d2", "d3", "d4")
BOTH = ("s1", "s2")


async def founded(folder: Path, pack: str, library: Library | None = None) -> World:
    world = build(sqlite(folder), library or sequel.library())
    plan, people = a_plan(pack=pack), (who("Ann"), who("Ben"))
    await wrap_future(
        world.database.write(
            lambda tx: found_and_post(tx, world.library, plan, people, world.clock.now)
        )
    )
    await world.settle()
    return world


@pytest.fixture
async def retired(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group whose exam has closed, a question posted."""
    world = await founded(tmp_path, "sample")
    yield world
    world.database.close()


@pytest.fixture
async def bookable(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group whose exam can be booked, a question posted."""
    world = await founded(tmp_path, "sequel")
    yield world
    world.database.close()


async def told(world: World, name: str = "Ann") -> Told:
    number = await learner(world, name)
    group = await read(world, lambda tx: tx.get(Group, 1))
    assert group is not None
    catalogue = world.library.catalogue(group.pack)
    return await read(world, lambda tx: readiness.told_to(tx, catalogue, number, 1))


async def progress(world: World, name: str = "Ann") -> str:
    return text(await world.press(name, "progress"))


def answer_line(shown: str) -> str:
    """Give the first line under the heading: it is the answer."""
    return shown.splitlines()[1]


async def test_a_bookable_exam_is_told_as_a_band_with_its_interval_and_evidence(
    bookable: World,
) -> None:
    await answer_many(bookable, "Ann", {"s1": (45, 50), "s2": (36, 40)})
    found = await told(bookable)
    assert isinstance(found, Readiness)
    assert found.band is not None
    shown = await progress(bookable)
    percent = round(100 * found.chance)
    assert answer_line(shown).endswith(f": about {percent} % to pass.")
    assert "It rests on 90 new questions." in shown
    assert re.search(r"Expect \d+ to \d+ % right in the exam", shown)
    assert re.search(r"(Run|Prepare) would raise it most\.", shown)
    for forbidden in ("scaled", "750", "1000", "1,000"):
        assert forbidden not in shown


async def test_another_cut_and_gap_of_the_pack_give_another_chance(
    bookable: World, tmp_path: Path
) -> None:
    library = sequel.library()
    usual = library.catalogue("sequel")
    harder = replace(usual.pack, cut=Cut(mean=0.8, sd=0.0), gap=Gap(mean=-0.6))
    other = replace(library, catalogues={"sequel": Catalogue(harder, usual.items)})
    folder = tmp_path / "harder"
    folder.mkdir()
    world = await founded(folder, "sequel", other)
    chances = []
    for each in (bookable, world):
        await answer_many(each, "Ann", {"s1": (40, 50), "s2": (32, 40)})
        found = await told(each)
        assert isinstance(found, Readiness)
        chances.append(found.chance)
    assert chances[0] > chances[1] + 0.1
    assert "about 72 % should pass, though no figure is published." in await progress(bookable)
    assert "; 80 % passes." in await progress(world)
    world.database.close()


async def test_a_retired_exam_is_told_as_strength_and_never_as_a_chance(retired: World) -> None:
    await answer_many(retired, "Ann", dict.fromkeys(ALL, (16, 20)))
    found = await told(retired)
    assert isinstance(found, Strength)
    shown = await progress(retired)
    assert answer_line(shown).startswith("Strength on the SMP-1 blueprint: about ")
    assert "It rests on 80 new questions." in shown
    for each in (shown, text(await retired.press("Ann", "home"))):
        assert "to pass" not in each
        assert "ikely:" not in each
    number = await learner(retired, "Ann")
    catalogue = retired.library.catalogue("sample")
    assert await read(retired, lambda tx: readiness.in_force(tx, catalogue, number, 1)) is None


async def test_too_early_says_how_far_it_is_and_names_no_percentage(bookable: World) -> None:
    await answer_many(bookable, "Ann", {"s1": (20, 35), "s2": (2, 3)})
    assert isinstance(await told(bookable), Evidence)
    shown = await progress(bookable)
    assert answer_line(shown) == "Too early to say."
    assert (
        "38 of 60 new questions; Prepare needs five more. About five short runs. "
        "Any percentage now would be a guess." in shown
    )
    assert "to pass" not in shown
    assert "Practise Prepare" in shown


@pytest.mark.parametrize(("right", "count"), [(0, 45), (45, 45)])
async def test_all_wrong_or_all_right_is_told_without_shame_and_without_certainty(
    bookable: World, right: int, count: int
) -> None:
    await answer_many(bookable, "Ann", dict.fromkeys(BOTH, (right, count)))
    found = await told(bookable)
    assert isinstance(found, Readiness)
    assert 0.03 <= found.chance <= 0.97
    line = answer_line(await progress(bookable))
    assert line == ("Strong: about 97 % to pass." if right else "Not there yet: about 3 % to pass.")


async def test_the_band_in_force_is_what_the_member_sees(bookable: World) -> None:
    await answer_many(bookable, "Ann", {"s1": (45, 50), "s2": (36, 40)})
    number, catalogue = await learner(bookable, "Ann"), bookable.library.catalogue("sequel")
    found = await read(bookable, lambda tx: readiness.in_force(tx, catalogue, number, 1))
    assert found is not None
    assert found.answers == 90
    assert f"about {round(100 * found.chance)} % to pass" in await progress(bookable)
    again = await read(bookable, lambda tx: readiness.in_force(tx, catalogue, number, 1))
    assert again == found


async def test_an_answer_that_waits_for_the_close_moves_nothing_that_is_shown(
    tmp_path: Path,
) -> None:
    shown = []
    for letter in "ABCD":
        folder = tmp_path / letter
        folder.mkdir()
        world = await founded(folder, "sequel")
        await sealed(world)
        await answer_many(world, "Ann", {"s1": (40, 50), "s2": (30, 40)})
        await pick(world, letter, "Ann")
        await answer_many(world, "Ben", {"s1": (1, 1)})
        before = await progress(world)
        assert "How you stand is told after it." in before
        assert "to pass" not in before
        shown.append((before, text(await world.press("Ann", "home"))))
        await world.pass_time(hours=12)
        assert "to pass" in await progress(world)
        world.database.close()
    # Which letter was picked is the only difference, and progress names none.
    assert len({progress for progress, _ in shown}) == 1


async def test_the_first_days_rating_is_set_against_the_truth_after_four_weeks(
    bookable: World,
) -> None:
    await pick(bookable, "A", "Ann")
    await bookable.press("Ann", RateSelf(0, Familiarity.TEACH))
    await bookable.press("Ann", RateSelf(1, Familiarity.NEW))
    await answer_many(bookable, "Ann", {"s1": (5, 13), "s2": (9, 10)})
    early = await progress(bookable)
    assert "you said: could teach it" in early
    bookable.clock.now += timedelta(weeks=4)
    late = await progress(bookable)
    assert re.search(r"you said you could teach it: [56] of 1[34] so far", late)
    assert re.search(r"you said it was new: (9|10) of 1[01] so far", late)


async def test_home_says_it_in_the_same_words(bookable: World) -> None:
    await answer_many(bookable, "Ann", {"s1": (45, 50), "s2": (36, 40)})
    line = answer_line(await progress(bookable))
    assert line in text(await bookable.press("Ann", "home"))


async def test_about_says_what_progress_tells(bookable: World, tmp_path: Path) -> None:
    assert "how likely you are to pass" in text(await bookable.press("Ann", "about"))
    folder = tmp_path / "other"
    folder.mkdir()
    other = await founded(folder, "sample")
    said = text(await other.press("Ann", "about"))
    other.database.close()
    assert "strength on the SMP-1 blueprint, never a chance of passing" in said
