"""The carrier against a strict platform that fails on command."""

from __future__ import annotations

import asyncio
from asyncio import wrap_future
from collections.abc import AsyncIterator, Collection, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.blocks import Card
from bot.core.errors import NotYet
from bot.scheduler.carrier import AT_ONCE, Carrier
from bot.scheduler.simulation import SetClock
from bot.services import bulletins, daily, trial
from bot.services.carriage import IN_ONE_WORKSPACE, MARGIN, Carriage, Parcel
from bot.services.surface import Spot
from bot.store import deliveries, groups
from bot.store.deliveries import LEASE, MOST_ATTEMPTS, Home
from bot.store.tables import Delivery, Place
from bot.store.tx import Tx
from tests.databases import sqlite
from tests.fakes.surface import StrictSurface, Trouble
from tests.world import World, build, open_group, text

FIRST = Target(Asked.ROUND, 1)


@dataclass
class Post:
    """A Cohort whose channel is on the strict platform, with its first question owed."""

    world: World
    surface: StrictSurface
    carrier: Carrier

    async def carry(self, **later: float) -> int:
        """Carry, after some time."""
        self.world.clock.now += timedelta(**later)
        return await self.carrier.carry()

    async def states(self) -> list[tuple[str, str]]:
        """Give (kind, state) of each delivery, the oldest first."""

        def read(tx: Tx) -> list[tuple[str, str]]:
            found = [(each.kind, each.state) for each in deliveries.last_deliveries(tx, 1, 99)]
            return found[::-1]

        return await wrap_future(self.world.database.read(read))

    async def close(self) -> None:
        """Close the first question, but carry nothing."""
        now = self.world.clock.now
        work = self.world.database.write(lambda tx: daily.close_round(tx, 1, now))
        assert await wrap_future(work)

    async def answer(self, *names: str) -> None:
        """Let members answer the first question."""
        for name in names:
            await self.world.press(name, Tap(FIRST, 0))
            await self.world.press(name, Lock(FIRST, Confidence.FAIRLY))

    async def paused(self) -> str:
        """Give why the place is paused."""
        read = self.world.database.read(lambda tx: groups.places_of(tx, 1)[0])
        return (await wrap_future(read)).pause_reason


class Ended(Exception):
    """The end of the program."""


class EndsBeforeWriting(Carriage):
    """Ends the program where a posted message is to be written down."""

    def posted(self, parcel: Parcel, remote_id: str, *, looked_up: bool = False) -> Future[bool]:
        """Never come to it."""
        raise Ended


NOTHING: Mapping[Home, int] = {}


class Slow(Carriage):
    """Lets nearly the whole lease pass between claim and sending."""

    def claim(
        self, most: int, busy: Collection[int] = (), under_way: Mapping[Home, int] = NOTHING
    ) -> Future[list[Parcel]]:
        """Claim, and fall asleep."""
        claimed = super().claim(most, busy, under_way)
        claimed.result()
        assert isinstance(self._clock, SetClock)
        self._clock.now += LEASE - MARGIN + timedelta(seconds=1)
        return claimed


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    """Give a Cohort on the strict platform. Its own room never gets to carry anything."""
    world = build(sqlite(tmp_path))
    surface = StrictSurface()
    carriage = Carriage(world.database, world.library, world.clock, ("room",))
    carrier = Carrier(carriage, {"room": surface}, pause=0)
    world.carrier = carrier
    # The first carrying fails, so that every test begins with the question still owed.
    surface.posting.append(Trouble.REFUSED)
    await open_group(world, "Ann", "Ben", post=True)
    world.clock.now += timedelta(seconds=10)
    yield Post(world, surface, carrier)
    world.database.close()


async def test_a_question_is_posted_once(post: Post) -> None:
    assert await post.carry() == 1
    assert await post.carry(hours=1) == 0
    assert post.surface.nonces == ["d1"]
    assert await post.states() == [("question", "posted")]


async def test_a_refused_message_is_tried_again_a_little_later(post: Post) -> None:
    post.surface.posting.extend([Trouble.REFUSED, None])
    await post.carry()
    await post.carry()
    assert await post.states() == [("question", "pending")]
    await post.carry(minutes=1)
    assert await post.states() == [("question", "posted")]
    assert post.surface.nonces == ["d1"]
    assert post.surface.looked_up == []


