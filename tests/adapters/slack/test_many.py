"""Three workspaces on one program: nobody ever sees or moves anything of another one's."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from sqlmodel import SQLModel

from bot.cards.actions import Action
from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.flags import SendFlag
from bot.cards.actions.own import Notes
from bot.cards.actions.question import Lock, Reveal, SaveNote, Show, Tap, Why, WriteNote
from bot.cards.actions.runs import Practise
from bot.cards.actions.teams import CreateTeam
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.text import card_text
from bot.cards.wire import encode
from bot.core.flags import Doubt
from bot.core.identity import Address, Visit
from bot.services.desk import Press
from bot.services.reply import Reply
from bot.store.tx import Tx
from tests.adapters.slack.guild import GuildWorld
from tests.adapters.slack.hall import Hall, hall
from tests.fakes.slack import Ack, Message, Person

#: A group's newest question, and the newest of its private runs.
ROUND = "SELECT max(id) FROM round WHERE group_id = ?"
RUN = "SELECT max(i.id) FROM run_item i JOIN run r ON r.id = i.run_id WHERE r.group_id = ?"


@pytest.fixture
async def three(tmp_path: Path) -> AsyncIterator[Hall]:
    """Give red, green and blue; in red and green somebody has answered, written and practised."""
    async with hall(tmp_path) as made:
        for name in ("red", "green", "blue"):
            world = await made.join(name)
            await world.open_group(f"{name}-owner", f"{name}-member")
        for world in made.worlds[:2]:
            await live(world)
        await made.worlds[0].settle()
        yield made


def name(world: GuildWorld) -> str:
    return world.guild.name


async def do(
    world: GuildWorld,
    who: str,
    what: Action | str,
    inputs: Mapping[str, tuple[str, ...]] | None = None,
    *,
    where: Address | None = None,
) -> Reply:
    """Let somebody of a workspace press or type something, wherever that may come from."""
    place = where or world.here
    visit = Visit(is_private=place.address[:1] in ("", "D"), may_found=True)
    identity = world.identity(f"{name(world)}-{who}")
    press = Press(who=identity, where=place, what=what, inputs=inputs or {}, visit=visit)
    return await wrap_future(world.desk.press(press))


async def live(world: GuildWorld) -> None:
    """Let a group have a bit of everything, with its own name in all that is written."""
    mine = f"of {name(world)}"
    flag = {"reason": (next(iter(Doubt)).value,), "words": (f"A flag {mine}",)}
    target = Target(Asked.ROUND, await number(world, ROUND))
    for who in ("member", "owner"):
        await do(world, who, Tap(target, 1))
        await do(world, who, Lock(target, Confidence.FAIRLY))
    await do(world, "member", SaveNote(target), {"text": (f"A note {mine}",)})
    await do(world, "member", SendFlag(target), flag)
    await do(world, "owner", CreateTeam(), {"name": (f"Foxes {mine}",)})
    await do(world, "member", Practise("", 3))
    await do(world, "owner", "setup")


async def number(world: GuildWorld, query: str) -> int:
    def work(tx: Tx) -> int:
        where = "SELECT group_id FROM place WHERE workspace = ? AND account_id IS NULL"
        group = tx.run(where, (world.guild.id,)).fetchone()
        found = tx.run(query, group).fetchone() if group else None
        return int(found[0]) if found else 0

    return await wrap_future(world.database.read(work))


async def everything(world: GuildWorld) -> dict[str, list[str]]:
    """Give every row of a workspace: of its group, its accounts and its people."""

    def work(tx: Tx) -> dict[str, list[str]]:
        groups = "SELECT group_id FROM place WHERE workspace = ?"
        accounts = "SELECT id FROM account WHERE workspace = ?"
        learners = "SELECT learner_id FROM account WHERE workspace = ?"
        found = {}
        for table in SQLModel.metadata.sorted_tables:
            for column, whose in (
                ("group_id", groups), ("account_id", accounts), ("learner_id", learners)
            ):  # fmt: skip
                if column in table.columns:
                    query = f'SELECT * FROM "{table.name}" WHERE {column} IN ({whose})'
                    rows = tx.run(query, (world.guild.id,)).fetchall()
                    found[f"{table.name}.{column}"] = sorted(map(repr, rows))
        return found

    return await wrap_future(world.database.read(work))


async def numbers(world: GuildWorld) -> list[int]:
    """Give every number by which something of a workspace's could be named."""

    def work(tx: Tx) -> list[int]:
        group = f"IN (SELECT group_id FROM place WHERE workspace = '{world.guild.id}')"
        queries = (
            f"SELECT id FROM round WHERE group_id {group}",
            f"SELECT i.id FROM run_item i JOIN run r ON r.id = i.run_id WHERE r.group_id {group}",
            f"SELECT id FROM bulletin WHERE group_id {group}",
            f"SELECT id FROM place WHERE group_id {group}",
            f"SELECT seq FROM event WHERE group_id {group}",
            f"SELECT seq FROM attempt WHERE group_id {group}",
            f"SELECT learner_id FROM membership WHERE group_id {group}",
        )
        return sorted({number for each in queries for (number,) in tx.run(each).fetchall()})

    return await wrap_future(world.database.read(work))


