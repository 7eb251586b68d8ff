"""A member's plan, through the desk: what is asked, what is shown, what others may read."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.values import Confidence
from bot.cards.results import calibration_text
from bot.core.packs import Catalogue, PackStatus
from bot.core.readiness import Band
from bot.core.results import Reliability
from bot.services import plans, results
from bot.services.library import Library
from bot.services.readiness import InForce
from bot.store import attempts, events, rounds
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.services.test_verdicts_at_close import sealed
from tests.store.rows import answer
from tests.world import World, action, build, buttons, open_group, text


@pytest.fixture(scope="module")
def bookable() -> Library:
    """Give the sample as an exam that can still be sat."""
    made = sample.library()
    pack = replace(sample.pack(), status=PackStatus.BOOKABLE, last_exam_day=None)
    items = made.catalogue("sample").items.values()
    return replace(made, catalogues={"sample": Catalogue.of(pack, items)})


@pytest.fixture
async def world(tmp_path: Path, bookable: Library) -> AsyncIterator[World]:
    opened = build(sqlite(tmp_path), bookable)
    await open_group(opened, "Ann", "Ben", post=True)
    yield opened
    opened.database.close()


def day_of(world: World) -> date | None:
    return world.database.read(lambda tx: plans.exam_date_of(tx, 1, "sample")).result()


async def test_others_can_ask_for_a_members_day_until_the_plan_is_put_aside(world: World) -> None:
    assert day_of(world) is None
    await world.press("Ann", "plan 2027-01-12 3")
    assert day_of(world) == date(2027, 1, 12)
    await world.press("Ann", "plan off")
    assert day_of(world) is None


async def test_each_day_has_its_sentence(world: World) -> None:
    past = text(await world.press("Ann", "plan 2026-11-01 3"))
    assert "`/study exam-result` keeps how it went" in past
    assert "more than two years ahead" in text(await world.press("Ann", "plan 2036-11-01 3"))
    assert "Exam week: no new ground" in text(await world.press("Ann", "plan 2026-11-28 3"))
    tomorrow = text(await world.press("Ann", "plan tomorrow 3"))
    assert "Your exam is tomorrow." in tomorrow
    assert "Sleep." in tomorrow
    moved = text(await world.press("Ann", "plan 2027-01-12 3"))
    assert "moved from 25 November to 12 January 2027" in moved
    assert "moved" not in text(await world.press("Ann", "plan"))
    await world.pass_time(days=60)
    over = await world.press("Ann", "plan")
    assert "Your exam was on 12 January 2027." in text(over)
    assert "How did it go?" in text(await world.press("Ann", action(over, "Say how it went")))


async def test_a_clock_that_jumps_leaves_the_plan_as_it_was(world: World) -> None:
    start = world.clock.now
    shown = text(await world.press("Ann", "plan 2027-01-12 3"))
    assert "2027" in shown
    for away in (timedelta(hours=-1), timedelta(days=1), timedelta(days=21), timedelta(days=-40)):
        world.clock.now = start + away
        assert "12 January 2027" in text(await world.press("Ann", "plan"))
        world.clock.now = start
        assert text(await world.press("Ann", "plan")) == shown
    # Made while the clock was a month ahead, it begins with the week that it is looked at in.
    world.clock.now = start + timedelta(days=30)
    await world.press("Ben", "plan 2027-03-12 3")
    world.clock.now = start
    assert "0 of" in text(await world.press("Ben", "plan"))


async def test_reviews_and_the_last_week_go_by_ones_own_day(world: World) -> None:
    tap = action((await world.channel())[-1], "B")
    assert isinstance(tap, Tap)
    await world.press("Ann", tap)
    await world.press("Ann", Lock(tap.target, Confidence.FAIRLY))
    await world.press("Ann", "plan 2026-11-27 3")
    await world.pass_time(days=2)
    assert "Nothing due today. Sleep." in text(await world.press("Ann", "review"))
    assert "Nothing due today. Sleep." in text(await world.press("Ann", "today"))
    await world.pass_time(days=3)
    assert "Sleep" not in text(await world.press("Ann", "review"))


async def test_hours_are_whole_and_few(world: World) -> None:
    for hours in ("0", "41", "x", "1.5"):
        assert "from 1 to 40" in text(await world.press("Ann", f"plan 2027-01-12 {hours}"))


async def test_an_answer_to_the_daily_ticks_a_goal_off_and_a_goal_stands_still(
    world: World,
) -> None:
    before = text(await world.press("Ann", "plan 2027-01-12 1"))
    assert "Model: 0 of 6 questions" in before
    tap = action((await world.channel())[-1], "B")
    assert isinstance(tap, Tap)
    await world.press("Ann", tap)
    await world.press("Ann", Lock(tap.target, Confidence.FAIRLY))
    assert "Model: 1 of 6 questions" in text(await world.press("Ann", "plan"))


async def test_a_day_that_is_given_alone_keeps_the_hours(world: World) -> None:
    await world.press("Ann", "plan 2027-01-12 5")
    assert "5 hours a week" in text(await world.press("Ann", "plan 2027-01-19"))


async def test_a_result_is_kept_corrected_and_taken_back(world: World) -> None:
    assert "still ahead" in text(await world.press("Ann", "exam-result passed tomorrow"))
    kept = await world.press("Ann", "exam-result failed")
    assert "One sitting is one sitting" in text(kept)
    passed = await world.press("Ann", "exam-result passed today")
    assert "You passed SMP-1" in text(passed)
    form = text(await world.press("Ann", "exam-result"))
    assert "24 November 2026: passed." in form
    assert "not this time." not in form
    assert "Taken back" in text(await world.press("Ann", action(passed, "Take it back")))
    assert "taken back already" in text(await world.press("Ann", action(passed, "Take it back")))
    assert "24 November 2026:" not in text(await world.press("Ann", "exam-result"))


async def test_a_result_keeps_the_chance_that_was_told_and_calibration_reads_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept() -> tuple[int, Reliability]:
        return world.database.read(lambda tx: results.reliability(tx)).result()

    await world.press("Ann", "exam-result passed")
    number, found = kept()
    assert (number, found.n) == (1, 0)
    assert "nobody who kept one had been told a chance" in calibration_text(number, found)
    told = InForce(band=Band.LIKELY, chance=0.8, answers=120)
    monkeypatch.setattr("bot.services.readiness.in_force", lambda *_: told)
    await world.press("Ben", "exam-result failed")
    number, found = kept()
    assert (number, found.n) == (2, 1)
    assert found.brier == pytest.approx(0.64)
    said = calibration_text(number, found)
    assert "70 % to 90 %           1        80 %       0 %" in said
    assert "chance alone could look like this" in said
    assert kept()[0] == 2
    await wrap_future(world.database.write(lambda tx: events.append_event(
        tx, "exam-result", world.clock.now, learner_id=None, pack="sample", on="2026-11-01",
        outcome="passed",
    )))  # fmt: skip
    assert kept()[0] == 2


async def test_while_a_verdict_waits_no_chance_is_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = InForce(band=Band.LIKELY, chance=0.8, answers=120)
    monkeypatch.setattr("bot.services.readiness.in_force", lambda *_: told)
    await sealed(world)
    tap = action((await world.channel())[-1], "B")
    assert isinstance(tap, Tap)
    await world.press("Ann", tap)
    await world.press("Ann", Lock(tap.target, Confidence.FAIRLY))
    await world.press("Ann", "exam-result passed")
    assert world.database.read(lambda tx: results.reliability(tx)).result()[1].n == 0


async def test_no_result_is_said_plainly(world: World) -> None:
    number, found = world.database.read(lambda tx: results.reliability(tx, "sample")).result()
    assert calibration_text(number, found).startswith("No real result is kept yet")


async def test_each_phase_offers_its_own_way(world: World) -> None:
    await world.press("Ann", "plan 2026-12-26 1")
    offered = []
    for week in range(4):
        day = world.clock.now.date()
        card = await world.press("Ann", "plan")
        offered.append([label for label in buttons(card) if label[:5] in ("Drill", "Sit a")])
        if week < 3:
            await _practise_a_week(world, day)
            await world.pass_time(days=7)
    assert offered == [
        [],
        ["Drill: which service"],
        ["Drill: what decides"],
        ["Sit a mock"],
    ]
    assert "Mock" in (await world.press("Ann", action(card, "Sit a mock"))).title


async def _practise_a_week(world: World, day: date) -> None:
    """Keep as many answers of Ann's on a day as make it a week of the plan."""

    def keep(tx: Tx) -> None:
        rounds.keep_version(tx, sample.single("d1.1-01"), world.clock.now)
        for n in range(10):
            new = answer(
                1, None, source="practice", item_id=f"sample/d1.1-01/{day}{n}", study_day=day,
                concept="d1.1-01", domain="d1", at=world.clock.now, counts_for_round=False,
            )  # fmt: skip
            attempts.record_attempt(tx, new)

    await wrap_future(world.database.write(keep))