async def test_a_message_refused_again_and_again_is_given_up(post: Post) -> None:
    post.surface.posting.extend([Trouble.REFUSED] * 20)
    for _ in range(20):
        await post.carry(minutes=1)
    assert await post.states() == [("question", "failed")]
    assert post.surface.asked == MOST_ATTEMPTS


async def test_a_lost_answer_is_looked_up_and_nothing_is_sent_twice(post: Post) -> None:
    post.surface.posting.append(Trouble.LOST)
    await post.carry()
    await post.carry(minutes=1)
    assert post.surface.looked_up == ["d1"]
    assert post.surface.nonces == ["d1"]
    assert await post.states() == [("question", "posted")]


async def test_what_was_never_sent_is_sent_once_that_is_known(post: Post) -> None:
    post.surface.posting.append(Trouble.UNSENT)
    await post.carry()
    await post.carry(minutes=1)
    assert post.surface.looked_up == ["d1"]
    assert post.surface.nonces == ["d1"]
    assert await post.states() == [("question", "posted")]


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.LOST])
async def test_what_cannot_be_looked_up_stays_in_doubt_and_is_not_sent(
    post: Post, trouble: Trouble
) -> None:
    post.surface.posting.append(Trouble.LOST)
    post.surface.finding.extend([trouble, trouble])
    for _ in range(2):
        await post.carry(minutes=1)
    assert await post.states() == [("question", "sending")]
    for _ in range(2):
        await post.carry(minutes=1)
    assert post.surface.nonces == ["d1"]
    assert await post.states() == [("question", "posted")]


async def test_what_can_never_be_looked_up_is_left_in_doubt_for_good(post: Post) -> None:
    post.surface.posting.append(Trouble.LOST)
    post.surface.finding.extend([Trouble.REFUSED] * 20)
    for _ in range(20):
        await post.carry(minutes=1)
    assert await post.states() == [("question", "ambiguous")]
    assert post.surface.nonces == ["d1"]


async def test_a_lost_confirmation_is_looked_up_by_its_nonce(post: Post) -> None:
    """The program ends between the platform's yes and our writing it down."""
    world = post.world
    carriage = EndsBeforeWriting(world.database, world.library, world.clock, ("room",))
    with suppress(Ended):
        await Carrier(carriage, {"room": post.surface}).carry()
    assert await post.states() == [("question", "sending")]
    assert await post.carry() == 0
    await post.carry(seconds=LEASE.total_seconds())
    assert post.surface.looked_up == ["d1"]
    assert post.surface.nonces == ["d1"]
    assert await post.states() == [("question", "posted")]


async def test_a_message_found_again_is_brought_up_to_date(post: Post) -> None:
    post.surface.posting.append(Trouble.LOST)
    await post.carry()
    await post.answer("Ann")
    await post.close()
    await post.carry(minutes=1)
    message, thread = post.surface.messages.values()
    assert "Take away" in text(message.card)
    assert message.edits == 1
    assert (thread.thread_of, thread.nonce) == ("m1", "d2")


async def test_a_place_that_is_gone_is_paused_and_only_its_lead_is_told(post: Post) -> None:
    post.surface.posting.append(Trouble.GONE)
    for _ in range(3):
        await post.carry(hours=1)
    assert await post.states() == [("question", "failed")]
    assert await post.paused() == "the channel is gone"
    (told,) = post.surface.messages.values()
    assert told.spot.person == "ann"
    assert "The reason: the channel is gone." in text(told.card)


async def test_many_answers_make_one_edit(post: Post) -> None:
    await post.carry()
    await post.answer("Ann", "Ben", "Cem", "Dea")
    assert await post.carry() == 1
    (message,) = post.surface.messages.values()
    assert message.edits == 1
    assert "4" in text(message.card)
    assert await post.carry() == 0


async def test_an_edit_that_is_refused_is_made_later_to_the_newest_state(post: Post) -> None:
    await post.carry()
    await post.answer("Ann")
    post.surface.editing.append(Trouble.REFUSED)
    assert await post.carry() == 0
    await post.answer("Ben")
    assert await post.carry() == 1
    (message,) = post.surface.messages.values()
    assert message.edits == 1
    assert "2" in text(message.card)


async def test_an_edit_whose_answer_was_lost_is_made_again(post: Post) -> None:
    await post.carry()
    await post.answer("Ann")
    post.surface.editing.append(Trouble.LOST)
    await post.carry()
    await post.carry()
    (message,) = post.surface.messages.values()
    assert message.edits == 2
    assert await post.carry() == 0