def forged(ids: list[int]) -> Iterator[Action]:
    """Give every action that names something by number, with each of these numbers."""
    for kind in get_args(Action):
        hints = get_type_hints(kind)
        named = [f.name for f in fields(kind) if hints[f.name] in (int, Target)]
        if not named or kind in (Notes, Practise):
            continue  # pages and counts of one's own
        for each in ids:
            for asked in Asked if Target in hints.values() else (Asked.ROUND,):
                yield kind(**{f.name: _value(hints[f.name], each, asked) for f in fields(kind)})


def _value(kind: type, each: int, asked: Asked) -> object:
    if kind is Target:
        return Target(asked, each)
    if kind is int:
        return each
    if kind is bool:
        return True
    return next(iter(kind)) if issubclass(kind, StrEnum) else ""


async def test_no_forged_number_shows_or_moves_anything_of_another_workspaces(three: Hall) -> None:
    red, green, blue = three.worlds
    before = await everything(red), await everything(green)
    rows = "".join(row for rows in before[0].values() for row in rows)
    for written in ("A note of red", "A flag of red", "Foxes of red"):
        assert written in rows
    places = [
        blue.here,
        Address("slack", blue.guild.id, ""),
        Address("slack", blue.guild.id, blue.person("blue-owner").dm.id),
    ]
    ids = await numbers(red)
    assert len(ids) > 3
    questions = {f"r{await number(world, ROUND)}" for world in (red, green)}
    questions |= {f"p{await number(world, RUN)}" for world in (red, green)}
    inputs = {"response": ("0",), "text": ("x",), "name": ("x",), "words": ("x",)}
    for action in forged(ids):
        for where in places:
            reply = await do(blue, "owner", action, inputs, where=where)
            said = card_text(reply.card) + repr(reply)
            assert not any(f"of {other}" in said for other in ("red", "green")), action
            assert not any(f"{other}-" in said for other in ("red", "green")), action
            assert reply.key != "fault", action
            if _question(action) in questions:
                assert reply.key == "refusal", action
    assert (await everything(red), await everything(green)) == before


def _question(action: Action) -> str:
    """Give the question that an action names, as its wire form does."""
    target, shared = getattr(action, "target", None), getattr(action, "round", None)
    if isinstance(target, Target):
        return f"{target.asked}{target.id}"
    return f"r{shared}" if shared else ""


async def click(person: Person, on: Message, action: Action) -> Ack:
    """Click the first button of a message, which has come to hold another value."""
    button = next(e for block in on.blocks for e in block.get("elements", ()) if "value" in e)
    kept, button["value"] = button["value"], encode(action)
    try:
        return await person.clicks(button["text"]["text"], on=on, sends=encode(action))
    finally:
        button["value"] = kept


