"""A channel becomes a group: only by whoever may, in one conversation, and never half."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cards.actions.lead import PostNow
from bot.cards.actions.own import Help
from bot.cards.actions.setup import NotNow, ProposeSetup, SaveSetup, Setup
from bot.core.identity import Address
from bot.services import starting
from bot.store import groups, people
from bot.store.tables import Group, Membership
from bot.store.tx import Tx
from tests import sequel
from tests.databases import sqlite
from tests.world import Stand, World, action, build, buttons, choice, text

THREE = {"pack": ("sample",), "opens": ("09:00",), "days": ("12345",), "own_days": ("",)}
ROWS = ("study_group", "place", "schedule", "membership", "event", "round", "delivery", "link_code")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a Cohort without any group; Eva runs the workspace, Dora does not."""
    made = build(sqlite(tmp_path))
    made.go("Eva", "ml", may_found=True, zone="Europe/Lisbon")
    made.go("Kim", "ml", may_found=True)
    made.go("Dora", "ml")
    yield made
    made.database.close()


def count(world: World) -> dict[str, int]:
    def work(tx: Tx) -> dict[str, int]:
        return {
            table: int((tx.run(f"SELECT COUNT(*) FROM {table}").fetchone() or (0,))[0])
            for table in ROWS
        }

    return world.database.read_now(work)


def only_group(world: World) -> Group:
    found = world.database.read_now(lambda tx: list(groups.all_groups(tx)))
    assert len(found) == 1
    return found[0]


def leads(world: World) -> set[str]:
    def work(tx: Tx) -> set[str]:
        members = people.members_of(tx, only_group(world).id or 0)
        return {account.name for membership, account in members if membership.is_lead}

    return world.database.read_now(work)


async def begin(world: World, name: str = "Eva") -> None:
    await world.press(name, "setup")
    preview = await world.press(name, ProposeSetup(), THREE)
    await world.press(name, action(preview, "Save"))


async def test_whoever_may_not_is_told_who_may(world: World) -> None:
    card = await world.press("Dora", "setup")
    assert "takes an admin or owner of this workspace" in text(card)
    world.go("Finn", "ml", "discord")
    assert "somebody with Manage Server" in text(await world.press("Finn", "setup"))
    assert set(count(world).values()) == {0}


async def test_no_group_is_founded_in_private(world: World) -> None:
    world.go("Eva", "", may_found=True)
    assert "type `/study setup` in the channel" in text(await world.press("Eva", "setup"))
    assert set(count(world).values()) == {0}


async def test_other_words_found_nothing(world: World) -> None:
    for words in (
        "setup more",
        "setup check",
        "setup opens",
        "post now",
        "pause",
        "status",
        "team",
    ):
        assert "Cohort is not set up in this channel" in text(await world.press("Eva", words))
    assert set(count(world).values()) == {0}


async def test_the_zone_is_the_persons_else_the_machines(world: World) -> None:
    await world.press("Eva", "setup")
    assert only_group(world).zone == "Europe/Lisbon"
    await world.press("Eva", NotNow())
    await world.press("Kim", "setup")
    assert only_group(world).zone == "Europe/Berlin"
    await world.press("Kim", NotNow())
    world.go("Kim", "ml", may_found=True, zone="Mars/Olympus")
    await world.press("Kim", "setup")
    assert only_group(world).zone == "Europe/Berlin"


async def test_an_exam_that_can_be_booked_is_proposed_first(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path), sequel.library())
    world.go("Eva", "ml", may_found=True)
    asked = choice(await world.press("Eva", "setup"), "pack")
    assert [option.value for option in asked.options] == ["sequel", "sample"]
    assert asked.chosen == ("sequel",)
    world.database.close()


async def test_nothing_comes_due_before_it_has_begun(world: World) -> None:
    await world.press("Eva", "setup")
    await world.pass_time(hours=20)
    assert world.posted("slack") == []
    assert count(world)["round"] == 0


async def test_saving_what_was_proposed_begins_it(world: World) -> None:
    await begin(world)
    assert only_group(world).waiting_since is None
    await world.pass_time(hours=2)
    assert [message.spot.address for message in world.posted("slack")] == ["C-ml"]


async def test_what_was_chosen_holds_from_the_first_question(world: World) -> None:
    await world.press("Eva", "setup")
    preview = await world.press("Eva", ProposeSetup(), THREE | {"opens": ("11:00",)})
    assert "Nothing is posted before you save." in text(preview)
    done = await world.press("Eva", action(preview, "Save without a season"))
    assert "at 11:00" in text(done)
    assert "first question Tue 24 Nov" in text(done)
    await world.pass_time(hours=3)
    assert world.posted("slack") == []
    await world.pass_time(hours=1, minutes=1)
    assert len(world.posted("slack")) == 1


async def test_saving_twice_begins_it_once(world: World) -> None:
    await world.press("Eva", "setup")
    save = action(await world.press("Eva", ProposeSetup(), THREE), "Save")
    await world.press("Eva", save)
    assert "saved already" in text(await world.press("Eva", save))
    await world.pass_time(hours=2)
    assert len(world.posted("slack")) == 1


async def test_another_setting_is_saved_and_begins_nothing(world: World) -> None:
    await world.press("Eva", "setup")
    form = await world.press("Eva", "setup closes")
    assert form.submit is not None
    preview = await world.press("Eva", form.submit.action, {"value": ("18:00",)})
    await world.press("Eva", action(preview, "Save"))
    assert only_group(world).waiting_since is not None
    await world.pass_time(hours=5)
    assert world.posted("slack") == []
    await world.press("Eva", "setup")
    preview = await world.press("Eva", ProposeSetup(), THREE)
    assert "closes 18:00" in text(await world.press("Eva", action(preview, "Save")))


