"""Leads are read from the database; somebody always leads; the first can only step down."""

from __future__ import annotations

from asyncio import wrap_future

from bot.cards.actions.lead import Pause
from bot.cards.actions.setup import Leads, NameLead, UnnameLead
from bot.cards.blocks import Choice, Fields
from bot.services import leads
from bot.store import events, people
from bot.store.tx import Tx
from tests.world import World, action, buttons, text, who


def leading_now(world: World) -> set[str]:
    def read(tx: Tx) -> set[str]:
        return {account.name for account in leads.leading_accounts(tx, 1)}

    return world.database.read_now(read)


async def name(world: World, by: str, member: str) -> str:
    return text(await world.press(by, NameLead(), {"member": (member,)}))


async def test_a_co_lead_can_do_what_a_lead_can(world: World) -> None:
    assert "Only the group's lead" in text(await world.press("Ben", Pause()))
    await name(world, "Ann", "Ben")
    assert leading_now(world) == {"Ann", "Ben"}
    assert "Paused." in text(await world.press("Ben", Pause()))


async def test_nobody_names_themselves(world: World) -> None:
    assert "Only the group's lead" in await name(world, "Ben", "Ben")
    assert leading_now(world) == {"Ann"}


async def test_a_name_that_is_close_is_offered(world: World) -> None:
    said = await name(world, "Ann", "Bem")
    assert "Nobody called “Bem”" in said
    assert "Did you mean Ben?" in said


async def test_naming_twice_changes_nothing_twice(world: World) -> None:
    await name(world, "Ann", "Ben")
    assert "Ben leads already." in await name(world, "Ann", "ben")
    named = world.database.read_now(lambda tx: events.events_of(tx, leads.NAMED, group_id=1))
    assert len(named) == 1


async def test_the_first_lead_is_not_pushed_out(world: World) -> None:
    await name(world, "Ann", "Ben")
    card = await world.press("Ben", UnnameLead(1))
    assert "can only step down" in text(card)
    assert leading_now(world) == {"Ann", "Ben"}


async def test_the_last_lead_stays(world: World) -> None:
    assert "Somebody has to lead" in text(await world.press("Ann", UnnameLead(1)))
    assert "Step down" not in buttons(await world.press("Ann", Leads()))
    assert leading_now(world) == {"Ann"}


async def test_a_co_lead_is_taken_back_and_the_first_may_step_down(world: World) -> None:
    await name(world, "Ann", "Ben")
    card = await world.press("Ann", Leads())
    await world.press("Ann", action(card, "Take back: Ben"))
    assert leading_now(world) == {"Ann"}
    await name(world, "Ann", "Ben")
    await world.press("Ann", UnnameLead(1))
    assert leading_now(world) == {"Ben"}
    assert "Only the group's lead" in text(await world.press("Ann", Leads()))


async def test_a_membership_of_another_group_is_not_ours(world: World) -> None:
    assert "do not lead this group" in text(await world.press("Ann", UnnameLead(99)))


async def test_in_a_large_group_the_name_is_typed(world: World) -> None:
    card = await world.press("Ann", Leads())
    assert any(isinstance(block, Choice) for block in card.blocks)
    for number in range(25):
        await world.press(f"M{number}", "practice 1")
    card = await world.press("Ann", Leads())
    assert any(isinstance(block, Fields) for block in card.blocks)
    await name(world, "Ann", "m7")
    assert leading_now(world) == {"Ann", "M7"}


async def test_of_two_with_one_name_neither_is_guessed(world: World) -> None:
    def twin(tx: Tx) -> None:
        identity = who("Ben2")
        account = people.ensure_account(tx, identity, world.clock.now)
        account.name = "Ben"
        tx.add(account)
        people.ensure_membership(tx, 1, account.learner_id, world.clock.now)

    await wrap_future(world.database.write(twin))
    assert "More than one member is called Ben." in await name(world, "Ann", "Ben")
