"""Sent away: a channel pauses and its leads are told; a workspace's people go after two weeks."""

from __future__ import annotations

import re
from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest

from bot.cards.actions.lead import PostNow
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.setup import PostTest
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.identity import Address
from bot.services.departing import GRACE, Departures
from bot.services.founding import found
from bot.services.upkeep import rebuild_caches
from bot.store import attempts
from bot.store.tables import Account, Attempt, Departure, Group, Place
from bot.store.tx import Tx
from tests.fakes.surface import Trouble
from tests.world import World, a_plan, action, build, buttons, text

SLACK, DISCORD = "slack", "discord"


@dataclass
class Away:
    """A Cohort with a group on Slack (T1), one in another workspace (T2), one on Discord (G1)."""

    world: World
    book: Departures

    async def left(self, platform: str = SLACK, workspace: str = "T1") -> bool:
        done = await wrap_future(self.book.left(platform, workspace, "the app was removed"))
        await self.world.settle()
        return done

    async def back(self, platform: str = SLACK, workspace: str = "T1") -> bool:
        done = await wrap_future(self.book.back(platform, workspace))
        await self.world.settle()
        return done

    async def wait(self, **amount: float) -> None:
        await self.world.pass_time(**amount)
        for _ in range(3):
            await self.world.settle()

    def accounts(self) -> dict[str, str]:
        """Give (platform/workspace) of each account that still has a name."""

        def work(tx: Tx) -> dict[str, str]:
            rows = tx.run("SELECT name, platform, workspace FROM account ORDER BY id").fetchall()
            return {row[0]: f"{row[1]}/{row[2]}" for row in rows if row[0]}

        return self.world.database.read_now(work)

    def rows(self, kind: type[Place] | type[Group]) -> list[Place | Group]:
        def work(tx: Tx) -> list[Place | Group]:
            rows = tx.run(f"SELECT id FROM {kind.__tablename__} ORDER BY id").fetchall()
            return [row for (number,) in rows if (row := tx.get(kind, number)) is not None]

        return self.world.database.read_now(work)

    def ended(self) -> list[bool]:
        return [each.ended_at is not None for each in self.rows(Group)]  # type: ignore[union-attr]

    def closed(self) -> list[bool]:
        return [each.paused_at is not None for each in self.rows(Place)
                if each.account_id is None]  # type: ignore[union-attr]  # fmt: skip


@pytest.fixture
async def away(migrated_url: str) -> AsyncIterator[Away]:
    """Give three groups, each with a lead and a member who have answered, on both databases."""
    world = build(migrated_url)
    for number, (platform, workspace, lead, member) in enumerate(
        ((SLACK, "T1", "Ann", "Ben"), (SLACK, "T2", "Cem", "Dora"), (DISCORD, "G1", "Eva", "Finn")),
        1,
    ):
        plan = a_plan(name=f"ml{number}", address=Address(platform, workspace, f"C-ml{number}"))
        await wrap_future(world.database.write(partial(found, plan=plan, now=world.clock.now)))
        world.go(lead, f"ml{number}", platform, workspace, may_found=True)
        world.go(member, f"ml{number}", platform, workspace)
        await world.press(lead, PostNow())
        for position, name in enumerate((lead, member)):
            await world.press(name, Tap(Target(Asked.ROUND, number), position))
            await world.press(name, Lock(Target(Asked.ROUND, number), Confidence.FAIRLY))
    await world.settle()
    yield Away(world, Departures(world.database, world.clock))
    world.database.close()


async def test_a_workspace_that_leaves_is_posted_to_no_more(away: Away) -> None:
    before = len(away.world.posted(SLACK, "ml1"))
    assert await away.left()
    assert away.closed() == [True, False, False]
    await away.world.pass_time(days=1, hours=2)
    assert len(away.world.posted(SLACK, "ml1")) == before
    assert len(away.world.posted(SLACK, "ml2")) > before


async def test_it_is_noted_once(away: Away) -> None:
    assert await away.left()
    assert not await away.left()
    assert not await away.back(SLACK, "T9")
    row = away.world.database.read_now(lambda tx: tx.get(Departure, (SLACK, "T1")))
    assert row is not None
    assert row.purge_at - row.left_at == GRACE == timedelta(days=14)


