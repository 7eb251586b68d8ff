"""Where no group lives: the group that one used last counts, and without any one is alone."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.cards.actions.lead import Pause, PostNow
from bot.cards.actions.me import AskGroup, UseGroup
from bot.cards.actions.question import Lock, Reveal, Show, Tap, Why
from bot.cards.actions.runs import Continue
from bot.cards.actions.setup import UseDays
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.identity import Address, Visit
from bot.services import bulletins, silence
from bot.services.founding import found
from bot.services.scene import USED_EVERY
from bot.store import groups, people
from bot.store.tables import Account, Attempt, Group
from bot.store.tx import Tx
from tests.databases import sqlite
from tests.services.test_practice import waiting_item
from tests.world import Stand, World, a_plan, action, build, buttons, text

A, B = "alpha", "beta"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give two groups of one workspace; Ann leads both, Ben is in the first, Cem in none."""
    made = build(sqlite(tmp_path))
    for name in (A, B):
        where = Address("slack", "T1", f"C-{name}")
        plan = a_plan(name=name, address=where)
        await wrap_future(made.database.write(partial(found, plan=plan, now=made.clock.now)))
        made.go("Ann", name, may_found=True)
        await made.press("Ann", PostNow())
    made.go("Ben", A)
    await made.press("Ben", "practice 1")
    await made.settle()
    for name in ("Ann", "Ben", "Cem"):
        made.go(name, "")
    yield made
    made.database.close()


def attempts(world: World) -> list[Attempt]:
    def work(tx: Tx) -> list[Attempt]:
        rows = tx.run("SELECT seq FROM attempt ORDER BY seq").fetchall()
        return [found for row in rows if (found := tx.get(Attempt, row[0])) is not None]

    return world.database.read_now(work)


def used(world: World, name: str) -> dict[str, object]:
    def work(tx: Tx) -> dict[str, object]:
        rows = tx.run(
            "SELECT g.name, m.used_at FROM membership m JOIN study_group g ON g.id = m.group_id"
            " JOIN account a ON a.learner_id = m.learner_id WHERE a.name = ?",
            (name,),
        ).fetchall()
        return {row[0]: row[1] for row in rows}

    return world.database.read_now(work)


async def test_the_group_used_last_counts_in_private(world: World) -> None:
    assert "You in #beta" in text(await world.press("Ann", "me"))
    assert "You in #alpha" in text(await world.press("Ben", "me"))
    await world.pass_time(hours=2)
    world.go("Ann", A)
    await world.press("Ann", "practice 1")
    world.go("Ann", "")
    assert "You in #alpha" in text(await world.press("Ann", "me"))


async def test_so_it_does_in_a_channel_without_a_group(world: World) -> None:
    world.go("Ben", "random")
    assert "You in #alpha" in text(await world.press("Ben", "me"))
    assert "Not answered yet" in text(await world.press("Ben", "today"))


async def test_use_is_noted_once_an_hour_and_not_by_looking(world: World) -> None:
    before = used(world, "Ben")[A]
    world.go("Ben", A)
    await world.pass_time(minutes=59)
    await world.press("Ben", "practice 1")
    assert used(world, "Ben")[A] == before
    await world.pass_time(minutes=2)
    await world.press("Ben", "me")
    assert used(world, "Ben")[A] == before
    await world.press("Ben", "practice 1")
    assert used(world, "Ben")[A] != before
    assert timedelta(hours=1) == USED_EVERY


async def test_one_chooses_which_group_counts(world: World) -> None:
    await world.pass_time(minutes=1)
    card = await world.press("Ann", AskGroup())
    assert "it is #beta" in text(card)
    assert card.submit is not None
    done = await world.press("Ann", card.submit.action, {"group": ("1",)})
    assert "#alpha counts" in text(done)
    assert "You in #alpha" in text(await world.press("Ann", "me"))
    await world.pass_time(minutes=1)
    assert "#beta counts" in text(await world.press("Ann", "me group #Beta"))
    assert "You in #beta" in text(await world.press("Ann", "me"))


async def test_one_chooses_among_ones_own_groups_only(world: World) -> None:
    for said in ("beta", "2", "nonsense", ""):
        card = await world.press("Ben", UseGroup(), {"group": (said,)})
        assert "You are in no such group" in text(card)
    assert "You in #alpha" in text(await world.press("Ben", "me"))
    assert "you are in none yet" in text(await world.press("Cem", UseGroup(), {"group": ("1",)}))


