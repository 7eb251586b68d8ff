"""Settings are events and columns that agree; a moved hour posts no date twice and loses none."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.actions.lead import Unskip
from bot.core import setup as core
from bot.core.errors import Refusal
from bot.core.identity import Address
from bot.core.setup import Setting
from bot.core.slots import Rhythm, has_slot, slot_on, slots_between
from bot.services import daily, group_settings
from bot.services.founding import found
from bot.store import groups, rounds
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tables import Group, Round
from bot.store.tx import Tx
from tests import sample
from tests.databases import ready, sqlite
from tests.world import World, a_plan, text

LIBRARY = sample.library()
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # Tuesday, 08:00 in Berlin; today's is posted


def group_of(tx: Tx) -> Group:
    group = tx.get(Group, 1)
    assert group is not None
    return group


def put(tx: Tx, group: Group, now: datetime, **values: str) -> None:
    """Save settings by their names."""
    before = group_settings.current(tx, group)
    after = {Setting(name): value for name, value in values.items()}
    changes = core.differences(before, after)
    group_settings.save(tx, LIBRARY, group, changes, None, now)


async def change(world: World, **values: str) -> None:
    await wrap_future(
        world.database.write(lambda tx: put(tx, group_of(tx), world.clock.now, **values))
    )


def slots_in(world: World) -> dict[str, str]:
    def read(tx: Tx) -> dict[str, str]:
        rows = tx.run("SELECT slot, state FROM round ORDER BY id").fetchall()
        return {row[0]: row[1] for row in rows}

    return world.database.read_now(read)


def kept(world: World) -> dict[Setting, str]:
    return world.database.read_now(lambda tx: group_settings.current(tx, group_of(tx)))


async def test_a_later_hour_takes_effect_with_the_next_question(world: World) -> None:
    await change(world, opens="12:00")
    await world.pass_time(hours=25.5)  # Wednesday, 09:30
    assert slots_in(world) == {"2026-11-24": "closed"}
    await world.pass_time(hours=2.5)
    assert slots_in(world) == {"2026-11-24": "closed", "2026-11-25": "open"}


async def test_the_open_question_keeps_its_close(world: World) -> None:
    await change(world, opens="06:00", closes="07:00")
    await world.pass_time(hours=8)  # 16:00
    assert slots_in(world) == {"2026-11-24": "open"}
    await world.pass_time(hours=1)
    assert slots_in(world) == {"2026-11-24": "closed"}


async def test_a_date_that_the_change_would_jump_over_comes_at_once(world: World) -> None:
    await change(world, opens="14:00")
    await world.at(NOW + timedelta(days=1, hours=4))  # Wednesday, 12:00
    assert "2026-11-25" not in slots_in(world)
    await change(world, opens="09:00")
    assert slots_in(world)["2026-11-25"] == "open"
    await world.pass_time(days=1)
    assert list(slots_in(world)) == ["2026-11-24", "2026-11-25", "2026-11-26"]


async def test_what_came_due_before_the_change_is_decided_by_the_old_hour(world: World) -> None:
    world.clock.now = NOW + timedelta(days=1, hours=1, minutes=1)  # 09:01, and no tick yet
    await change(world, opens="12:00")
    assert slots_in(world)["2026-11-25"] == "open"
    await world.pass_time(hours=4)
    assert list(slots_in(world)) == ["2026-11-24", "2026-11-25"]


async def test_a_day_that_was_left_out_stays_so_under_the_new_hour(world: World) -> None:
    await world.press("Ann", "skip")
    await change(world, opens="12:00")
    await world.pass_time(days=1, hours=5)
    assert slots_in(world)["2026-11-25"] == "skipped"


async def test_a_skip_can_be_taken_back_until_its_new_hour(world: World) -> None:
    await world.press("Ann", "skip")
    await change(world, opens="14:00")
    await world.at(NOW + timedelta(days=1, hours=3))  # 11:00: past the old hour
    row = world.database.read_now(lambda tx: rounds.latest_skipped(tx, 1, 1)[0].id)
    card = await world.press("Ann", Unskip(row or 0))
    assert "is back" in text(card)
    await world.pass_time(hours=3)
    assert slots_in(world)["2026-11-25"] == "open"


async def test_a_holiday_is_left_out_and_the_next_day_has_its_question(
    world: World,
) -> None:
    await change(world, holidays="2026-11-25/2026-11-26")
    await world.at(NOW + timedelta(days=3, hours=2))
    assert slots_in(world) == {
        "2026-11-24": "closed",
        "2026-11-25": "skipped",
        "2026-11-26": "skipped",
        "2026-11-27": "open",
    }


async def test_a_paused_group_stays_paused_through_any_change(world: World) -> None:
    await world.press("Ann", "pause")
    await change(world, opens="07:00", zone="Asia/Tokyo", days="1234567")
    await world.pass_time(days=3)
    assert slots_in(world) == {"2026-11-24": "closed"}
    await world.press("Ann", "resume")
    await world.pass_time(days=1)
    assert list(slots_in(world)) == ["2026-11-24", "2026-11-28"]


async def test_a_change_across_the_date_line_posts_no_date_twice(world: World) -> None:
    await world.at(NOW + timedelta(days=1, hours=2))  # Wednesday's is posted in Berlin
    await change(world, zone="Pacific/Kiritimati")  # there it is Wednesday, 23:00
    await change(world, zone="Pacific/Pago_Pago")  # there it is Tuesday, 22:00
    await world.pass_time(days=2)
    assert list(slots_in(world)) == ["2026-11-24", "2026-11-25", "2026-11-26"]


async def test_a_value_that_cannot_be_used_changes_nothing(world: World) -> None:
    before = kept(world)
    with pytest.raises(Refusal):
        await change(world, verdicts="at_close", days="")
    assert kept(world) == before
    assert world.database.read_now(lambda tx: group_settings.saves_of(tx, 1)) == ()


async def test_the_columns_are_what_the_events_say(world: World) -> None:
    founded = kept(world)
    await change(world, opens="10:30", days="135", verdicts="at_close", mention="@study")
    await change(world, zone="Asia/Tokyo", holidays="2026-12-24/2027-01-02", export="on")
    await change(world, closes="08:00", mention="", review="5 16:00")
    saves = world.database.read_now(lambda tx: group_settings.saves_of(tx, 1))
    assert founded | core.settled(saves) == kept(world)
    assert [saved.number for saved in saves] == [1, 2, 3]


# Any hours, days, zones and holidays, changed at any time, ticked at any time.

ZONES = (
    "Europe/Berlin", "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe",
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu",
)  # fmt: skip
STARTS = (
    datetime(2026, 3, 27, 7, tzinfo=UTC),
    datetime(2026, 10, 23, 7, tzinfo=UTC),
    datetime(2024, 4, 25, 7, tzinfo=UTC),
    datetime(2026, 9, 4, 7, tzinfo=UTC),
)
values = st.fixed_dictionaries(
    {},
    optional={
        "opens": st.sampled_from(["00:00", "02:30", "09:00", "12:15", "23:30"]),
        "closes": st.sampled_from(["00:00", "08:00", "17:00"]),
        "days": st.sampled_from(["12345", "135", "1234567", "67", "2"]),
        "zone": st.sampled_from(ZONES),
        "holidays": st.sampled_from(["", "2026-10-26/2026-10-28", "2026-03-30"]),
    },
)
steps = st.lists(
    st.tuples(st.integers(0, 60 * 72), st.one_of(st.just({}), values)), min_size=1, max_size=10
)
_names = count(1)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give a database that every example has a group of its own in."""
    folder: Path = tmp_path_factory.mktemp("settings")
    place = read_url(sqlite(folder))
    ready(place)
    with Database(place) as made:
        yield made