async def test_coming_back_in_time_undoes_it(away: Away) -> None:
    await away.left()
    await away.wait(days=13)
    before = len(away.world.posted(SLACK, "ml1"))
    assert await away.back()
    assert away.closed() == [False, False, False]
    await away.wait(days=2)
    assert len(away.world.posted(SLACK, "ml1")) > before
    assert set(away.accounts()) == {"Ann", "Ben", "Cem", "Dora", "Eva", "Finn"}
    assert "You in #ml1" in text(await away.world.press("Ann", "me"))


async def test_what_was_closed_for_another_reason_stays_closed(away: Away) -> None:
    where = Address(SLACK, "T1", "C-ml1")
    assert await wrap_future(away.book.closed(where, "the channel was archived"))
    await away.left()
    await away.back()
    assert away.closed() == [True, False, False]
    assert await wrap_future(away.book.opened(where))
    assert not await wrap_future(away.book.opened(where))
    assert away.closed() == [False, False, False]


async def test_after_the_grace_its_people_are_nobody_and_its_group_has_ended(away: Away) -> None:
    await away.left()
    await away.wait(days=14, minutes=1)
    assert away.accounts() == {"Cem": "slack/T2", "Dora": "slack/T2", "Eva": "discord/",
                               "Finn": "discord/"}  # fmt: skip
    assert away.ended() == [True, False, False]
    assert away.world.database.read_now(lambda tx: tx.get(Departure, (SLACK, "T1"))) is None
    tally = away.world.database.read_now(lambda tx: attempts.tally_of(tx, 1))
    assert tally["answers"] == 2, "what they answered stays as nobody's"
    wrong = await wrap_future(away.world.database.write(rebuild_caches))
    assert set(wrong.values()) == {0}


async def test_afterwards_its_channel_can_have_a_group_again(away: Away) -> None:
    await away.left()
    await away.wait(days=14, minutes=1)
    assert not await away.back()
    card = text(await away.world.press("Ann", "setup"))
    assert "#ml1 begins" in card
    assert [row.name for row in away.rows(Group)] == ["ml1", "ml2", "ml3", "ml1"]


async def test_a_person_known_everywhere_goes_with_their_only_group(away: Away) -> None:
    world = away.world
    world.go("Finn", "", DISCORD)
    await away.left(DISCORD, "G1")
    await away.wait(days=1)
    await world.press("Finn", "practice d1 1")
    row = world.database.read_now(lambda tx: tx.run("SELECT MAX(id) FROM run_item").fetchone())
    assert row is not None
    await world.press("Finn", Tap(Target(Asked.RUN, int(row[0])), 0))
    await world.press("Finn", Lock(Target(Asked.RUN, int(row[0])), Confidence.FAIRLY))
    await away.wait(days=13, minutes=1)
    assert "Eva" not in away.accounts()
    assert "Finn" in away.accounts(), "they went on alone"
    assert away.ended() == [False, False, True]


async def test_who_is_in_a_group_elsewhere_stays(away: Away) -> None:
    plan = a_plan(name="ml4", address=Address(DISCORD, "G2", "C-ml4"))
    await wrap_future(
        away.world.database.write(partial(found, plan=plan, now=away.world.clock.now))
    )
    away.world.go("Finn", "ml4", DISCORD, "G2", may_found=True)
    await away.world.press("Finn", PostNow())
    await away.left(DISCORD, "G1")
    await away.wait(days=14, minutes=1)
    assert "Eva" not in away.accounts()
    assert "Finn" in away.accounts()
    assert away.ended() == [False, False, True, False]


async def test_of_two_linked_accounts_only_the_workspaces_own_goes(away: Away) -> None:
    world = away.world
    shown = re.search(r"me link (\w{8})", text(await world.press("Ben", "me link")))
    assert shown is not None
    look = await world.press("Finn", f"me link {shown[1]}")
    await world.press("Finn", action(look, "Link them for good"))
    await world.settle()
    await away.left()
    await away.wait(days=14, minutes=1)
    assert "Ben" not in away.accounts()
    assert "Finn" in away.accounts()

    def kept(tx: Tx) -> int:
        finn = tx.find(Account, "WHERE name = ?", ("Finn",))
        assert finn is not None
        return attempts.count_own(tx, finn.learner_id)

    assert world.database.read_now(kept) == 2, "one history, on both platforms"