async def test_several_groups_are_offered_where_none_lives(world: World) -> None:
    assert "Another group" in buttons(await world.press("Ann", "me"))
    assert "Another group" not in buttons(await world.press("Ben", "me"))
    world.go("Ann", A)
    assert "Another group" not in buttons(await world.press("Ann", "me"))


async def test_a_shared_question_answered_in_private_counts_as_in_the_channel(
    world: World,
) -> None:
    target = Target(Asked.ROUND, 1)
    await world.press("Ben", Show(target))
    await world.press("Ben", Tap(target, 2))
    await world.press("Ben", Lock(target, Confidence.FAIRLY))
    (given,) = attempts(world)
    assert (given.group_id, given.round_id, given.source, given.counts) == (1, 1, "daily", True)


async def test_a_question_of_another_of_ones_groups_is_answered_there(world: World) -> None:
    target = Target(Asked.ROUND, 1)  # of alpha, while beta counts
    await world.press("Ann", Tap(target, 0))
    await world.press("Ann", Lock(target, Confidence.CERTAIN))
    (given,) = attempts(world)
    assert (given.group_id, given.round_id) == (1, 1)
    assert "You in #beta" in text(await world.press("Ann", "me"))
    assert "not here" not in text(await world.press("Ann", Why(1)))


async def test_a_question_of_a_group_one_is_not_in_is_nobodys_business(world: World) -> None:
    target = Target(Asked.ROUND, 2)  # of beta, where Ben is not
    for what in (Show(target), Tap(target, 0), Lock(target, Confidence.CERTAIN), Reveal(target)):
        for name in ("Ben", "Cem"):
            assert "That question is not here" in text(await world.press(name, what))
    assert attempts(world) == []


async def test_practice_in_private_is_kept_with_the_group(world: World) -> None:
    await world.press("Ben", "practice d1 1")
    item = waiting_item(world)
    target = Target(Asked.RUN, item.id or 0)
    await world.press("Ben", Tap(target, 0))
    await world.press("Ben", Lock(target, Confidence.FAIRLY))
    assert [each.group_id for each in attempts(world)] == [1]


async def test_without_any_group_one_practises_alone(world: World) -> None:
    card = await world.press("Cem", "practice d1 2")
    assert "Practice · 1 of 2" in text(card)
    item = waiting_item(world)
    target = Target(Asked.RUN, item.id or 0)
    await world.press("Cem", Tap(target, 0))
    verdict = await world.press("Cem", Lock(target, Confidence.FAIRLY))
    assert "Add note" in buttons(verdict)
    noted = await world.press("Cem", action(verdict, "Add note"))
    assert noted.submit is not None
    assert "mine" in text(await world.press("Cem", noted.submit.action, {"text": ("mine",)}))
    assert "Practice · 2 of 2" in text(await world.press("Cem", Continue()))
    (given,) = attempts(world)
    assert (given.group_id, given.source) == (None, "practice")
    progress = text(await world.press("Cem", "progress"))
    assert "of 1 answer right so far" in progress
    assert "board" not in progress.lower()
    assert "in no group yet" in text(await world.press("Cem", "me"))
    assert "mine" in text(await world.press("Cem", "notes"))
    assert "Sample Exam" in text(await world.press("Cem", "about"))
    assert "Your clock is Asia/Tokyo" in text(await world.press("Cem", "me timezone Tokyo"))
    assert (await world.reply("Cem", "me data")).files


async def test_what_needs_a_group_says_kindly_what_to_do(world: World) -> None:
    await world.press("Cem", "practice")
    for words in ("board", "today", "why", "team", "leave", "me alias Cee", "me reminders 12:30",
                  "season", "export", "me consent"):  # fmt: skip
        shown = text(await world.press("Cem", words))
        assert "study group, and you are in none yet" in shown, words
        assert "wrong on our side" not in shown


async def test_a_stranger_who_only_looks_is_told_where_to_start(world: World) -> None:
    for words in ("me", "me data", "me erase"):
        assert "`/study practice` is a start" in text(await world.press("Cem", words))
    assert "What you can ask" in text(await world.press("Cem", "help"))


