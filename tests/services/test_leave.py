"""Days off: a streak survives them, holidays post nothing, a lead excuses and it is kept."""

from __future__ import annotations

from asyncio import wrap_future
from datetime import date

import pytest

from bot.cards.actions import Action
from bot.cards.actions.lead import Status
from bot.cards.actions.leave import PickRepair, RepairStreak, UndoRepair
from bot.cards.actions.own import Progress, Today
from bot.cards.blocks import Facts
from bot.core.leave import RepairEvent
from bot.services import leave
from bot.store import events, people
from bot.store.tables import Group
from bot.store.tx import Tx
from tests.playing import answer, live_day
from tests.world import World, action, choice, text, who


async def streak(world: World, name: str) -> str:
    """Give what somebody reads of their streak."""
    card = await world.press(name, Progress())
    facts = next(block for block in card.blocks if isinstance(block, Facts))
    return dict(facts.pairs)["Streak"]


async def keep_holidays(world: World, *days: str) -> None:
    def keep(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        group.holidays = list(days)
        tx.add(group)

    await wrap_future(world.database.write(keep))


def learner(world: World, name: str) -> int:
    def read(tx: Tx) -> int:
        account = people.find_account(tx, who(name))
        assert account is not None
        return account.learner_id

    return world.database.read_now(read)


async def test_a_missed_day_ends_a_streak_and_leave_does_not(world: World) -> None:
    for name in ("Ann", "Ben"):
        await answer(world, name)
    await world.press("Ben", "leave tomorrow")
    await live_day(world)
    await live_day(world)
    await live_day(world, "Ann", "Ben")
    assert (await streak(world, "Ann")).startswith("1 posting day;")
    assert (await streak(world, "Ben")).startswith("2 posting days;")


async def test_leave_lengthens_nothing(world: World) -> None:
    await live_day(world, "Ann")
    await world.press("Ann", "leave 2026-11-25 2026-11-27")
    for _ in range(3):
        await live_day(world)
    assert (await streak(world, "Ann")).startswith("1 posting day;")


async def test_the_streak_says_until_when_today_counts_and_who_is_away(world: World) -> None:
    await live_day(world, "Ann")
    assert await streak(world, "Ann") == "1 posting day; today counts until 03:00, Europe/Berlin"
    await world.press("Ann", "leave today")
    assert (await streak(world, "Ann")).endswith("; away Wed 25 Nov")
    assert await streak(world, "Ben") == "none yet"


async def test_others_can_ask_whether_somebody_is_on_leave(world: World) -> None:
    await world.press("Ben", "leave 2026-12-24 2026-12-26")
    ben = learner(world, "Ben")

    def asked(day: date) -> bool:
        return world.database.read_now(lambda tx: leave.on_leave(tx, 1, ben, day))

    assert asked(date(2026, 12, 26))
    assert not asked(date(2026, 12, 27))
    assert not world.database.read_now(lambda tx: leave.on_leave(tx, 2, ben, date(2026, 12, 24)))


async def test_leave_taken_back_in_the_middle_keeps_what_is_past(world: World) -> None:
    await live_day(world, "Ann")
    away = await world.press("Ann", "leave 2026-11-25 2026-11-27")
    await live_day(world)
    taken = await world.press("Ann", action(away, "Take it back"))
    assert "from today on your days count again" in text(taken)
    await live_day(world, "Ann")
    assert (await streak(world, "Ann")).startswith("2 posting days;")
    assert "over or taken back already" in text(
        await world.press("Ann", action(away, "Take it back"))
    )
    await live_day(world)  # Friday is missed
    assert await streak(world, "Ann") == "none yet"
    assert "is past" in text(await world.press("Ann", action(taken, "Let it hold again")))


async def test_leave_that_holds_cannot_be_restored_twice(world: World) -> None:
    away = await world.press("Ann", "leave tomorrow")
    taken = await world.press("Ann", action(away, "Take it back"))
    restored = await world.press("Ann", action(taken, "Let it hold again"))
    assert "You are away Wed 25 Nov." in text(restored)
    assert "holds already" in text(await world.press("Ann", action(taken, "Let it hold again")))


async def test_nobody_takes_back_anothers_leave(world: World) -> None:
    away = await world.press("Ben", "leave tomorrow")
    said = text(await world.press("Ann", action(away, "Take it back")))
    assert "over or taken back already" in said
    assert "You are away Wed 25 Nov." in text(await world.press("Ben", "leave"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("leave 2026-11-25 2028-11-25", "a year at most"),
        ("leave 2026-11-20", "Those days are past"),
        ("leave 2026-12-02 2026-12-01", "lies before the first"),
        ("leave someday", "I can't read “someday” as a date"),
    ],
)
async def test_days_that_cannot_be_are_refused(world: World, typed: str, said: str) -> None:
    assert said in text(await world.press("Ann", typed))
    assert "You are away" not in text(await world.press("Ann", "leave"))


async def test_the_form_takes_two_dates_or_one(world: World) -> None:
    form = await world.press("Ann", "leave")
    assert form.submit is not None
    one = {"first": ("2026-12-24",), "last": ("",)}
    assert "away Thu 24 Dec." in text(await world.press("Ann", form.submit.action, one))
    two = {"first": ("2026-12-28",), "last": ("2026-12-30",)}
    assert "Mon 28 Dec to Wed 30 Dec" in text(await world.press("Ann", form.submit.action, two))
    assert "I can't read" in text(await world.press("Ann", form.submit.action, {}))


async def test_no_question_is_posted_on_a_holiday_and_the_streak_goes_on(world: World) -> None:
    await keep_holidays(world, "2026-11-25/2026-11-26")
    await answer(world, "Ann")
    shown = text(await world.press("Ann", Status()))
    assert "Next question: Fri 27 Nov" in shown
    await live_day(world)
    assert "Next: Fri 27 Nov" in text(await world.press("Ann", Today()))
    await live_day(world)
    await live_day(world)
    slots = world.database.read_now(
        lambda tx: tx.run("SELECT slot, state, reason FROM round ORDER BY slot").fetchall()
    )
    assert [tuple(slot) for slot in slots[1:3]] == [
        ("2026-11-25", "skipped", "Holiday."),
        ("2026-11-26", "skipped", "Holiday."),
    ]
    assert "Wed 25 Nov | Holiday." in text(await world.press("Ann", Status()))
    await live_day(world, "Ann")
    assert (await streak(world, "Ann")).startswith("2 posting days;")


async def test_a_question_that_was_posted_on_a_holiday_can_be_missed(world: World) -> None:
    await live_day(world, "Ann")
    await keep_holidays(world, "2026-11-25")  # its question is open already
    await live_day(world)
    await live_day(world, "Ann")
    assert (await streak(world, "Ann")).startswith("2 posting days;")


async def test_after_a_downtime_over_holidays_each_day_says_why(world: World) -> None:
    await keep_holidays(world, "2026-11-26")
    await world.pass_time(days=3, hours=12)
    reasons = world.database.read_now(
        lambda tx: tx.run("SELECT reason FROM round WHERE state = 'skipped'").fetchall()
    )
    assert [row[0] for row in reasons] == [
        "Cohort was not running at this hour.",
        "Holiday.",
        "Cohort was not running at this hour.",
    ]


@pytest.mark.parametrize("what", [PickRepair(), RepairStreak(), UndoRepair(1)])
async def test_only_the_lead_repairs(world: World, what: Action) -> None:
    await live_day(world, "Ann")
    filled = {"member": ("0",), "day": ("2026-11-24",)}
    assert "Only the group's lead" in text(await world.press("Ben", what, filled))


async def test_a_repaired_day_breaks_no_streak_and_is_kept_with_who_did_it(world: World) -> None:
    await live_day(world, "Ben")
    await live_day(world)
    await live_day(world, "Ben")
    assert (await streak(world, "Ben")).startswith("1 posting day;")
    form = await world.press("Ann", "repair")
    assert [match.text for match in choice(form, "day").matches] == [
        "Thu 26 Nov", "Wed 25 Nov", "Tue 24 Nov",
    ]  # fmt: skip
    ben = next(m.value for m in choice(form, "member").matches if m.text == "Ben")
    assert form.submit is not None
    filled = {"member": (ben,), "day": ("2026-11-25",)}
    done = await world.press("Ann", form.submit.action, filled)
    noted = await streak(world, "Ben")
    assert noted.startswith("2 posting days;")
    assert noted.endswith("Wed 25 Nov was excused by your lead")
    kept = world.database.read_now(
        lambda tx: events.events_of(tx, RepairEvent.REPAIRED, group_id=1)
    )
    assert [(each.learner_id, each.payload) for each in kept] == [
        (int(ben), {"day": "2026-11-25", "by": learner(world, "Ann")})
    ]
    await world.press("Ann", action(done, "Take it back"))
    assert (await streak(world, "Ben")).startswith("1 posting day;")
    assert "taken back already" in text(await world.press("Ann", action(done, "Take it back")))


async def test_a_day_can_be_excused_for_everybody(world: World) -> None:
    await live_day(world, "Ann", "Ben")
    await live_day(world)
    await live_day(world, "Ann", "Ben")
    filled = {"member": ("0",), "day": ("2026-11-25",)}
    assert "for everybody" in text(await world.press("Ann", RepairStreak(), filled))
    for name in ("Ann", "Ben"):
        assert (await streak(world, name)).startswith("2 posting days;")


@pytest.mark.parametrize(
    ("member", "day", "said"),
    [
        ("0", "2026-11-25", "one of the last days"),  # today
        ("0", "2026-11-22", "one of the last days"),  # a Sunday
        ("0", "", "I can't read"),
        ("99", "2026-11-24", "not here"),
        ("x", "2026-11-24", "not here"),
    ],
)
async def test_only_past_posting_days_of_members_can_be_repaired(
    world: World, member: str, day: str, said: str
) -> None:
    await live_day(world, "Ann")
    filled = {"member": (member,), "day": (day,)}
    assert said in text(await world.press("Ann", RepairStreak(), filled))


async def test_before_the_first_day_has_passed_there_is_nothing_to_repair(world: World) -> None:
    assert "No day has passed yet" in text(await world.press("Ann", "repair"))
