"""One group in two places: one question, one tally, one board, and codes nobody guesses."""

from __future__ import annotations

import re
from asyncio import wrap_future
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.cards.actions.lead import PostNow
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.setup import AskRemovePlace, InvitePlace, JoinPlace, Places, RemovePlace
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.identity import Address
from bot.services.founding import found
from bot.store import attempts, deliveries, groups
from bot.store.tables import Group
from bot.store.tx import Tx
from tests.databases import sqlite
from tests.fakes.surface import Message
from tests.world import World, a_plan, action, build, buttons, text

SLACK, DISCORD = "slack", "discord"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group in #ml on Slack with Ann as its lead, and Dan, who runs a Discord server."""
    made = build(sqlite(tmp_path))
    await make(made, "ml")
    made.go("Ann", "ml", may_found=True)
    await made.press("Ann", PostNow())
    await made.settle()
    made.go("Ben", "ml")
    made.go("Dan", "general", DISCORD, may_found=True)
    made.go("Eve", "general", DISCORD)
    yield made
    made.database.close()


async def make(world: World, name: str, platform: str = SLACK, workspace: str = "T1") -> None:
    plan = a_plan(name=name, address=Address(platform, workspace, f"C-{name}"))
    await wrap_future(world.database.write(partial(found, plan=plan, now=world.clock.now)))


async def code_of(world: World, name: str = "Ann") -> str:
    shown = re.search(r"setup join (\w{8})", text(await world.press(name, InvitePlace())))
    assert shown is not None
    return shown[1]


async def join(world: World, name: str = "Dan") -> str:
    card = text(await world.press(name, f"setup join {await code_of(world)}"))
    await world.settle()
    return card


async def answer(world: World, name: str, position: int, round_id: int = 1) -> str:
    target = Target(Asked.ROUND, round_id)
    await world.press(name, Tap(target, position))
    return text(await world.press(name, Lock(target, Confidence.FAIRLY)))


def questions(world: World, platform: str) -> list[Message]:
    return [m for m in world.posted(platform) if "scenario" in text(m.card) and not m.thread_of]


def group(world: World, number: int) -> Group:
    kept = world.database.read_now(lambda tx: tx.get(Group, number))
    assert kept is not None
    return kept


async def test_a_code_makes_another_channel_a_place_at_once(world: World) -> None:
    assert questions(world, DISCORD) == []
    card = await join(world)
    assert "Discord #general is a place of #ml now" in card
    assert "led by Ann" in card
    assert len(questions(world, DISCORD)) == 1
    assert text(questions(world, DISCORD)[0].card) == text(questions(world, SLACK)[0].card)
    await world.pass_time(days=1, hours=2)
    assert (len(questions(world, SLACK)), len(questions(world, DISCORD))) == (2, 2)


async def test_there_is_one_tally_one_close_and_one_thread_in_each_place(world: World) -> None:
    await join(world)
    for number, name in enumerate(("Ben", "Eve", "Dan", "Ann")):
        await answer(world, name, number % 2)
    await world.settle()
    tally = world.database.read_now(lambda tx: attempts.tally_of(tx, 1))
    assert tally["answers"] == 4
    for platform in (SLACK, DISCORD):
        assert "4 answered" in text(questions(world, platform)[0].card)
    await world.pass_time(hours=10)
    for platform in (SLACK, DISCORD):
        first, *_ = world.posted(platform)
        assert "4 answers" in text(first.card)
        assert [m.thread_of for m in world.posted(platform) if m.thread_of] == [first.id]


async def test_a_person_with_two_linked_accounts_answers_once(world: World) -> None:
    await join(world)
    shown = re.search(r"me link (\w{8})", text(await world.press("Ben", "me link")))
    assert shown is not None
    look = await world.press("Eve", f"me link {shown[1]}")
    await world.press("Eve", action(look, "Link them for good"))
    first = await answer(world, "Ben", 0)
    assert await answer(world, "Eve", 1) == first
    tally = world.database.read_now(lambda tx: attempts.tally_of(tx, 1))
    assert tally["answers"] == 1


async def test_only_whoever_runs_the_other_workspace_may_bring_it_there(world: World) -> None:
    code = await code_of(world)
    card = text(await world.press("Eve", f"setup join {code}"))
    assert "takes somebody with Manage Server" in card
    world.go("Dan", "", DISCORD, may_found=True)
    assert "Type that in the channel" in text(await world.press("Dan", f"setup join {code}"))
    assert questions(world, DISCORD) == []
    world.go("Dan", "general", DISCORD, may_found=True)
    assert "is a place of #ml now" in text(await world.press("Dan", f"setup join {code}"))


async def test_only_a_lead_gets_a_code(world: World) -> None:
    assert "Only the group's lead" in text(await world.press("Ben", InvitePlace()))
    assert "Only the group's lead" in text(await world.press("Ben", Places()))


async def test_a_code_works_once_and_for_a_quarter_of_an_hour(world: World) -> None:
    code = await code_of(world)
    await world.pass_time(minutes=16)
    assert "No group asked for that code" in text(await world.press("Dan", f"setup join {code}"))
    code = await code_of(world)
    newer = await code_of(world)
    assert "No group asked for that code" in text(await world.press("Dan", f"setup join {code}"))
    await world.press("Dan", f"setup join {newer}")
    world.go("Dan", "second", DISCORD, may_found=True)
    assert "No group asked for that code" in text(await world.press("Dan", f"setup join {newer}"))