async def test_a_group_with_another_place_goes_on_and_its_lead_is_told(away: Away) -> None:
    world = away.world
    shown = re.search(r"join (\w{8})", text(await world.press("Ann", "setup place")))
    assert shown is not None
    world.go("Gil", "second", DISCORD, "G1", may_found=True)
    await world.press("Gil", f"setup join {shown[1]}")
    shown = re.search(r"me link (\w{8})", text(await world.press("Ann", "me link")))
    assert shown is not None
    look = await world.press("Gil", f"me link {shown[1]}")
    await world.press("Gil", action(look, "Link them for good"))
    await away.left()
    told = [m for m in world.posted(DISCORD) if m.spot.person == "gil"]
    assert len(told) == 1
    assert "#ml1 cannot be posted in Slack #ml1" in text(told[0].card)
    assert "The reason: the app was removed." in text(told[0].card)
    before = len(world.posted(DISCORD, "second"))
    await away.wait(days=1, hours=2)
    assert len(world.posted(DISCORD, "second")) > before
    await away.wait(days=13)
    assert away.ended() == [False, False, False]
    assert {"Ann", "Ben"}.isdisjoint(away.accounts())


async def test_a_channel_that_closes_pauses_and_its_leads_are_told_once(away: Away) -> None:
    where = Address(SLACK, "T1", "C-ml1")
    assert await wrap_future(away.book.closed(where, "the channel was deleted"))
    assert not await wrap_future(away.book.closed(where, "the channel was deleted"))
    assert not await wrap_future(away.book.closed(Address(SLACK, "T1", "C-no"), "gone"))
    await away.world.settle()
    told = [m for m in away.world.posted(SLACK) if m.spot.person]
    assert [m.spot.person for m in told] == ["ann"]
    assert "The reason: the channel was deleted." in text(told[0].card)
    assert {"Self-check", "Places"} <= set(buttons(told[0].card))
    assert away.closed() == [True, False, False]


async def test_a_post_that_is_refused_for_good_does_the_same(away: Away) -> None:
    away.world.surfaces[SLACK].posting.append(Trouble.GONE)
    await away.world.press("Ann", PostNow())
    await away.world.settle()
    assert away.closed() == [True, False, False]
    told = [m for m in away.world.posted(SLACK) if m.spot.person]
    assert ["The reason: the channel is gone." in text(m.card) for m in told] == [True]


async def test_a_test_post_tries_a_closed_place_once_more(away: Away) -> None:
    where = Address(SLACK, "T1", "C-ml1")
    await wrap_future(away.book.closed(where, "not in the channel"))
    away.world.surfaces[SLACK].posting.extend([None, Trouble.GONE])
    await away.world.press("Ann", PostTest())
    await away.world.settle()
    assert away.closed() == [True, False, False]
    await away.wait(hours=1)
    await away.world.press("Ann", PostTest())
    await away.world.settle()
    assert away.closed() == [False, False, False]


async def test_a_test_post_opens_nothing_where_the_workspace_has_left(away: Away) -> None:
    await away.left()
    await away.world.press("Ann", PostTest())
    assert away.closed() == [True, False, False]


async def test_nobody_is_erased_twice_and_nothing_is_due_then(away: Away) -> None:
    await away.left()
    await away.wait(days=15)
    before = away.world.database.read_now(
        lambda tx: tx.run("SELECT MAX(id) FROM learner").fetchone()
    )
    await away.wait(days=1)
    assert before == away.world.database.read_now(
        lambda tx: tx.run("SELECT MAX(id) FROM learner").fetchone()
    )
    kept = away.world.database.read_now(
        lambda tx: [tx.get(Attempt, row[0]) for row in tx.run("SELECT seq FROM attempt").fetchall()]
    )
    assert len(kept) >= 6


async def test_who_has_left_can_be_compared_with_who_is_there(away: Away) -> None:
    assert await wrap_future(away.book.workspaces(SLACK)) == {"T1": False, "T2": False}
    await away.left()
    assert await wrap_future(away.book.workspaces(SLACK)) == {"T1": True, "T2": False}