@settings(max_examples=100)
@given(start=st.sampled_from(STARTS), taken=steps)
def test_no_date_is_posted_twice_and_none_is_lost(
    database: Database, start: datetime, taken: list[tuple[int, dict[str, str]]]
) -> None:
    database.write(lambda tx: live(tx, start, taken)).result()


def live(tx: Tx, start: datetime, taken: list[tuple[int, dict[str, str]]]) -> None:
    """Change and tick through the steps, (minutes to wait, what to change), and check the rows."""
    name = f"g{next(_names)}"
    group = found(tx, a_plan(name=name, address=Address("room", "", name)), start)
    assert group is not None
    assert group.id is not None
    schedule = daily.main_schedule(tx, group)
    owed: set[str] = set()
    now = since = start
    for minutes, changed in taken:
        now += timedelta(minutes=minutes)
        old = groups.rhythm_of(schedule, group)
        if not changed:
            tick(tx, group, now)
            continue
        owed |= {slot.name for slot in slots_between(old, since, now)}
        put(tx, group, now, **changed)
        owed |= lost_by(old, groups.rhythm_of(schedule, group), now)
        since = now
    now += timedelta(days=2)
    tick(tx, group, now)
    owed |= {slot.name for slot in slots_between(groups.rhythm_of(schedule, group), since, now)}
    rows = rows_of(tx, group.id)
    assert len({row.day for row in rows}) == len(rows), "a date has two rounds"
    assert {row.slot for row in rows} >= owed, "a date has none"
    assert all(row.opens_at <= now for row in rows if row.state == rounds.OPEN)


def tick(tx: Tx, group: Group, now: datetime) -> None:
    schedule = daily.main_schedule(tx, group)
    if schedule.next_at is not None and schedule.next_at <= now:
        daily.decide(tx, LIBRARY, groups.as_due(schedule, group), now)
    tx.flush()


def rows_of(tx: Tx, group_id: int) -> list[Round]:
    shown, skipped = rounds.shown_rounds(tx, group_id), rounds.latest_skipped(tx, group_id, 999)
    return [*shown, *skipped]


def lost_by(old: Rhythm, new: Rhythm, now: datetime) -> set[str]:
    """Give the dates that were still to come and would be past, found day by day."""
    days: list[date] = [now.date() + timedelta(days=n) for n in range(-3, 4)]
    return {
        day.isoformat()
        for day in days
        if has_slot(old, day)
        and has_slot(new, day)
        and slot_on(old, day).opens_at > now >= slot_on(new, day).opens_at
    }
