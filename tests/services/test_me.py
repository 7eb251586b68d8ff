"""One's own corner: a name on boards that is nobody else's, and a clock of one's own."""

from __future__ import annotations

import pytest

from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.me import SetAlias
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.blocks import Moment
from tests.services.histories import rows
from tests.world import World, buttons, text

ROUND = Target(Asked.ROUND, 1)


async def alias(world: World, name: str, wanted: str) -> str:
    return text(await world.press(name, SetAlias(), {"name": (wanted,)}))


async def test_boards_show_the_alias_and_the_event_keeps_it(world: World) -> None:
    await world.press("Ben", Tap(ROUND, 2))
    await world.press("Ben", Lock(ROUND, Confidence.CERTAIN))
    await world.press("Ben", ChooseBoard(True))
    assert "Boards call you Zoe" in await alias(world, "Ben", "  Zoe ")
    await world.pass_time(hours=10)
    assert "Zoe" in text(await world.press("Ben", "board today"))
    await alias(world, "Ben", "")
    assert "Ben" in text(await world.press("Ben", "board today"))
    kept = await rows(world, "SELECT payload FROM event WHERE kind = 'alias' ORDER BY seq")
    assert [row[0] for row in kept] == ['{"name": "Zoe"}', '{"name": ""}']


@pytest.mark.parametrize("wanted", ["Ann", "ann", "Аnn", "A n n", "ＡＮＮ"])
async def test_nobody_goes_by_somebody_elses_name(world: World, wanted: str) -> None:
    assert "could be taken for somebody else" in await alias(world, "Ben", wanted)


async def test_an_alias_is_somebodys_name_too_until_it_is_given_back(world: World) -> None:
    await alias(world, "Ann", "Zoe")
    assert "could be taken" in await alias(world, "Ben", "Z0e")
    await alias(world, "Ann", "")
    assert "call you Zoe" in await alias(world, "Ben", "Zoe")
    assert "call you Ben" in await alias(world, "Ben", "Ben")


async def test_a_name_that_shows_nothing_is_refused_and_changes_nothing(world: World) -> None:
    await alias(world, "Ben", "Zoe")
    assert "nobody can see" in await alias(world, "Ben", "Z\u200boe")
    assert await rows(world, "SELECT alias FROM membership WHERE learner_id = 2") == [("Zoe",)]


async def test_times_told_to_one_person_alone_go_by_their_own_clock(world: World) -> None:
    await world.press("Ben", "me timezone kolkata")
    card = await world.press("Ben", Tap(ROUND, 0))
    assert [block.zone for block in card.blocks if isinstance(block, Moment)] == ["Asia/Kolkata"]
    assert "21:30 (Asia/Kolkata)" in text(await world.press("Ben", "today"))
    assert "17:00 (Europe/Berlin)" in text(await world.press("Ann", "today"))


async def test_a_zone_that_is_not_known_is_answered_with_close_ones(world: World) -> None:
    assert "Europe/Lisbon" in text(await world.press("Ben", "me timezone lisbonn"))
    assert await rows(world, "SELECT DISTINCT zone FROM learner") == [("",)]


async def test_somebody_unknown_has_no_corner_yet(world: World) -> None:
    for words in ("me", "me data", "me erase", "me timezone", "me alias"):
        assert "I don't know you yet" in text(await world.press("Zoe", words)), words


async def test_every_button_of_the_home_leads_somewhere(world: World) -> None:
    home = await world.press("Ben", "me")
    for label, button in buttons(home).items():
        assert (await world.press("Ben", button.action)).title != "One moment", label
