"""Before a mock exam and after it: what there is, why not, past ones, and corrected keys."""

from __future__ import annotations

from asyncio import wrap_future
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cards.actions.flags import PutAside
from bot.cards.actions.mock import (
    AskHandIn,
    BeginMock,
    HandIn,
    Mock,
    Navigate,
    ReviewPlace,
    ShowResult,
    TurnTo,
)
from bot.cards.blocks import Choice, Heading
from bot.services import handing_in
from bot.services.library import Library
from bot.store import attempts, sittings
from bot.store.tx import Tx
from tests import mocks, sample
from tests.databases import sqlite
from tests.mocks import answer, begin, items
from tests.services.doubts import correct
from tests.world import World, action, build, buttons, choice, open_group, text


async def made(folder: Path, library: Library) -> World:
    world = build(sqlite(folder), library)
    await open_group(world, "Ann", "Ben", post=True)
    return world


async def test_a_pack_without_sealed_questions_says_so(tmp_path: Path) -> None:
    world = await made(tmp_path, sample.library())
    card = text(await world.press("Ann", Mock("")))
    assert "A full mock of 65 questions needs a pack of 264 or more" in card
    assert "A mini mock takes 2 sealed questions from Gather; this pack keeps 0" in card
    for form in ("full", "half", "mini"):
        assert "Begin" not in text(await world.press("Ann", Mock(form)))
        said = text(await world.press("Ann", BeginMock(form)))
        assert "for now" in said or "keeps 0 for mock exams" in said
    world.database.close()


async def test_a_full_form_on_a_large_pack_from_begin_to_result(tmp_path: Path) -> None:
    world = await made(tmp_path, mocks.library(mocks.FULL, more=120))
    rules = text(await world.press("Ann", Mock("full")))
    assert "65 questions in 180 minutes." in rules
    assert "15 of the questions are on trial, as on the real exam" in rules
    sitting = await begin(world, form="full")
    places = items(world, sitting)
    assert len({each.item_id for each in places}) == 65
    assert sum(each.scored for each in places) == 50
    by_domain = Counter(each.item_id.split("/")[1][:2] for each in places)
    assert by_domain == {"d1": 13, "d2": 16, "d3": 23, "d4": 13}
    for place in range(1, 66):
        world.clock.now += timedelta(minutes=2)
        await answer(world, sitting, place, right=place % 4 > 0)
        if place == 42:
            card = await world.press("Ann", Navigate(sitting))
            assert "42 of 65 answered, 96 min left, 32 min ahead" in text(card)
            assert len(choice(card, "place").options) == 65
    assert "All 65 answered, 50 min left" in text(await world.press("Ann", Navigate(sitting)))
    assert "All 65 questions are answered." in text(await world.press("Ann", AskHandIn(sitting)))
    result = text(await world.press("Ann", HandIn(sitting)))
    right = sum(each.scored for each in places if each.place % 4)
    assert f"{right} of 50, {round(2 * right)} %" in result
    assert "15 questions of 65 were on trial" in result
    assert "130 of 180 minutes used" in result
    last = text(await world.press("Ann", ReviewPlace(sitting, 65)))
    assert "Full mock · 65 of 65" in last
    assert "falls short" in last
    for title in ("Gather", "Explore", "Model", "Operate"):
        assert title in result
    assert "scaled" not in result.lower()
    assert "750" not in result
    world.database.close()


async def test_a_long_one_is_handed_in_by_the_clock_in_goes_and_a_press_does_the_rest(
    tmp_path: Path,
) -> None:
    world = await made(tmp_path, mocks.library(mocks.FULL, more=120))
    for is_pressed in (False, True):
        sitting = await begin(world, form="full")
        for place in range(1, 61):
            await answer(world, sitting, place)
        deadline = world.clock.now = world.clock.now + timedelta(minutes=180)

        def count(number: int = sitting) -> int:
            return world.database.read_now(lambda tx: len(sittings.answers_of(tx, number)))

        def go(tx: Tx, number: int = sitting, now: datetime = deadline) -> bool:
            return handing_in.time_up(tx, world.library, number, now)

        counts = []
        for _ in range(1 if is_pressed else handing_in.GOES):
            assert await wrap_future(world.database.write(go))
            counts.append(count())
        assert counts == ([25] if is_pressed else [25, 50, 60])
        shown = TurnTo(sitting, 1) if is_pressed else ShowResult(sitting)
        assert "5 questions stayed open" in text(await world.press("Ann", shown))
        assert count() == 60
        assert not await wrap_future(world.database.write(go))
    world.database.close()


async def test_what_was_met_is_told_before_and_after(tmp_path: Path) -> None:
    world = await made(tmp_path, mocks.library({**mocks.SCARCE, "d1": 3}))
    first = await begin(world)
    assert "before" not in text(await world.press("Ann", HandIn(first)))
    assert "Ten of them you have met before: nothing newer is left." in text(
        await world.press("Ann", Mock("mini"))
    )
    second = await begin(world)
    result = text(await world.press("Ann", HandIn(second)))
    assert "You had met 10 of the 11 questions before" in result
    # Nothing of that is true of somebody else.
    assert "met before" not in text(await world.press("Ben", Mock("mini")))
    world.database.close()