async def test_a_forged_button_is_refused_in_words_in_channel_and_messages(three: Hall) -> None:
    red, _, blue = three.worlds
    eve = blue.person("blue-member")
    question = next(m for m in blue.study.messages.values() if m.by_app)
    theirs = await number(red, ROUND)
    run = await number(red, RUN)
    forgeries: list[Action] = [
        Tap(Target(Asked.ROUND, theirs), 0),
        Show(Target(Asked.ROUND, theirs)),
        Reveal(Target(Asked.ROUND, theirs)),
        Why(theirs),
        Tap(Target(Asked.RUN, run), 0),
        Show(Target(Asked.RUN, run)),
    ]
    for action in forgeries:
        assert (await click(eve, question, action)).ok
        await three.settled()
        replies = three.desk.replies[eve.id]
        assert replies[-1].key == "refusal", action
        shown = eve.reads(eve.view) + eve.reads(eve.last(blue.study))
        said = card_text(replies[-1].card).strip("· \n").partition("`")[0]
        assert said in shown, action
        if eve.view is not None:
            await eve.dismisses()


async def test_a_forged_window_is_refused_and_keeps_nothing(three: Hall) -> None:
    red, _, blue = three.worlds
    eve = blue.person("blue-member")
    theirs = await number(red, ROUND)
    own = Target(Asked.ROUND, await number(blue, ROUND))
    await do(blue, "member", Tap(own, 1))
    await do(blue, "member", Lock(own, Confidence.FAIRLY))
    before = await everything(red)
    question = next(m for m in blue.study.messages.values() if m.by_app)
    assert (await click(eve, question, WriteNote(own))).ok
    await three.settled()
    view = eve.view
    assert view is not None
    assert "submit" in view.body
    view.body["callback_id"] = encode(SaveNote(Target(Asked.ROUND, theirs)))
    await eve.fills({view.body["blocks"][-1]["block_id"]: "mine now"})
    ack = await eve.submits()
    assert ack.ok
    await three.settled()
    assert three.desk.replies[eve.id][-1].key == "refusal"
    assert await everything(red) == before


async def test_boards_homes_and_messages_hold_ones_own_people_alone(three: Hall) -> None:
    red, _, blue = three.worlds
    for world in (red, blue):
        for who in ("owner", "member"):
            await do(world, who, ChooseBoard(join=True))
    await red.pass_time(hours=10)
    for world, other in ((red, blue), (blue, red)):
        member = world.person(f"{name(world)}-member")
        await member.opens_home()
        await three.settled()
        seen = [member.reads(member.home), *map(member.reads, member.sees(world.study))]
        seen += map(member.reads, member.sees(member.dm))
        for words in ("board", "team", "progress", "notes", "status", "why"):
            seen.append(card_text((await do(world, "member", words)).card))
        together = "\n".join(seen)
        assert f"{name(other)}-" not in together
        assert f"of {name(other)}" not in together
    assert "A note of red" in card_text((await do(red, "member", "notes")).card)


async def test_each_post_goes_out_with_its_own_workspaces_token(three: Hall) -> None:
    before = len(three.slack.calls("chat.postMessage"))
    await three.worlds[0].pass_time(days=1, hours=2)
    channels = {world.study.id: world.guild.id for world in three.worlds}
    calls = three.slack.calls("chat.postMessage")[before:]
    assert len(calls) >= 3
    for call in calls:
        assert call.error is None
        assert channels.get(call.arguments["channel"], call.team) == call.team


async def test_the_same_channel_id_in_two_workspaces_is_two_places(three: Hall) -> None:
    red, _, blue = three.worlds
    there = Address("slack", blue.guild.id, red.study.id)
    elsewhere = Address("slack", blue.guild.id, "C0NOWHERE")
    theirs, nowhere = [
        card_text((await do(blue, "member", "today", where=place)).card)
        for place in (there, elsewhere)
    ]
    assert theirs == nowhere
