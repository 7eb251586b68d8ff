"""The teams' board: from three questions on, fair, and silent about who keeps off the board."""

from __future__ import annotations

from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.teams import CreateTeam, DeleteTeam, RestoreTeam
from bot.cards.blocks import Card, Table
from tests.playing import live_day, on_board
from tests.world import World, text


def lines(card: Card) -> list[tuple[str, ...]]:
    """Give a board's rows."""
    return next((list(block.rows) for block in card.blocks if isinstance(block, Table)), [])


async def teams(world: World, **members: tuple[str, ...]) -> None:
    """Make teams and put members in them."""
    for name, found in members.items():
        await world.press("Ann", CreateTeam(), {"name": (name,)})
        for member in found:
            await world.press(member, f"team join {name}")


async def test_teams_show_from_three_closed_questions_on(world: World) -> None:
    await teams(world, Otters=("Ann",), Lynxes=("Ben",))
    await on_board(world, "Ann", "Ben")
    for closed in range(3):
        shown = await world.press("Ann", "board all by teams")
        assert lines(shown) == []
        assert f"({closed} so far)" in text(shown)
        await live_day(world, "Ann", wrong=("Ben",))
    shown = await world.press("Ann", "board all by teams")
    # Per question 12 and 2 points; the mean of all is 7, with the weight of three members.
    assert lines(shown) == [
        ("1", "Otters (yours)", "8.3", "3 of 3"),
        ("2", "Lynxes", "5.8", "3 of 3"),
    ]
    assert "So far you are Otters alone" in text(shown)


async def test_a_team_of_one_or_two_tells_nothing_of_who_keeps_off_the_board(
    world: World,
) -> None:
    await teams(world, Otters=("Ann", "Ben"), Lynxes=("Cid",), Herons=("Dea",))
    await on_board(world, "Ann", "Dea")
    for _ in range(3):
        await live_day(world, "Ann", "Ben", "Dea", wrong=("Cid",))
    with_ben_right = lines(await world.press("Ann", "board all by teams"))
    assert {row[1] for row in with_ben_right} == {"Herons", "Otters (yours)"}, "not the Lynxes"
    assert [row[3] for row in with_ben_right] == ["3 of 3", "3 of 3"]
    # Another day on which only the hidden ones did anything changes nobody's share of it.
    await live_day(world, "Ann", "Dea", wrong=("Ben", "Cid"))
    after = lines(await world.press("Ann", "board all by teams"))
    assert [row[:3] for row in after] == [row[:3] for row in with_ben_right]
    hidden = text(await world.press("Ben", "board all by teams"))
    assert "You keep off the board, so your points stay out of your team's score." in hidden
    alone = text(await world.press("Cid", "board all by teams"))
    assert "Lynxes |" not in alone


async def test_leaving_the_board_takes_ones_points_out_of_the_team_at_once(world: World) -> None:
    await teams(world, Otters=("Ann", "Ben"))
    await on_board(world, "Ann", "Ben")
    for _ in range(3):
        await live_day(world, "Ann", wrong=("Ben",))
    assert lines(await world.press("Ann", "board all by teams"))[0][3] == "6 of 6"
    await world.press("Ben", ChooseBoard(False))
    assert lines(await world.press("Ann", "board all by teams"))[0][3] == "3 of 3"


async def test_who_joins_in_the_middle_counts_from_then_on(world: World) -> None:
    await teams(world, Otters=("Ann",), Lynxes=())
    await on_board(world, "Ann", "Ben")
    await live_day(world, "Ann", "Ben")
    await live_day(world, "Ann", "Ben")
    await world.press("Ben", "team join Otters")
    await live_day(world, "Ann", "Ben")
    assert lines(await world.press("Ann", "board all by teams"))[0][3] == "4 of 4"


async def test_a_team_deleted_in_the_middle_of_a_week_leaves_the_board_and_comes_back(
    world: World,
) -> None:
    await teams(world, Otters=("Ann",), Lynxes=("Ben",))
    await on_board(world, "Ann", "Ben")
    for _ in range(3):
        await live_day(world, "Ann", "Ben")
    await world.press("Ann", DeleteTeam(1))
    shown = await world.press("Ann", "board week by teams")
    assert [row[1] for row in lines(shown)] == ["Lynxes"]
    assert "Otters was deleted on Fri 27 Nov. Your own points are untouched." in text(shown)
    own = lines(await world.press("Ann", "board week"))
    assert ("1", "Ann (you)", "24", "3") in own
    await world.press("Ann", RestoreTeam(1))
    back = lines(await world.press("Ann", "board week by teams"))
    assert {row[1] for row in back} == {"Lynxes", "Otters (yours)"}
    assert {row[3] for row in back} == {"3 of 3"}


async def test_days_of_leave_are_no_chances(world: World) -> None:
    await teams(world, Otters=("Ann", "Ben"))
    await on_board(world, "Ann", "Ben")
    await world.press("Ben", "leave today tomorrow")
    await live_day(world, "Ann", "Ben")
    await live_day(world, "Ann")
    await live_day(world, "Ann", "Ben")
    row = lines(await world.press("Ann", "board all by teams"))[0]
    assert row[2:] == ("12", "5 of 5"), "the day off on which Ben answered counts"


async def test_an_empty_team_and_no_team_at_all_each_have_their_sentence(world: World) -> None:
    assert "There are no teams yet" in text(await world.press("Ben", "board all by teams"))
    await teams(world, Otters=())
    for _ in range(3):
        await live_day(world, "Ann")
    shown = await world.press("Ben", "board all by teams")
    assert lines(shown) == []
    assert "a team needs a member on the board who could answer" in text(shown)
    assert "You are in no team." in text(shown)
    assert "Otters | nobody yet" in text(await world.press("Ben", "team"))


async def test_the_season_has_a_teams_board_too(world: World) -> None:
    await teams(world, Otters=("Ann",))
    await on_board(world, "Ann")
    await live_day(world, "Ann")
    await world.press("Ann", "season begin 2026-12-20")
    for _ in range(3):
        await live_day(world, "Ann")
    assert lines(await world.press("Ann", "board season by teams"))[0][3] == "3 of 3"
    assert lines(await world.press("Ann", "board all by teams"))[0][3] == "4 of 4"
