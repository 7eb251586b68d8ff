"""One's own corner: what waits, how it goes, what is asked once; it shows and changes nothing."""

from __future__ import annotations

from asyncio import wrap_future
from dataclasses import replace

from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.own import Home, RateSelf
from bot.cards.actions.question import SaveNote, Show, Tap, WriteNote
from bot.cards.actions.setup import Setup
from bot.cards.actions.values import Familiarity
from bot.cards.blocks import Card, Meter
from bot.services.desk import Press
from tests.playing import answer, live_day
from tests.world import HERE, World, action, buttons, text, who


async def corner(world: World, name: str) -> Card:
    """Show somebody's corner, which anybody may look at at any time."""
    return await world.press(name, Home())


async def test_somebody_new_is_welcomed_and_stays_unknown(world: World) -> None:
    card = await corner(world, "Zoe")
    assert "Nobody in your group sees your answers" in text(card)
    assert isinstance(action(card, "Open it"), Show)
    assert "Settings and data" not in text(card)
    assert text(await corner(world, "Zoe")) == text(card)
    assert "I don't know you yet" in text(await world.press("Zoe", "me"))


async def test_an_answer_brings_streak_domains_and_the_way_to_ones_data(world: World) -> None:
    await answer(world, "Dee")
    card = await corner(world, "Dee")
    said = text(card)
    assert "You had it right." in said
    assert "Streak: 1 posting day" in said
    assert len([block for block in card.blocks if isinstance(block, Meter)]) == 4
    assert {"My data as a file", "My workbook", "Change them", "Days off"} <= set(buttons(card))


async def test_what_is_asked_once_is_asked_until_it_is_answered(world: World) -> None:
    await answer(world, "Dee")
    assert "Shall your name stand" in text(await corner(world, "Dee"))
    await world.press("Dee", ChooseBoard(False))
    said = text(await corner(world, "Dee"))
    assert "Shall your name stand" not in said
    assert "1 of 4: Gather" in said
    for n in range(4):
        await world.press("Dee", RateSelf(n, Familiarity.FOLLOW))
    said = text(await corner(world, "Dee"))
    assert "How well do you know" not in said
    assert "you said: can follow it" in said


async def test_the_latest_notes_stand_there_and_the_way_to_all(world: World) -> None:
    await answer(world, "Dee")
    tap = action((await world.channel())[-1], "A")
    assert isinstance(tap, Tap)
    for n in range(3):
        await world.press("Dee", WriteNote(tap.target))
        await world.press("Dee", SaveNote(tap.target), {"text": (f"Note {n}.",)})
    card = await corner(world, "Dee")
    assert "Note 2." in text(card)
    assert "Note 1." in text(card)
    assert "Note 0." not in text(card)
    assert "All 3 notes" in buttons(card)


async def test_a_run_that_was_left_waits_there(world: World) -> None:
    assert "Practise 5" in buttons(await corner(world, "Ann"))
    await world.press("Ann", "practice 2")
    assert "Go on with your run" in buttons(await corner(world, "Ann"))


async def test_what_was_missed_is_not_held_against_anybody(world: World) -> None:
    await live_day(world, "Dee")
    assert "Missed this week" in buttons(await corner(world, "Ann"))
    assert "Today" in buttons(await corner(world, "Dee"))


async def test_only_the_lead_has_the_leads_buttons(world: World) -> None:
    assert buttons(await corner(world, "Ann"))["Set up"].action == Setup(0)
    assert "Set up" not in buttons(await corner(world, "Ben"))


async def test_outside_of_a_group_it_says_what_comes_first(world: World) -> None:
    nowhere = replace(HERE, address="elsewhere")
    press = Press(who=who("Zoe"), where=nowhere, what=Home())
    reply = await wrap_future(world.desk.press(press))
    assert "You are in no study group here yet." in text(reply.card)
    assert reply.key == "home"