async def test_a_leads_word_in_private_acts_where_it_can_be_but_one_group(world: World) -> None:
    card = text(await world.press("Ann", Pause()))
    assert "Ask in #alpha or #beta." in card
    assert paused(world) == {A: False, B: False}
    assert "Only a group's lead" in text(await world.press("Ben", Pause()))
    await hand_over(world, B)
    await world.pass_time(minutes=1)
    await world.press("Ann", UseGroup(), {"group": ("alpha",)})
    assert "Paused" in text(await world.press("Ann", Pause()))
    assert paused(world) == {A: True, B: False}


async def test_a_leads_word_in_a_channel_without_a_group_acts_nowhere(world: World) -> None:
    await hand_over(world, B)
    world.go("Ann", "random")
    card = text(await world.press("Ann", Pause()))
    assert "Cohort is not set up in this channel." in card
    assert "Ask in #alpha." in card
    assert paused(world) == {A: False, B: False}


async def test_what_a_lead_is_told_alone_acts_on_the_group_it_speaks_of(world: World) -> None:
    def tell(tx: Tx) -> None:
        ann = tx.find(Account, "WHERE name = ?", ("Ann",))
        assert ann is not None
        content = {"answers": [0, 0, 0], "days": "12345"}
        bulletins.issue(tx, 1, silence.KIND, "one", content, world.clock.now, to=ann)

    await wrap_future(world.database.write(tell))
    await world.settle()
    (message,) = [m for m in world.posted("slack") if m.spot.person]
    days = next(b.action for b in buttons(message.card).values() if isinstance(b.action, UseDays))
    assert "belongs in its channel" in text(await world.press("Ann", days))
    stand = world.stands["Ann"]
    world.stands["Ann"] = Stand(stand.where, Visit(is_private=True, message=message.id))
    assert "Saved" in text(await world.press("Ann", days))
    kept = world.database.read_now(lambda tx: [groups.schedules_of(tx, n)[0].days for n in (1, 2)])
    assert kept == [days.days, "12345"]


async def test_nothing_of_another_workspace_counts(world: World) -> None:
    def link(tx: Tx) -> None:
        tx.run(
            "UPDATE account SET learner_id = (SELECT learner_id FROM account WHERE name = ?)"
            " WHERE name = ?",
            ("Ben", "Zed"),
        )

    world.go("Zed", "", workspace="T2")
    await world.press("Zed", "practice")
    await wrap_future(world.database.write(link))
    assert "in no group yet" in text(await world.press("Zed", "me"))
    target = Target(Asked.ROUND, 1)
    assert "You in #alpha" in text(await world.press("Ben", "me"))
    assert "wrong on our side" not in text(await world.press("Zed", Show(target)))


async def test_a_person_known_everywhere_is_told_things_alone_on_discord(world: World) -> None:
    where = Address("discord", "G1", "C-gamma")

    def make(tx: Tx) -> None:
        found(tx, a_plan(name="gamma", address=where), world.clock.now)

    await wrap_future(world.database.write(make))
    world.go("Fay", "gamma", "discord", may_found=True)
    await world.press("Fay", PostNow())

    def tell(tx: Tx) -> None:
        fay = tx.find(Account, "WHERE name = ?", ("Fay",))
        assert fay is not None
        assert fay.workspace == ""
        bulletins.issue(
            tx,
            3,
            silence.KIND,
            "x",
            {"answers": [0, 0, 0], "days": "12345"},
            world.clock.now,
            to=fay,
        )

    await wrap_future(world.database.write(tell))
    await world.settle()
    told = [m.spot for m in world.posted("discord") if m.spot.person]
    assert [(spot.person, spot.workspace) for spot in told] == [("fay", "G1")]
    assert all(spot.beside for spot in told)
    world.go("Fay", "", "discord")
    assert "You in #gamma" in text(await world.press("Fay", "me"))


def paused(world: World) -> dict[str, bool]:
    found = world.database.read_now(lambda tx: list(groups.all_groups(tx)))
    return {group.name: group.paused_at is not None for group in found}


async def hand_over(world: World, name: str) -> None:
    """Take a group's lead away from Ann."""

    def work(tx: Tx) -> None:
        group = tx.find(Group, "WHERE name = ?", (name,))
        ann = tx.find(Account, "WHERE name = ?", ("Ann",))
        assert group is not None
        assert ann is not None
        kept = people.find_membership(tx, group.id or 0, ann.learner_id)
        assert kept is not None
        kept.is_lead = False
        tx.add(kept)

    await wrap_future(world.database.write(work))
