"""Teams that follow a platform's groups of people: members move, strangers leave no trace."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.cards.actions.lead import PostNow
from bot.cards.actions.teams import DeleteTeam, FollowTeams, UnfollowTeams
from bot.core.identity import Address
from bot.services import folds
from bot.services.following import PlatformTeam, TeamBook
from bot.services.founding import found
from bot.store import people
from bot.store.tx import Tx
from tests.databases import sqlite
from tests.world import World, a_plan, action, build, buttons, open_group, text, who

PEOPLE = ("Ann", "Ben", "Cem", "Dora")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group on Slack with Ann as its lead, Ben and Cem; Dora has never answered."""
    made = build(sqlite(tmp_path))
    plan = a_plan(name="ml", address=Address("slack", "T1", "C-ml"))
    await wrap_future(made.database.write(partial(found, plan=plan, now=made.clock.now)))
    for name in PEOPLE:
        made.go(name, "ml", may_found=name == "Ann")
    await made.press("Ann", PostNow())
    for name in ("Ben", "Cem"):
        await made.press(name, "practice 1")
    yield made
    made.database.close()


def team(identity: str, name: str, *members: str) -> PlatformTeam:
    return PlatformTeam(id=identity, name=name, members=[who(each, "slack") for each in members])


async def bring(world: World, *teams: PlatformTeam) -> int:
    book = TeamBook(world.database, world.clock)
    return await wrap_future(book.bring(1, teams))


def seats(world: World) -> dict[str, list[str]]:
    def work(tx: Tx) -> dict[str, list[str]]:
        teams = folds.teams_of(tx, 1)
        names = people.names_of(tx, people.learners_in(tx, 1), 1)
        return {t.name: sorted(names[each] for each in teams.members(t.id)) for t in teams.alive}

    return world.database.read_now(work)


async def test_members_are_put_where_the_platform_has_them(world: World) -> None:
    assert "Teams follow 2 groups" in text(await world.press("Ann", "team follow Red, @blue"))
    assert await bring(world, team("S1", "Red", "Ben", "Dora"), team("S2", "blue", "Cem")) == 2
    assert seats(world) == {"Red": ["Ben"], "blue": ["Cem"]}
    assert await bring(world, team("S1", "Red", "Ben", "Dora"), team("S2", "blue", "Cem")) == 0


async def test_nothing_is_kept_of_strangers_and_they_come_when_they_have_answered(
    world: World,
) -> None:
    await world.press("Ann", "team follow red")
    await bring(world, team("S1", "Red", "Dora"))
    assert world.database.read_now(lambda tx: people.find_account(tx, who("Dora", "slack"))) is None
    await world.press("Dora", "practice 1")
    await bring(world, team("S1", "Red", "Dora"))
    assert seats(world) == {"Red": ["Dora"]}


async def test_who_is_moved_there_moves_here_and_who_leaves_leaves(world: World) -> None:
    await world.press("Ann", "team follow red, blue")
    await bring(world, team("S1", "Red", "Ben", "Cem"), team("S2", "Blue"))
    await bring(world, team("S1", "Red"), team("S2", "Blue", "Ben"))
    assert seats(world) == {"Blue": ["Ben"], "Red": []}


async def test_of_several_the_first_counts(world: World) -> None:
    await world.press("Ann", "team follow red, blue")
    await bring(world, team("S1", "Red", "Ben"), team("S2", "Blue", "Ben"))
    assert seats(world) == {"Blue": [], "Red": ["Ben"]}


async def test_groups_that_nobody_named_are_left_alone(world: World) -> None:
    await world.press("Ann", "team follow red")
    await bring(world, team("S1", "Red", "Ben"), team("S9", "Everybody", "Ann", "Ben", "Cem"))
    assert seats(world) == {"Red": ["Ben"]}


async def test_mentions_name_groups_by_id(world: World) -> None:
    await world.press("Ann", "team follow <!subteam^S1|@red> <!subteam^S2>")
    await bring(world, team("S1", "Anything", "Ben"), team("S3", "red", "Cem"))
    assert seats(world) == {"Anything": ["Ben"]}
    await world.press("Ann", FollowTeams(), {"names": ("<@&77>",)})
    await bring(world, team("77", "Role", "Cem"))
    assert seats(world) == {"Anything": ["Ben"], "Role": ["Cem"]}


