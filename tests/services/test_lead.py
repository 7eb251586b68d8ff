"""The lead's commands, their undo, and what others may not do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards.actions.lead import Pause, PostNow, Resume, Skip, Status, Unskip
from bot.store import rounds
from tests.world import World, action, text


def slots(world: World) -> dict[str, str]:
    """Give every slot with its state."""

    def read(tx: object) -> dict[str, str]:
        rows = tx.run("SELECT slot, state FROM round ORDER BY id").fetchall()  # type: ignore[attr-defined]
        return {row[0]: row[1] for row in rows}

    return world.database.read_now(read)


@pytest.mark.parametrize("what", [PostNow(), Skip(), Pause(), Resume(), Status(), Unskip(1)])
async def test_only_the_lead_may(world: World, what: object) -> None:
    before = slots(world)
    card = await world.press("Ben", what)  # type: ignore[arg-type]
    assert "Only the group's lead" in text(card)
    assert slots(world) == before


async def test_post_now_on_a_posted_day_makes_an_extra_slot(world: World) -> None:
    await world.press("Ann", PostNow())
    await world.press("Ann", PostNow())
    assert list(slots(world)) == ["2026-11-24", "2026-11-24+1", "2026-11-24+2"]


async def test_two_questions_of_a_day_differ(world: World) -> None:
    await world.press("Ann", PostNow())
    items = world.database.read_now(lambda tx: [r.item_id for r in rounds.shown_rounds(tx, 1)])
    assert len(set(items)) == 2


async def test_a_skipped_slot_is_not_posted(world: World) -> None:
    await world.press("Ann", Skip())
    await world.pass_time(hours=30)
    assert slots(world)["2026-11-25"] == "skipped"
    assert len(await world.channel()) == 1


async def test_a_skip_can_be_taken_back_until_its_hour(world: World) -> None:
    card = await world.press("Ann", Skip())
    undo = action(card, "Bring it back")
    await world.press("Ann", undo)
    await world.pass_time(hours=26)
    assert slots(world)["2026-11-25"] == "open"
    assert "not left out" in text(await world.press("Ann", undo))


async def test_skipping_twice_leaves_out_two_slots(world: World) -> None:
    await world.press("Ann", Skip())
    await world.press("Ann", Skip())
    assert [slot for slot, state in slots(world).items() if state == "skipped"] == [
        "2026-11-25", "2026-11-26",
    ]  # fmt: skip


async def test_a_paused_group_posts_nothing_and_still_closes(world: World) -> None:
    await world.press("Ann", Pause())
    await world.pass_time(days=3)
    assert slots(world) == {"2026-11-24": "closed"}


async def test_resuming_does_not_catch_up(world: World) -> None:
    await world.press("Ann", Pause())
    await world.pass_time(days=2, hours=3)
    await world.press("Ann", Resume())
    await world.pass_time(minutes=5)
    assert list(slots(world)) == ["2026-11-24"]
    await world.pass_time(days=1)
    assert "2026-11-27" in slots(world)


async def test_a_question_posted_late_in_the_day_stays_open_for_hours(world: World) -> None:
    await world.pass_time(hours=14)
    await world.press("Ann", PostNow())
    opened = world.database.read_now(lambda tx: rounds.open_rounds(tx, 1))
    assert opened[0].closes_at - opened[0].opens_at == timedelta(hours=4)
