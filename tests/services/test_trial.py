"""A test post goes the way of every message, asks nothing, and goes again."""

from __future__ import annotations

from datetime import timedelta

from bot.cards.actions.setup import EndTest, PostTest
from bot.services import trial
from tests.world import World, action, buttons, text


async def test_it_arrives_in_the_channel_and_says_what_it_is(world: World) -> None:
    await world.press("Ann", PostTest())
    await world.settle()
    card = (await world.channel())[-1]
    assert "By Ann. Whoever reads this knows that Cohort's messages arrive here." in text(card)
    assert buttons(card) == {}


async def test_it_counts_nothing(world: World) -> None:
    await world.press("Ann", PostTest())
    await world.settle()
    assert "0 answers" in text(await world.press("Ann", "status"))
    assert "no question is open" not in text(await world.press("Ann", "status"))


async def test_a_second_one_is_not_posted_while_one_stands(world: World) -> None:
    await world.press("Ann", PostTest())
    assert "stands in the channel already" in text(await world.press("Ann", PostTest()))
    await world.settle()
    assert len(await world.channel()) == 2


async def test_a_lead_takes_it_away(world: World) -> None:
    sent = await world.press("Ann", PostTest())
    await world.settle()
    await world.press("Ann", action(sent, "Take it away"))
    await world.settle()
    assert text((await world.channel())[-1]) == "A test by Ann stood here. It arrived."
    await world.press("Ann", PostTest())
    await world.settle()
    assert len(await world.channel()) == 3


async def test_it_closes_by_itself(world: World) -> None:
    await world.press("Ann", PostTest())
    await world.settle()
    await world.pass_time(seconds=(trial.STANDS - timedelta(seconds=1)).total_seconds())
    assert "By Ann" in text((await world.channel())[-1])
    await world.pass_time(seconds=1)
    assert "stood here" in text((await world.channel())[-1])


async def test_what_is_no_test_is_not_ended(world: World) -> None:
    assert "not here (any more)" in text(await world.press("Ann", EndTest(1)))