async def test_another_name_there_is_another_name_here(world: World) -> None:
    await world.press("Ann", "team follow <!subteam^S1>")
    await bring(world, team("S1", "Red", "Ben"))
    await bring(world, team("S1", "Crimson", "Ben"))
    assert seats(world) == {"Crimson": ["Ben"]}


async def test_a_name_that_is_taken_or_hostile_harms_nothing(world: World) -> None:
    await world.press("Ann", "team create Red")
    await world.press("Ann", "team follow red, <!subteam^S2>")
    await world.press("Ann", FollowTeams(), {"names": ("<!subteam^S1> <!subteam^S2>",)})
    await bring(world, team("S1", "red", "Ben"), team("S2", "`x`\n" * 40, "Cem"))
    shown = seats(world)
    assert shown["Red"] == []
    (other,) = set(shown) - {"Red"}
    assert len(other) <= 24
    assert "`" not in other
    assert "\n" not in other


async def test_a_lead_sees_it_and_stops_it_and_the_teams_stay(world: World) -> None:
    await world.press("Ann", "team follow red")
    await bring(world, team("S1", "Red", "Ben"))
    shown = await world.press("Ann", "team")
    assert "Teams follow groups of people on Slack" in text(shown)
    assert "Stop following" not in buttons(await world.press("Ben", "team"))
    await world.press("Ann", action(shown, "Stop following"))
    assert await bring(world, team("S1", "Red", "Cem")) == 0
    assert seats(world) == {"Red": ["Ben"]}
    assert "follow nobody" in text(await world.press("Ann", UnfollowTeams()))


async def test_a_team_that_a_lead_deleted_stays_deleted(world: World) -> None:
    await world.press("Ann", "team follow red")
    await bring(world, team("S1", "Red", "Ben"))
    number = world.database.read_now(lambda tx: folds.teams_of(tx, 1).alive[0].id)
    await world.press("Ann", DeleteTeam(number))
    assert await bring(world, team("S1", "Red", "Ben")) == 0
    assert seats(world) == {}


async def test_teams_made_by_hand_keep_who_is_in_no_followed_group(world: World) -> None:
    await world.press("Ann", "team create Cats")
    await world.press("Cem", "team join Cats")
    await world.press("Ann", "team follow red")
    await bring(world, team("S1", "Red", "Ben"))
    assert seats(world) == {"Cats": ["Cem"], "Red": ["Ben"]}


async def test_who_may_start_it_and_where(world: World) -> None:
    assert "Only the group's lead" in text(await world.press("Ben", "team follow red"))
    assert "Name the user groups or roles" in text(await world.press("Ann", "team follow"))
    world.go("Ann", "")
    assert "Type that in the group's channel" in text(await world.press("Ann", "team follow red"))


async def test_an_adapter_asks_what_is_wanted_of_it(world: World) -> None:
    book = TeamBook(world.database, world.clock)
    assert await wrap_future(book.wishes("slack")) == []
    await world.press("Ann", "team follow red, blue")
    (wish,) = await wrap_future(book.wishes("slack"))
    assert (wish.group_id, wish.following.workspace) == (1, "T1")
    assert wish.following.wants("S1", "RED")
    assert not wish.following.wants("S1", "green")
    assert await wrap_future(book.wishes("discord")) == []
    await world.press("Ann", UnfollowTeams())
    assert await wrap_future(book.wishes("slack")) == []


async def test_the_room_has_no_groups_of_people_to_follow(tmp_path: Path) -> None:
    made = build(sqlite(tmp_path))
    await open_group(made, "Ann", post=True)
    assert "roles on Discord; not here" in text(await made.press("Ann", "team follow red"))
    made.database.close()


async def test_a_platform_that_lists_nobody_is_told_whom_to_ask_about(world: World) -> None:
    book = TeamBook(world.database, world.clock)
    found = await wrap_future(book.people(1, "slack"))
    assert [each.name for each in found] == ["Ann", "Ben", "Cem"]
    assert await wrap_future(book.people(1, "discord")) == []