async def test_a_weekly_slot_waits_too(world: World) -> None:
    await world.press("Eva", "setup")
    form = await world.press("Eva", "setup review")
    assert form.submit is not None
    said = {"value": ("2",), "at": ("08:00",)}
    preview = await world.press("Eva", form.submit.action, said)
    await world.press("Eva", action(preview, "Save"))
    await world.pass_time(hours=3)
    assert world.posted("slack") == []
    preview = await world.press("Eva", ProposeSetup(), THREE)
    await world.press("Eva", action(preview, "Save"))
    await world.pass_time(days=7)
    assert any("Domain review" in text(m.card) or "review" in m.card.title.lower()
               for m in world.posted("slack"))  # fmt: skip


async def test_members_are_told_kindly_and_join_nothing(world: World) -> None:
    await world.press("Eva", "setup")
    before = count(world)
    for words in ("today", "practice", "board", "me", "team", "status"):
        shown = text(await world.press("Dora", words))
        assert shown == "· Cohort is not set up here yet; Eva is at it."
    assert "What you can ask" in text(await world.press("Dora", Help(False)))
    assert count(world) == before


async def test_the_lead_is_told_what_comes_first(world: World) -> None:
    await world.press("Eva", "setup")
    for what in (PostNow(), "practice", "today", "season begin", "setup test"):
        assert "First answer the three questions" in text(await world.press("Eva", what))
    card = await world.press("Eva", "status")
    assert "Not begun" in text(card)
    assert set(buttons(card)) == {"Set up"}
    assert "Not begun" in text(await world.press("Eva", "setup check"))


async def test_a_second_admin_goes_on_with_it(world: World) -> None:
    await world.press("Eva", "setup")
    assert "You may go on with it" in text(await world.press("Kim", "today"))
    await begin(world, "Kim")
    assert only_group(world).waiting_since is None
    assert leads(world) == {"Eva", "Kim"}


async def test_an_admin_of_a_group_that_has_begun_leads_nothing(world: World) -> None:
    await begin(world)
    assert "Only the group's lead" in text(await world.press("Kim", "setup"))
    assert leads(world) == {"Eva"}


async def test_an_admin_takes_on_a_group_that_nobody_leads(world: World) -> None:
    await begin(world)
    await world.press("Kim", "today")
    await world.press("Kim", "practice")

    def step_down(tx: Tx) -> None:
        tx.run("UPDATE membership SET is_lead = ?", (False,))

    await asyncio.wrap_future(world.database.write(step_down))
    assert "Only the group's lead" in text(await world.press("Dora", "setup"))
    assert "Set up #ml" in text(await world.press("Kim", "setup"))
    assert leads(world) == {"Kim"}


async def test_two_admins_at_once_make_one_group(world: World) -> None:
    await asyncio.gather(*(world.press(name, Setup(0)) for name in ("Eva", "Kim", "Eva")))
    assert only_group(world).waiting_since is not None
    assert leads(world) == {"Eva", "Kim"}


async def test_not_now_leaves_nothing_behind(world: World) -> None:
    await world.press("Eva", "setup")
    await world.press("Kim", "setup")
    preview = await world.press("Eva", ProposeSetup(), THREE)
    assert "nothing is left" in text(await world.press("Kim", NotNow()))
    assert set(count(world).values()) == {0}
    late = await world.press("Eva", action(preview, "Save"))
    assert "Cohort is not set up in this channel" in text(late)
    await begin(world)
    assert only_group(world).waiting_since is None


async def test_not_now_takes_back_nothing_that_has_begun(world: World) -> None:
    await begin(world)
    assert "This group has begun" in text(await world.press("Eva", NotNow()))
    assert "Only the group's lead" in text(await world.press("Dora", NotNow()))
    assert count(world)["study_group"] == 1


async def test_a_day_later_nothing_is_left_of_what_nobody_began(world: World) -> None:
    await world.press("Eva", "setup")
    await world.pass_time(hours=23)
    assert count(world)["study_group"] == 1
    await world.pass_time(hours=2)
    assert set(count(world).values()) == {0}
    assert not world.database.read_now(lambda tx: starting.forgotten(tx, world.clock.now, 10))


async def test_a_proposal_from_another_channel_begins_nothing_here(world: World) -> None:
    await world.press("Eva", "setup")
    await world.press("Eva", ProposeSetup(), THREE)
    world.go("Kim", "other", may_found=True)
    await world.press("Kim", "setup")
    assert "not here (any more)" in text(await world.press("Kim", SaveSetup(1, False)))


async def test_the_group_is_called_as_its_channel_is_now(world: World) -> None:
    await begin(world)
    stand = world.stands["Eva"]
    assert only_group(world).name == "ml"
    world.go("Eva", "machines", may_found=True)
    world.stands["Eva"] = Stand(stand.where, world.stands["Eva"].visit)
    await world.press("Eva", "setup")
    assert only_group(world).name == "machines"


async def test_a_hostile_name_is_one_line_and_short(world: World) -> None:
    world.stands["Eva"] = Stand(
        Address("slack", "T1", "C9"),
        world.stands["Eva"].visit.__class__(place="a\n" * 500, may_found=True),
    )
    await world.press("Eva", "setup")
    assert len(only_group(world).name) <= 100
    assert "\n" not in only_group(world).name


async def test_somebody_who_never_pressed_anything_is_no_member(world: World) -> None:
    await begin(world)
    kept = world.database.read_now(
        lambda tx: [m for m, _ in people.members_of(tx, only_group(world).id or 0)]
    )
    assert [isinstance(each, Membership) for each in kept] == [True]