async def test_a_message_that_is_gone_is_not_edited_for_ever(post: Post) -> None:
    await post.carry()
    await post.answer("Ann")
    post.surface.editing.extend([Trouble.GONE] * 9)
    for _ in range(3):
        await post.carry(minutes=1)
    assert len(post.surface.editing) == 8
    assert await post.paused() == "the channel is gone"


async def test_the_thread_follows_its_question(post: Post) -> None:
    await post.carry()
    await post.answer("Ann")
    await post.close()
    assert await post.carry() == 2
    question, thread = post.surface.messages.values()
    assert thread.thread_of == question.id
    assert await post.states() == [("question", "posted"), ("rationales", "posted")]


async def test_a_question_that_closed_before_it_could_be_posted_is_left_out(post: Post) -> None:
    await post.close()
    await post.carry()
    assert post.surface.nonces == []
    assert await post.states() == [("question", "skipped"), ("rationales", "skipped")]


async def test_nothing_is_sent_under_a_lease_that_is_nearly_over(post: Post) -> None:
    """Between the claim and the sending, somebody else's clock may run out."""
    world = post.world
    slow = Slow(world.database, world.library, world.clock, ("room",))
    assert await Carrier(slow, {"room": post.surface}).carry() == 0
    assert post.surface.nonces == []
    await post.carry(seconds=LEASE.total_seconds())
    assert post.surface.nonces == ["d1"]


async def test_two_carriers_send_each_message_once(post: Post) -> None:
    other = Carriage(post.world.database, post.world.library, post.world.clock, ("room",))
    carriers = [post.carrier, Carrier(other, {"room": post.surface})]
    sent = await asyncio.gather(*(carrier.carry() for carrier in carriers))
    assert sum(sent) == 1
    assert post.surface.nonces == ["d1"]


async def test_it_goes_on_after_a_mistake_in_an_adapter(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.surface.posting.append(Trouble.CRASH)
    running = asyncio.create_task(post.carrier.run())
    post.carrier.wake()
    while post.surface.asked < 2:
        await asyncio.sleep(0.001)
    post.world.clock.now += LEASE
    while not post.surface.nonces:
        post.carrier.wake()
        await asyncio.sleep(0.001)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert post.surface.looked_up == ["d1"]
    assert "carrying failed" in caplog.text


async def test_stopping_it_in_the_middle_leaves_the_writer_at_work(post: Post) -> None:
    for _ in range(5):
        running = asyncio.create_task(post.carrier.run())
        post.carrier.wake()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    await wrap_future(post.world.database.write(lambda _tx: None, background=True))
    await post.carry(seconds=LEASE.total_seconds())
    assert post.surface.nonces == ["d1"]


async def test_a_wake_after_the_end_is_harmless(post: Post) -> None:
    loop = asyncio.new_event_loop()

    async def make() -> Carrier:
        return Carrier(post.carrier._carriage, {})

    carrier = await asyncio.to_thread(loop.run_until_complete, make())
    loop.close()
    carrier.wake()


async def test_a_delivery_keeps_what_the_platform_said(post: Post) -> None:
    post.surface.posting.append(Trouble.REFUSED)
    await post.carry()

    def read(tx: Tx) -> str:
        found = tx.get(Delivery, 1)
        assert found is not None
        return found.error

    assert await wrap_future(post.world.database.read(read)) == "the platform is busy"


class Paced(StrictSurface):
    """A platform that takes its time, and that has no turn for some."""

    under_way = 0
    most = 0
    spots: list[int]
    resting: dict[str, float]

    async def post(self, spot: Spot, card: Card, *, nonce: str, thread_of: str = "") -> str:
        """Post after a moment, or have no turn."""
        if wait := self.resting.pop(nonce, 0.0):
            raise NotYet(wait)
        assert spot.id not in self.spots, "two messages for one place at once"
        self.spots.append(spot.id)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0.05)
        self.under_way -= 1
        self.spots.remove(spot.id)
        return await super().post(spot, card, nonce=nonce, thread_of=thread_of)

    async def find(
        self, spot: Spot, *, nonce: str, thread_of: str = "", since: datetime | None = None
    ) -> str | None:
        """Look up, or have no turn."""
        if wait := self.resting.pop("look", 0.0):
            raise NotYet(wait)
        return await super().find(spot, nonce=nonce, thread_of=thread_of, since=since)

    async def update(self, spot: Spot, remote_id: str, card: Card) -> None:
        """Edit, or have no turn."""
        if wait := self.resting.pop(remote_id, 0.0):
            raise NotYet(wait)
        await super().update(spot, remote_id, card)


