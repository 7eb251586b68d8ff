"""A mock exam while things go wrong: two devices, a pack that changes, a clock that jumps."""

from __future__ import annotations

from asyncio import gather, wrap_future
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards.actions.mock import (
    AskHandIn,
    BeginMock,
    HandIn,
    MarkPlace,
    Mock,
    PickOption,
    ReviewPlace,
    ShowResult,
    TurnTo,
)
from bot.cards.actions.runs import Continue, Practise
from bot.core.packs import Catalogue
from bot.services import revisions
from bot.services.library import Library
from bot.store.sittings import SatItem
from tests import mocks
from tests.databases import sqlite
from tests.mocks import answer, begin, items
from tests.services.test_revisions import corrected
from tests.services.test_sitting import held, kept, restarted
from tests.world import World, action, build, open_group, text


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a Cohort whose pack keeps questions for a mini mock, with Ann and Ben."""
    made = build(sqlite(tmp_path), mocks.library())
    await open_group(made, "Ann", "Ben", post=True)
    yield made
    made.database.close()


def singles(world: World, sitting: int) -> list[SatItem]:
    """Give the places that are answered by one tap."""
    return [each for each in items(world, sitting) if "d3" not in each.item_id]


async def test_the_same_pick_from_both_devices_is_one_answer(world: World) -> None:
    sitting = await begin(world)
    place = singles(world, sitting)[0].place
    pick = PickOption(sitting, place, 2)
    cards = await gather(world.press("Ann", pick), world.press("Ann", pick))
    assert text(cards[0]) == text(cards[1])
    assert "Your answer: C." in text(cards[0])
    found = items(world, sitting)[place - 1]
    assert (found.changes, found.first) == (0, found.response)


async def test_of_different_picks_at_once_the_later_one_holds_on_both(world: World) -> None:
    sitting = await begin(world)
    place = singles(world, sitting)[0].place
    await gather(
        world.press("Ann", PickOption(sitting, place, 0)),
        world.press("Ann", PickOption(sitting, place, 3)),
    )
    found = items(world, sitting)[place - 1]
    assert found.response == (found.order[3],)
    assert (found.changes, found.first) == (1, (found.order[0],))
    assert "Your answer: D." in text(await world.press("Ann", TurnTo(sitting, place)))


@pytest.mark.parametrize("is_first", [True, False])
async def test_a_hand_in_beside_a_pick_counts_it_or_tells_that_it_came_too_late(
    world: World, is_first: bool
) -> None:
    sitting = await begin(world)
    one, other = (each.place for each in singles(world, sitting)[:2])
    await answer(world, sitting, one)
    pick, end = PickOption(sitting, other, 1), HandIn(sitting)
    order = (pick, end) if is_first else (end, pick)
    cards = await gather(*(world.press("Ann", each) for each in order))
    said = "nothing in it changes any more"
    assert (said in text(cards[1])) is not is_first
    assert {each.run_item_id for each in kept(world)} == {
        each.run_item_id for each in items(world, sitting) if each.response is not None
    }
    assert len(kept(world)) == 1 + is_first
    # The other device's next press shows the result that there is.
    for late in (MarkPlace(sitting, one, True), AskHandIn(sitting), HandIn(sitting)):
        assert said in text(await world.press("Ann", late))
    assert len(kept(world)) == 1 + is_first


async def test_two_devices_that_begin_at_once_sit_the_same_one(world: World) -> None:
    cards = await gather(*(world.press("Ann", BeginMock("mini")) for _ in range(2)))
    assert {action(card, "All questions") for card in cards} == {action(cards[0], "All questions")}
    assert "sitting this one already" in text(cards[1])


async def test_an_item_removed_and_a_key_corrected_in_between_leave_the_form_as_it_is(
    world: World, tmp_path: Path
) -> None:
    sitting = await begin(world)
    before = items(world, sitting)
    gone, mended = singles(world, sitting)[:2]
    catalogue = world.library.catalogue("sample")
    # The pack's key was wrong: what she picks is right by the corrected one.
    key = next(n for n in range(4) if n not in catalogue.items[mended.item_id].key)
    await answer(world, sitting, gone.place)
    await world.press("Ann", PickOption(sitting, mended.place, mended.order.index(key)))
    shown = text(await world.press("Ann", TurnTo(sitting, mended.place)))

    changed = {
        name: corrected(item, key) if name == mended.item_id else item
        for name, item in catalogue.items.items()
        if name != gone.item_id
    }
    library = Library(catalogues={"sample": Catalogue(catalogue.pack, changed)})
    world = restarted(world, tmp_path, library)
    now = world.clock.now
    for found in world.database.read(lambda tx: revisions.find(tx, library)).result():
        world.database.write(lambda tx, r=found: revisions.take_in(tx, r, now)).result()  # type: ignore[misc]
    await world.settle()
    assert text(await world.press("Ann", TurnTo(sitting, mended.place))) == shown
    assert [(e.item_id, e.version, e.order) for e in items(world, sitting)] == [
        (e.item_id, e.version, e.order) for e in before
    ]
    result = text(await world.press("Ann", HandIn(sitting)))
    assert "2 of 11" in result
    assert f"Question {mended.place} was corrected after you began" in result
    assert f"Question {gone.place} was put aside or retired after you began" in result
    review = text(await world.press("Ann", ReviewPlace(sitting, mended.place)))
    assert "✓ right, your pick" in review
    assert "2 of 11" in text(await world.press("Ann", ShowResult(sitting)))
    # It is not drawn any more: too few are sealed for another form.
    assert "this pack keeps" in text(await world.press("Ann", Mock("mini")))
    world.database.close()


async def test_a_clock_that_jumps_a_day_ahead_and_back_hands_in_once_at_the_deadline(
    world: World,
) -> None:
    sitting = await begin(world)
    await answer(world, sitting, 1)
    began, deadline = world.clock.now, held(world, sitting).deadline
    await world.at(began + timedelta(days=1))
    await world.at(began + timedelta(minutes=2))
    assert held(world, sitting).handed_in_at == deadline
    assert [each.at for each in kept(world)] == [deadline]
    assert "nothing in it changes any more" in text(await answer(world, sitting, 2))
    for minutes in (3, 40, 24 * 60):
        await world.at(began + timedelta(minutes=minutes))
    assert len(await world.told("Ann")) == 1
    assert len(kept(world)) == 1


async def test_an_hour_back_in_the_middle_keeps_answers_times_and_the_deadline(
    world: World,
) -> None:
    sitting = await begin(world)
    deadline = held(world, sitting).deadline
    world.clock.now += timedelta(minutes=10)
    await answer(world, sitting, 1)
    world.clock.now -= timedelta(hours=1)
    assert "1 of 11 answered, 30 min left" in text(await world.press("Ann", Continue()))
    await answer(world, sitting, 2)
    world.clock.now += timedelta(hours=1, minutes=1)
    assert "2 of 11 answered, 19 min left" in text(await world.press("Ann", Continue()))
    assert held(world, sitting).deadline == deadline
    await world.press("Ann", HandIn(sitting))
    assert all(timedelta() <= each.spent <= timedelta(hours=2) for each in items(world, sitting))


async def test_a_group_that_turns_to_another_exam_takes_no_sitting_away(world: World) -> None:
    sitting = await begin(world)
    await answer(world, sitting, 1)
    two = replace(world.library.catalogue("sample").pack, id="other", short="OTH-1")
    world.library.catalogues["other"] = Catalogue.of(two, [])  # type: ignore[index]
    await wrap_future(
        world.database.write(lambda tx: tx.run("UPDATE study_group SET pack = 'other'").fetchall())
    )
    assert "1 of 11 answered" in text(await world.press("Ann", Continue()))
    assert "1 of 11" in text(await world.press("Ann", HandIn(sitting)))
    assert {each.pack for each in kept(world)} == {"sample"}


@pytest.mark.parametrize("is_grouped", [True, False])
async def test_whoever_comes_back_too_late_is_shown_how_it_went(
    world: World, is_grouped: bool
) -> None:
    name = "Ann"
    if not is_grouped:
        name = "Zoe"
        world.go(name, "", "discord")
    sitting = await begin(world, name)
    await answer(world, sitting, 1, name)
    await world.pass_time(minutes=40)
    card = text(await world.press(name, Continue()))
    assert "Time was up: it was handed in for you as it stood." in card
    assert "1 of 11, 9 %" in card
    # A run that waits goes before it, and after a day it is found under the past ones alone.
    await world.press(name, Practise("", 1))
    assert "Practice · 1 of 1" in text(await world.press(name, Continue()))
    await world.pass_time(days=15)
    assert "No run is waiting for you." in text(await world.press(name, Continue()))
