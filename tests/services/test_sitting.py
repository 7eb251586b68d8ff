"""Sitting a mock exam: its clock, its places, its owner's devices, and what it keeps to itself."""

from __future__ import annotations

from asyncio import gather, wrap_future
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards.actions.flags import Flag, SendFlag
from bot.cards.actions.me import Erase, MeData
from bot.cards.actions.mock import (
    AskHandIn,
    BeginMock,
    EndBreak,
    HandIn,
    JumpTo,
    KeepAnswer,
    LeaveMock,
    MarkPlace,
    Mock,
    Navigate,
    PickOption,
    ReviewPlace,
    ShowResult,
    TakeBreak,
    TurnTo,
)
from bot.cards.actions.question import Change, Lock, Respond, Reveal, SaveNote, Show, Tap, WriteNote
from bot.cards.actions.runs import Continue, Practise
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.packs import Catalogue
from bot.services.library import Library
from bot.services.upkeep import rebuild_caches
from bot.store import attempts, linking, people, reviews, sittings
from bot.store.tables import Attempt, Group, Sitting
from bot.store.tx import Tx
from tests import mocks, sample
from tests.databases import sqlite
from tests.mocks import answer, begin, items
from tests.world import World, action, build, buttons, choice, open_group, text, who


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a Cohort whose pack keeps questions for a mini mock, with Ann and Ben."""
    made = build(sqlite(tmp_path), mocks.library())
    await open_group(made, "Ann", "Ben", post=True)
    yield made
    made.database.close()


def held(world: World, sitting: int) -> Sitting:
    found = world.database.read_now(lambda tx: tx.get(Sitting, sitting))
    assert found is not None
    return found


def kept(world: World) -> list[Attempt]:
    return world.database.read_now(
        lambda tx: [each for each in attempts.all_attempts(tx) if each.source == sittings.MOCK]
    )


async def allow_breaks(world: World) -> None:
    def work(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        group.mock_breaks = True
        tx.add(group)

    await wrapped(world, work)


async def wrapped(world: World, work: Callable[[Tx], object]) -> None:
    await wrap_future(world.database.write(work))


def restarted(world: World, folder: Path, library: Library | None = None) -> World:
    """Stop the program and start it again on the same file, at the same time of its clock."""
    world.database.close()
    return build(sqlite(folder), library or world.library, start=world.clock.now)


async def test_answers_become_attempts_at_the_hand_in_alone(world: World) -> None:
    sitting = await begin(world)
    for place in range(1, 10):
        await answer(world, sitting, place, right=place % 3 > 0)
    assert kept(world) == []
    world.clock.now += timedelta(minutes=12)
    card = await world.press("Ann", HandIn(sitting))
    assert "6 of 11, 55 %" in text(card)
    assert "2 questions stayed open and count as wrong." in text(card)
    assert [each.is_right for each in kept(world)] == [True, True, False] * 3
    assert {each.at for each in kept(world)} == {world.clock.now}
    assert {each.confidence for each in kept(world)} == {None}


async def test_derived_state_follows_and_a_rebuild_gives_the_same(world: World) -> None:
    sitting = await begin(world)
    for place in range(1, 12):
        await answer(world, sitting, place, right=place < 5)
    await world.press("Ann", HandIn(sitting))

    def totals(tx: Tx) -> list[tuple[str, str, int, int]]:
        return sorted(attempts.concept_totals(tx, 1, "sample"))

    found = world.database.read_now(totals)
    assert sum(n for _, _, n, _ in found) == 11
    assert sum(right for *_, right in found) == 4
    await wrapped(world, rebuild_caches)
    assert world.database.read_now(totals) == found


async def test_handing_in_twice_changes_nothing(world: World) -> None:
    sitting = await begin(world)
    await answer(world, sitting, 1)
    first, second = await gather(
        world.press("Ann", HandIn(sitting)), world.press("Ann", HandIn(sitting))
    )
    assert "1 of 11" in text(first)
    assert "It is handed in: nothing in it changes any more." in text(second)
    assert len(kept(world)) == 1


async def test_a_press_after_the_hand_in_keeps_nothing_and_shows_the_result(world: World) -> None:
    sitting = await begin(world)
    await world.press("Ann", HandIn(sitting))
    for late in (
        PickOption(sitting, 1, 0), TurnTo(sitting, 2), MarkPlace(sitting, 1, True),
        Navigate(sitting), AskHandIn(sitting), LeaveMock(sitting), TakeBreak(sitting),
        EndBreak(sitting),
    ):  # fmt: skip
        assert "nothing in it changes any more" in text(await world.press("Ann", late))
    assert kept(world) == []
    assert all(each.response is None for each in items(world, sitting))


async def test_only_one_runs_for_a_person_and_each_has_their_own(world: World) -> None:
    sitting = await begin(world)
    again = await world.press("Ann", BeginMock("mini"))
    assert "You are sitting this one already" in text(again)
    other = await begin(world, "Ben")
    assert other != sitting
    refused = text(await world.press("Ben", PickOption(sitting, 1, 0)))
    assert "That mock exam is not here (any more)." in refused
    assert text(await world.press("Ben", ShowResult(sitting))) == refused
    assert text(await world.press("Ben", ReviewPlace(sitting, 1))) == refused


async def test_two_beginnings_at_once_make_one_sitting(world: World) -> None:
    await gather(*(world.press("Ann", BeginMock("mini")) for _ in range(4)))
    rows = world.database.read_now(lambda tx: tx.run("SELECT run_id FROM sitting").fetchall())
    assert len(rows) == 1


async def test_two_devices_stay_together_and_a_stale_press_acts_on_its_own_question(
    world: World,
) -> None:
    sitting = await begin(world)
    single = [each.place for each in items(world, sitting) if "d3" not in each.item_id][:2]
    phone, laptop = single
    await world.press("Ann", TurnTo(sitting, phone))
    await world.press("Ann", TurnTo(sitting, laptop))
    stale = await world.press("Ann", PickOption(sitting, phone, 1))
    assert f"This answer is kept for question {phone}." in text(stale)
    assert f"On another screen you were at question {laptop}." in text(stale)
    assert f"{phone} of 11" in text(stale)
    assert items(world, sitting)[phone - 1].response is not None
    assert items(world, sitting)[laptop - 1].response is None
    marked = await world.press("Ann", MarkPlace(sitting, laptop, True))
    assert f"The mark is for question {laptop}." in text(marked)
    # Whichever device asks sees the same.
    assert "1 of 11 answered" in text(await world.press("Ann", Continue()))


async def test_changes_are_counted_and_the_same_answer_again_is_none(world: World) -> None:
    sitting = await begin(world)
    place = next(each.place for each in items(world, sitting) if "d1" in each.item_id)
    for position in (0, 0, 1, 1, 0):
        await world.press("Ann", PickOption(sitting, place, position))
    found = items(world, sitting)[place - 1]
    assert found.changes == 2
    assert found.first == found.response


async def test_time_is_counted_for_the_question_on_the_screen(world: World) -> None:
    sitting = await begin(world)
    world.clock.now += timedelta(seconds=40)
    await world.press("Ann", TurnTo(sitting, 2))
    world.clock.now += timedelta(seconds=5)
    await world.press("Ann", LeaveMock(sitting))
    world.clock.now += timedelta(minutes=5)
    await world.press("Ann", Continue())
    world.clock.now += timedelta(seconds=2)
    await answer(world, sitting, 2)
    spent = [each.spent.total_seconds() for each in items(world, sitting)]
    assert spent[:2] == [40, 7]
    await world.press("Ann", HandIn(sitting))
    assert [each.elapsed_ms for each in kept(world)] == [7_000]


async def test_it_goes_on_after_a_restart_at_any_moment(world: World, tmp_path: Path) -> None:
    sitting = await begin(world)
    steps: list[Callable[[], Awaitable[object]]] = [
        lambda: answer(world, sitting, 1),
        lambda: world.press("Ann", MarkPlace(sitting, 1, True)),
        lambda: world.press("Ann", TurnTo(sitting, 5)),
        lambda: world.press("Ann", LeaveMock(sitting)),
        lambda: world.press("Ann", AskHandIn(sitting)),
    ]
    for number, step in enumerate(steps, 1):
        await step()
        before = items(world, sitting)
        world = restarted(world, tmp_path)
        world.clock.now += timedelta(minutes=1)
        card = await world.press("Ann", Continue())
        assert f"{30 - number} min left" in text(card)
        assert [(e.response, e.marked, e.order) for e in items(world, sitting)] == [
            (e.response, e.marked, e.order) for e in before
        ]
    assert "5 of 11" in text(card)
    assert "1 of 11" in text(await world.press("Ann", HandIn(sitting)))
    world.database.close()


async def test_at_its_deadline_it_is_handed_in_and_its_owner_is_told_alone(world: World) -> None:
    sitting = await begin(world)
    await answer(world, sitting, 1)
    deadline = held(world, sitting).deadline
    await world.at(deadline - timedelta(seconds=1))
    assert held(world, sitting).handed_in_at is None
    await world.at(deadline)
    assert (held(world, sitting).handed_in_at, held(world, sitting).by_clock) == (deadline, True)
    assert "Time was up" in text((await world.told("Ann"))[-1])
    assert await world.told("Ben") == []
    assert "Time was up: it was handed in for you" in text(
        await world.press("Ann", ShowResult(sitting))
    )


async def test_a_press_after_the_deadline_hands_in_without_it(world: World) -> None:
    sitting = await begin(world)
    await answer(world, sitting, 1)
    deadline = held(world, sitting).deadline
    world.clock.now = deadline + timedelta(seconds=3)
    card = await answer(world, sitting, 2)
    assert "Time was up" in text(card)
    assert held(world, sitting).handed_in_at == deadline
    assert [each.at for each in kept(world)] == [deadline]
    await world.settle()
    assert await world.told("Ann") == []  # they saw it themselves


async def test_a_deadline_while_the_program_was_down_is_kept_with_its_true_time(
    world: World, tmp_path: Path
) -> None:
    sitting = await begin(world)
    await answer(world, sitting, 1)
    deadline = held(world, sitting).deadline
    world.clock.now += timedelta(days=2)
    world = restarted(world, tmp_path)
    await world.settle()
    assert held(world, sitting).handed_in_at == deadline
    assert [(each.at, each.study_day.isoformat()) for each in kept(world)] == [
        (deadline, "2026-11-24")
    ]
    assert "30 of 30 minutes used" in text(await world.press("Ann", ShowResult(sitting)))
    world.database.close()


async def test_a_clock_that_jumps_back_gives_no_time_and_takes_none(world: World) -> None:
    sitting = await begin(world)
    world.clock.now -= timedelta(hours=3)
    assert "30 min left" in text(await answer(world, sitting, 1))
    await world.press("Ann", HandIn(sitting))
    assert all(each.spent == timedelta() for each in items(world, sitting))
    begun = world.database.read_now(
        lambda tx: tx.run("SELECT started_at, ended_at FROM run").fetchone()
    )
    assert begun is not None
    assert begun[0] == begun[1]


async def test_no_feedback_and_no_key_before_the_hand_in(world: World) -> None:
    sitting = await begin(world)
    for place in range(1, 12):
        cards = [await answer(world, sitting, place, right=place % 2 > 0)]
        cards += [await world.press("Ann", TurnTo(sitting, place))]
        for card in cards:
            assert not card.reveals
            assert not {"Flag", "Add note", "Result"} & set(buttons(card))
            for word in ("Right.", "✓", "✗", "falls short", "Take away", "It costs the least"):
                assert word not in text(card)
    for ask in (ShowResult(sitting), ReviewPlace(sitting, 1)):
        assert "You are still sitting that one" in text(await world.press("Ann", ask))


async def test_no_other_way_opens_an_item_that_is_being_sat(world: World) -> None:
    sitting = await begin(world)
    await answer(world, sitting, 1)
    target = Target(Asked.RUN, items(world, sitting)[0].run_item_id)
    for way in (
        Show(target), Reveal(target), Tap(target, 0), Change(target), WriteNote(target),
        Lock(target, Confidence.CERTAIN), Respond(target), SaveNote(target), Flag(target),
        SendFlag(target),
    ):  # fmt: skip
        said = text(await world.press("Ann", way, {"text": ("x",), "reason": ("other",)}))
        assert "is on the mock exam that you are sitting" in said
    assert kept(world) == []
    await world.press("Ann", HandIn(sitting))
    assert "Right." in text(await world.press("Ann", Show(target)))


async def test_a_question_left_open_is_told_afterwards_and_takes_no_answer(world: World) -> None:
    sitting = await begin(world)
    await world.press("Ann", HandIn(sitting))
    place = next(each for each in items(world, sitting) if "d1" in each.item_id)
    target = Target(Asked.RUN, place.run_item_id)
    for way in (Show(target), Tap(target, 0), Change(target)):
        assert "It was " in text(await world.press("Ann", way))
    assert "Choose an option first" in text(
        await world.press("Ann", Lock(target, Confidence.CERTAIN))
    )
    sent = {"response": ("0",), "confidence": ("certain",)}
    assert "That mock exam is over" in text(await world.press("Ann", Respond(target), sent))
    assert kept(world) == []


async def test_one_s_own_data_tells_no_key_of_an_item_that_is_being_sat(world: World) -> None:
    first = await begin(world)
    await answer(world, first, 1)
    await world.press("Ann", HandIn(first))
    second = await begin(world)
    data = (await world.reply("Ann", MeData())).files[0].data.decode()
    assert all(each.version in data for each in items(world, second))
    assert "It costs the least for d1.1-21m" not in data
    await world.press("Ann", HandIn(second))
    data = (await world.reply("Ann", MeData())).files[0].data.decode()
    assert "It costs the least for d1.1-21m" in data


async def test_an_item_met_before_is_not_told_while_it_is_sat_again(world: World) -> None:
    first = await begin(world)
    await world.press("Ann", HandIn(first))
    again = await begin(world)
    said = text(await world.press("Ann", ReviewPlace(first, 1)))
    assert "it is told once that one is handed in" in said
    barred = world.database.read_now(lambda tx: reviews.items_open_to(tx, 1))
    assert {each.item_id for each in items(world, again)} <= barred
    await world.press("Ann", HandIn(again))
    assert (await world.press("Ann", ReviewPlace(first, 1))).reveals


async def test_practice_goes_on_beside_it_and_continue_means_the_exam(world: World) -> None:
    await world.press("Ann", Practise("", 3))
    sitting = await begin(world)
    assert "Mini mock" in text(await world.press("Ann", Continue()))
    assert "Practice · 1 of 2" in text(await world.press("Ann", Practise("", 2)))
    assert held(world, sitting).handed_in_at is None
    await world.press("Ann", HandIn(sitting))
    assert "Practice · 1 of 2" in text(await world.press("Ann", Continue()))


async def test_today_and_one_s_corner_lead_back_to_it_while_it_runs(world: World) -> None:
    for words in ("today", "home"):
        assert "mock" not in text(await world.press("Ann", words)).lower()
    sitting = await begin(world)
    await answer(world, sitting, 1)
    for words in ("today", "home"):
        card = await world.press("Ann", words)
        assert "Mini mock running: 1 of 11 answered, 30 min left, 3 min ahead." in text(card)
        assert "1 of 11" in text(await world.press("Ann", action(card, "Go on with the mock")))
        assert "mock" not in text(await world.press("Ben", words)).lower()
    await world.press("Ann", HandIn(sitting))
    assert "Mini mock running" not in text(await world.press("Ann", "today"))


async def test_a_hand_in_that_breaks_off_leaves_nothing_and_can_be_done_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = await begin(world)
    for place in range(1, 12):
        await answer(world, sitting, place)
    record, calls = attempts.record_attempt, []

    def breaks_off(tx: Tx, new: attempts.NewAttempt) -> int | None:
        calls.append(new)
        if len(calls) == 6:
            raise RuntimeError("the machine is gone")
        return record(tx, new)

    monkeypatch.setattr(attempts, "record_attempt", breaks_off)
    assert "went wrong" in text(await world.press("Ann", HandIn(sitting)))
    assert kept(world) == []
    assert held(world, sitting).handed_in_at is None
    assert "11 of 11" in text(await world.press("Ann", HandIn(sitting)))
    assert len(kept(world)) == 11


async def test_a_sitting_goes_along_when_two_accounts_become_one_person(world: World) -> None:
    sitting = await begin(world, "Ben")
    await answer(world, sitting, 1, "Ben")

    def link(tx: Tx) -> None:
        ann, ben = (people.find_account(tx, who(name)) for name in ("Ann", "Ben"))
        assert ann is not None
        assert ben is not None
        linking.move_accounts(tx, ben.learner_id, ann.learner_id)

    await world.press("Ann", "today")
    await wrapped(world, link)
    assert "1 of 11 answered" in text(await world.press("Ann", Continue()))
    assert "1 of 11" in text(await world.press("Ben", HandIn(sitting)))


async def test_the_form_stays_when_the_pack_changes(world: World, tmp_path: Path) -> None:
    sitting = await begin(world)
    before = items(world, sitting)
    shown = text(await world.press("Ann", TurnTo(sitting, 1)))
    old = world.library.catalogues["sample"]
    changed = [
        replace(item, stem=f"New: {item.stem}")
        for item in old.items.values()
        if item.id != before[1].item_id
    ]
    library = Library(catalogues={"sample": Catalogue.of(old.pack, changed)})
    world = restarted(world, tmp_path, library)
    assert text(await world.press("Ann", TurnTo(sitting, 1))) == shown
    await answer(world, sitting, 2)
    card = text(await world.press("Ann", HandIn(sitting)))
    assert "Question 2 was put aside or retired after you began" in card
    assert "1 of 11" in card
    world.database.close()


async def test_a_pack_that_is_gone_takes_nothing_away(world: World, tmp_path: Path) -> None:
    sitting = await begin(world)
    await answer(world, sitting, 1)
    other = replace(sample.pack(), id="other")
    world = restarted(world, tmp_path, Library(catalogues={"other": Catalogue.of(other, [])}))
    assert "1 of 11 answered" in text(await world.press("Ann", Continue()))
    assert "1 of 11" in text(await world.press("Ann", HandIn(sitting)))
    assert "1 of 11" in text(await world.press("Ann", ReviewPlace(sitting, 1)))
    world.database.close()


async def test_breaks_stop_the_clock_where_the_lead_allows_them(world: World) -> None:
    await allow_breaks(world)
    assert "20 minutes of them in all" in text(await world.press("Ann", Mock("mini")))
    sitting = await begin(world)
    world.clock.now += timedelta(minutes=5)
    assert "A break" not in text(await world.press("Ann", Navigate(sitting)))
    card = await world.press("Ann", TakeBreak(sitting))
    assert "The clock stands still" in text(card)
    world.clock.now += timedelta(minutes=15)
    for seen in (Continue(), TurnTo(sitting, 2), HandIn(sitting), Navigate(sitting)):
        assert "The clock stands still" in text(await world.press("Ann", seen))
    assert "25 min left" in text(await world.press("Ann", EndBreak(sitting)))
    # Five minutes of break are left: then the clock runs by itself.
    await world.press("Ann", TakeBreak(sitting))
    world.clock.now += timedelta(minutes=9)
    assert "21 min left" in text(await world.press("Ann", Continue()))
    over = text(await world.press("Ann", TakeBreak(sitting)))
    assert "no break left" in over
    await world.at(held(world, sitting).deadline)
    assert held(world, sitting).by_clock


async def test_a_break_that_nobody_ends_ends_in_the_hand_in(world: World) -> None:
    await allow_breaks(world)
    sitting = await begin(world)
    begun = world.clock.now
    await world.press("Ann", TakeBreak(sitting))
    await world.at(begun + timedelta(minutes=49))
    assert held(world, sitting).handed_in_at is None
    await world.at(begun + timedelta(minutes=51))
    assert held(world, sitting).handed_in_at == begun + timedelta(minutes=50)


async def test_without_leave_of_the_lead_the_clock_runs_on(world: World) -> None:
    sitting = await begin(world)
    assert "Take a break" not in buttons(await world.press("Ann", Navigate(sitting)))
    assert "no break left" in text(await world.press("Ann", TakeBreak(sitting)))


@pytest.mark.parametrize("place", ["", "0", "12", "-1", "٣", "1.5", "x" * 50])
async def test_a_place_that_is_not_there_is_refused(world: World, place: str) -> None:
    sitting = await begin(world)
    said = text(await world.press("Ann", JumpTo(sitting), {"place": (place,)}))
    assert "Choose a question between 1 and 11." in said


async def test_what_cannot_be_an_answer_is_refused_and_nothing_is_kept(world: World) -> None:
    sitting = await begin(world)
    found = {each.item_id[7:14]: each.place for each in items(world, sitting)}
    ordering, single = found["d3.1-21"], found["d1.1-21"]
    for sent in ((), ("0", "0", "1", "2"), ("9",), ("x",)):
        card = await world.press("Ann", KeepAnswer(sitting, ordering), {"response": sent})
        assert card.title == "One moment"
    for position in (4, 99):
        card = await world.press("Ann", PickOption(sitting, single, position))
        assert "does not exist" in text(card)
    card = await world.press("Ann", PickOption(sitting, ordering, 0))
    assert "takes more than a tap" in text(card)
    assert "is not here" in text(await world.press("Ann", TurnTo(10**9, 1)))
    assert all(each.response is None for each in items(world, sitting))


async def test_a_form_comes_back_as_it_was_kept(world: World) -> None:
    sitting = await begin(world)
    place = next(each.place for each in items(world, sitting) if "d3.1-21" in each.item_id)
    await world.press("Ann", KeepAnswer(sitting, place), {"response": ("3", "0", "2", "1")})
    card = await world.press("Ann", TurnTo(sitting, place))
    assert choice(card).chosen == ("3", "0", "2", "1")


async def test_erasing_a_person_ends_their_sitting_without_a_mark(world: World) -> None:
    sitting = await begin(world, "Ben")
    await answer(world, sitting, 1, "Ben")
    await world.press("Ben", "me erase")
    await world.press("Ben", Erase(), {"word": ("ERASE",), "text": ("ERASE",)})
    deadline = held(world, sitting).deadline
    await world.at(deadline + timedelta(hours=1))
    assert held(world, sitting).handed_in_at is not None
    assert kept(world) == []
    assert all(each.response is None for each in items(world, sitting))