async def test_past_results_are_found_again(tmp_path: Path) -> None:
    world = await made(tmp_path, mocks.library())
    for right in (3, 5):
        sitting = await begin(world)
        for place in range(1, right + 1):
            await answer(world, sitting, place)
        await world.press("Ann", HandIn(sitting))
        world.clock.now += timedelta(hours=1)
    card = await world.press("Ann", "mock")
    assert "5 of 11" in text(card)
    result = await world.press("Ann", action(card, "See Tue 24 Nov, 09:00"))
    assert "5 of 11, 45 %" in text(result)
    assert "Past ones" not in text(await world.press("Ben", "mock"))
    world.database.close()


async def test_every_question_is_reviewed_with_every_reason(tmp_path: Path) -> None:
    world = await made(tmp_path, mocks.library())
    sitting = await begin(world)
    for place in range(1, 12):
        await answer(world, sitting, place, right=place != 4)
    await world.press("Ann", HandIn(sitting))
    for place in range(1, 12):
        card = await world.press("Ann", ReviewPlace(sitting, place))
        assert card.reveals
        assert f"{place} of 11" in text(card)
        assert ("Not" in text(card)) is (place == 4)
        assert ("Next missed" in buttons(card)) is (place < 4)
        assert ("Next" in buttons(card)) is (place < 11)
        assert {"Add note", "Flag", "Result"} <= set(buttons(card))
        assert not any(isinstance(block, Choice) for block in card.blocks)
    assert "has the questions 1 to 11" in text(await world.press("Ann", ReviewPlace(sitting, 12)))
    world.database.close()


async def test_marking_follows_the_key_that_holds_at_the_hand_in(tmp_path: Path) -> None:
    world = await made(tmp_path, mocks.library())
    # Ben has answered it before, so that the lead may correct it.
    before = await begin(world, "Ben")
    for place in range(1, 12):
        await answer(world, before, place, "Ben")
    await world.press("Ben", HandIn(before))
    sitting = await begin(world, "Ben")
    for place in range(1, 12):
        await answer(world, sitting, place, "Ben")
    found = next(each for each in items(world, sitting) if "d1.1-21" in each.item_id)
    await correct(world, "Ann", found.version, 0, reason="It is cheaper.")
    # Until then the question stands as it stood, and nothing tells of it.
    shown = text(await world.press("Ben", TurnTo(sitting, found.place)))
    assert "corrected" not in shown
    result = text(await world.press("Ben", HandIn(sitting)))
    assert f"Question {found.place} was corrected after you began" in result
    assert "10 of 11" in result
    assert "Your lead corrected this question" in text(
        await world.press("Ben", ReviewPlace(sitting, found.place))
    )
    world.database.close()


async def test_an_item_put_aside_meanwhile_stays_on_the_form_and_is_said(tmp_path: Path) -> None:
    world = await made(tmp_path, mocks.library())
    # A lead can put aside what has been asked in the group.
    before = await begin(world, "Ben")
    await answer(world, before, 1, "Ben")
    version = items(world, before)[0].version
    await world.press("Ben", HandIn(before))
    sitting = await begin(world)
    place = next(each.place for each in items(world, sitting) if each.version == version)
    await answer(world, sitting, place)
    await world.press("Ann", PutAside(version))
    assert "1 of 11 answered" in text(await world.press("Ann", TurnTo(sitting, place)))
    result = text(await world.press("Ann", HandIn(sitting)))
    assert f"Question {place} was put aside or retired after you began" in result
    assert "1 of 11" in result
    world.database.close()


@pytest.mark.parametrize("form", ["", "full", "nonsense", "MINI"])
async def test_a_form_that_is_not_there_does_not_begin(tmp_path: Path, form: str) -> None:
    world = await made(tmp_path, mocks.library())
    card = await world.press("Ann", BeginMock(form))
    assert not any(isinstance(block, Heading) for block in card.blocks)
    rows = world.database.read_now(lambda tx: tx.run("SELECT 1 FROM sitting").fetchall())
    assert rows == []
    world.database.close()


async def test_somebody_in_no_group_sits_one_of_their_own(tmp_path: Path) -> None:
    world = await made(tmp_path, mocks.library())
    world.go("Zoe", "", "slack", zone="Europe/Lisbon")
    sitting = await begin(world, "Zoe")
    await answer(world, sitting, 1, "Zoe")
    await world.at(world.clock.now + timedelta(hours=1))
    assert "Time was up" in text(await world.press("Zoe", ShowResult(sitting)))
    rows = world.database.read_now(
        lambda tx: [
            each.group_id for each in attempts.all_attempts(tx) if each.source == sittings.MOCK
        ]
    )
    assert rows == [None]
    world.database.close()


async def test_a_tick_that_finds_no_sitting_due_reads_one_index(tmp_path: Path) -> None:
    world = await made(tmp_path, mocks.library())
    plan = world.database.read_now(
        lambda tx: tx.run(
            "EXPLAIN QUERY PLAN SELECT run_id FROM sitting WHERE handed_in_at IS NULL"
            " AND deadline <= ? ORDER BY deadline LIMIT 5",
            (world.clock.now,),
        ).fetchall()
    )
    assert ["ix_sitting_deadline" in str(row[3]) for row in plan] == [True]
    world.database.close()


async def test_a_pack_s_own_times_and_counts_hold(tmp_path: Path) -> None:
    catalogue = mocks.catalogue(mocks.SCARCE)
    exam = replace(catalogue.pack.exam, items=66, scored=66, minutes=132)
    pack = replace(catalogue.pack, exam=exam)
    library = Library(catalogues={"sample": replace(catalogue, pack=pack)})
    world = await made(tmp_path, library)
    assert "11 questions in 20 minutes." in text(await world.press("Ann", Mock("mini")))
    world.database.close()