async def test_a_code_is_not_found_by_trying(world: World) -> None:
    for left in (4, 3, 2, 1):
        card = text(await world.press("Dan", "setup join AAAAAAAA"))
        assert f"{left} more tries" in card
    assert "That was the last try" in text(await world.press("Dan", "setup join AAAAAAAA"))
    card = text(await world.press("Dan", f"setup join {await code_of(world)}"))
    assert "too many wrong codes" in card
    assert questions(world, DISCORD) == []


async def test_a_code_for_a_place_links_nobody_and_the_other_way_round(world: World) -> None:
    place = await code_of(world)
    assert "No account asked" in text(await world.press("Eve", f"me link {place}"))
    shown = re.search(r"me link (\w{8})", text(await world.press("Ann", "me link")))
    assert shown is not None
    assert "No group asked" in text(await world.press("Dan", f"setup join {shown[1]}"))
    assert "is a place of #ml now" in text(await world.press("Dan", f"setup join {place}"))


async def test_a_form_asks_for_the_code_and_takes_it_as_it_was_read_aloud(world: World) -> None:
    form = await world.press("Dan", "setup join")
    assert form.submit is not None
    assert form.submit.action == JoinPlace()
    code = await code_of(world)
    said = {"code": (f"{code[:4].lower()} - {code[4:].lower()}",)}
    assert "is a place of #ml now" in text(await world.press("Dan", JoinPlace(), said))


async def test_a_channel_whose_own_group_has_answers_is_refused(world: World) -> None:
    await make(world, "general", DISCORD, "G1")
    await world.press("Dan", PostNow())
    await answer(world, "Dan", 0, 2)
    card = await join(world)
    assert "#general lives here and has answers" in card
    assert group(world, 2).ended_at is None
    assert len(world.database.read_now(lambda tx: list(groups.places_of(tx, 1)))) == 1


async def test_a_group_that_nobody_answered_in_makes_room(world: World) -> None:
    await make(world, "general", DISCORD, "G1")
    assert "is a place of #ml now" in await join(world)
    assert group(world, 2).ended_at is not None
    await world.pass_time(days=1, hours=2)
    opened = world.database.read_now(
        lambda tx: tx.run("SELECT DISTINCT group_id FROM round").fetchall()
    )
    assert [row[0] for row in opened] == [1]


async def test_a_group_that_never_began_makes_room(world: World) -> None:
    await world.press("Dan", "setup")
    assert "is a place of #ml now" in await join(world)
    assert world.database.read_now(lambda tx: tx.get(Group, 2)) is None


async def test_a_place_of_the_group_or_of_another_with_several_is_refused(world: World) -> None:
    await join(world)
    assert "a place of #ml already" in await join(world)
    await make(world, "other", SLACK)
    world.go("Cem", "other", may_found=True)
    await world.press("Cem", "today")
    await world.press("Cem", PostNow())
    card = text(await world.press("Dan", f"setup join {await code_of(world, 'Cem')}"))
    assert "This channel is a place of #ml. Its lead takes it away" in card


async def test_places_are_listed_with_what_is_wrong(world: World) -> None:
    await join(world)
    card = await world.press("Ann", "setup places")
    assert "Slack #ml (here)" in text(card)
    assert "Discord #general" in text(card)
    assert {"Remove Slack #ml", "Remove Discord #general"} <= set(buttons(card))

    def pause(tx: Tx) -> None:
        deliveries.pause_place(tx, 2, "no right to post", world.clock.now)

    await wrap_future(world.database.write(pause))
    assert "Nothing is posted there: no right to post." in text(await world.press("Ann", Places()))


async def test_the_only_place_stays(world: World) -> None:
    for what in (AskRemovePlace(1), RemovePlace(1)):
        assert "It is the group's only place" in text(await world.press("Ann", what))
    shown = buttons(await world.press("Ann", Places()))
    assert not any(label.startswith("Remove") for label in shown)


async def test_a_removed_place_gets_nothing_more_and_is_free(world: World) -> None:
    await join(world)
    await answer(world, "Eve", 0)
    await world.settle()
    before = len(world.posted(DISCORD))
    edits = sum(message.edits for message in world.posted(DISCORD))
    ask = await world.press("Ann", AskRemovePlace(2))
    assert "What was answered stays" in text(ask)
    assert "is removed" in text(await world.press("Ann", action(ask, "Remove it")))
    assert "no place of this group" in text(await world.press("Ann", RemovePlace(2)))
    await world.pass_time(days=1, hours=2)
    assert len(world.posted(DISCORD)) == before
    assert sum(message.edits for message in world.posted(DISCORD)) == edits
    assert len(questions(world, SLACK)) == 2
    assert "Set up #general" in text(await world.press("Dan", "setup"))
    owed = world.database.read_now(
        lambda tx: tx.run("SELECT COUNT(*) FROM delivery WHERE state = 'pending'").fetchone()
    )
    assert owed == (0,)


async def test_whoever_belongs_answers_at_a_removed_place_what_still_stands_there(
    world: World,
) -> None:
    await join(world)
    await world.press("Eve", "practice 1")
    await world.press("Ann", RemovePlace(2))
    shown = await answer(world, "Eve", 0)
    assert "That question is not here" not in shown
    world.go("Fay", "general", DISCORD)
    assert "That question is not here" in await answer(world, "Fay", 0)


async def test_another_group_removes_nothing_of_ours(world: World) -> None:
    await join(world)
    await make(world, "other", SLACK)
    world.go("Cem", "other", may_found=True)
    await world.press("Cem", PostNow())
    assert "no place of this group" in text(await world.press("Cem", RemovePlace(2)))
    assert len(world.database.read_now(lambda tx: list(groups.places_of(tx, 1)))) == 2