async def many(post: Post, places: int, workspaces: int) -> Paced:
    """Give the first question to more places, in several workspaces, on a slow platform."""
    now = post.world.clock.now

    def work(tx: Tx) -> None:
        for number in range(places):
            place = Place(
                group_id=1,
                platform="room",
                workspace=f"w{number % workspaces}",
                address=f"more-{number}",
            )
            tx.add(place)
            tx.flush()
            deliveries.owe(tx, "round", 1, place.id or 0, daily.QUESTION, now)

    await wrap_future(post.world.database.write(work))
    slow = Paced()
    slow.spots, slow.resting = [], {}
    post.carrier._surfaces = {"room": slow}
    return slow


async def test_several_go_out_at_once_but_few_of_one_workspace(post: Post) -> None:
    slow = await many(post, 60, 2)
    assert await post.carry() == 61
    assert IN_ONE_WORKSPACE < slow.most <= 2 * IN_ONE_WORKSPACE + 1
    assert sorted(slow.nonces) == sorted(f"d{number}" for number in range(1, 62))


async def test_no_more_are_under_way_than_is_allowed(post: Post) -> None:
    slow = await many(post, 120, 120)
    assert await post.carry() == 121
    assert slow.most <= AT_ONCE


async def test_a_place_reads_in_order(post: Post) -> None:
    slow = await many(post, 0, 1)
    for slot in range(5):
        now = post.world.clock.now

        def work(tx: Tx, slot: int = slot, now: datetime = now) -> None:
            bulletins.issue(tx, 1, trial.KIND, str(slot), {"by": "Ann"}, now)

        await wrap_future(post.world.database.write(work))
    await post.carry()
    assert slow.nonces == sorted(slow.nonces, key=lambda nonce: int(nonce[1:]))
    assert slow.most == 1


async def test_a_mistake_in_one_stops_no_other(post: Post) -> None:
    slow = await many(post, 6, 6)
    slow.posting.append(Trouble.CRASH)
    with pytest.raises(ZeroDivisionError):
        await post.carry()
    assert len(slow.nonces) == 6


async def test_a_platform_that_has_no_turn_costs_no_attempt(post: Post) -> None:
    slow = await many(post, 1, 1)
    for _ in range(2 * MOST_ATTEMPTS):
        slow.resting["d1"] = 30.0
        await post.carry(minutes=1)
    assert slow.nonces == ["d2"]
    assert await post.states() == [("question", "pending"), ("question", "posted")]
    await post.carry(minutes=1)
    assert slow.nonces == ["d2", "d1"]
    assert slow.looked_up == []


async def test_what_was_in_doubt_stays_so_where_there_is_no_turn_to_look(post: Post) -> None:
    slow = await many(post, 0, 1)
    slow.posting.append(Trouble.LOST)
    await post.carry()
    for _ in range(2 * MOST_ATTEMPTS):
        slow.resting["look"] = 30.0
        await post.carry(minutes=1)
    assert await post.states() == [("question", "sending")]
    await post.carry(minutes=1)
    assert slow.nonces == ["d1"]
    assert await post.states() == [("question", "posted")]


async def test_a_tally_that_has_no_turn_waits_and_a_close_goes_before_it(post: Post) -> None:
    slow = await many(post, 0, 1)
    await post.carry()
    await post.answer("Ann")
    slow.resting["m1"] = 30.0
    assert await post.carry() == 0
    await post.answer("Ben")
    assert await post.carry() == 0, "the workspace rests"
    await post.close()
    assert await post.carry() == 2
    message = slow.messages["m1"]
    assert "Take away" in text(message.card)
    assert message.edits == 1


async def test_a_message_that_somebody_deleted_is_let_go(post: Post) -> None:
    await post.carry()
    await post.answer("Ann")
    post.surface.editing.append(Trouble.DELETED)
    await post.carry()
    await post.carry(minutes=1)
    assert not post.surface.editing
    assert next(iter(post.surface.messages.values())).edits == 0
    assert await post.paused() == ""
