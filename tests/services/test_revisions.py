"""The operator corrects the pack: the same effect everywhere, unless it is another question."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.cards.actions.flags import LookAt
from bot.cards.actions.question import Reveal, Show
from bot.cards.actions.values import Asked, Target
from bot.core.identity import Address
from bot.core.items import Item
from bot.core.keys import OVERRIDDEN
from bot.core.packs import Catalogue
from bot.services import revisions
from bot.services.founding import found_and_post
from bot.services.keys import key_of
from bot.services.library import Library
from bot.services.revisions import CHANGED
from bot.store import rounds
from tests import sample
from tests.databases import sqlite
from tests.services.doubts import (
    ROUND,
    answer,
    correct,
    kept,
    nothing_is_wrong,
    payloads,
)
from tests.world import World, a_plan, action, build, choice, open_group, text, who

ITEM = sample.single("d1.1-01")


def library(item: Item) -> Library:
    """Make a library of one question."""
    return Library(catalogues={"sample": Catalogue.of(sample.pack(), [item])})


def corrected(item: Item, key: int) -> Item:
    """Write an item anew: another key, other prose, and its options the other way round."""
    options = [
        replace(
            option,
            is_key=n == key,
            decides=f"New: {n} decides." if n == key else "",
            tempts="" if n == key else f"New: {n} tempts.",
            breaks="" if n == key else f"New: {n} breaks.",
        )
        for n, option in enumerate(item.options)
    ]
    return replace(item, options=tuple(reversed(options)), takeaway="New: think again.")


@dataclass
class Restarts:
    """One database, and a Cohort that is started on it with this pack or that."""

    url: str
    world: World

    async def start(self, item: Item) -> None:
        """Start again with a pack, as the program does: what was changed is taken in first."""
        now = self.world.clock.now
        self.world.database.close()
        self.world = build(self.url, library(item), start=now)
        for revision in await self.found():
            await wrap_future(
                self.world.database.write(
                    lambda tx, each=revision: revisions.take_in(tx, each, now)  # type: ignore[misc]
                )
            )
        await self.world.settle()

    async def found(self) -> list[revisions.Revision]:
        """Give what a start would take in."""
        world = self.world
        return await wrap_future(world.database.read(lambda tx: revisions.find(tx, world.library)))


@pytest.fixture
async def runs(tmp_path: Path) -> AsyncIterator[Restarts]:
    """Give a Cohort in which five answered the only question, which has closed."""
    made = Restarts(sqlite(tmp_path), build(sqlite(tmp_path), library(ITEM)))
    await open_group(made.world, "Ann", "Ben", post=True)
    for name, source in {"Ann": 2, "Ben": 0, "Cid": 1, "Dee": 0, "Eve": 2}.items():
        await answer(made.world, name, source)
    await made.world.pass_time(hours=12)
    yield made
    made.world.database.close()


async def test_a_corrected_key_holds_for_what_was_answered_before(runs: Restarts) -> None:
    await runs.start(corrected(ITEM, 0))
    assert [a.is_right for a in kept(runs.world)] == [False, True, False, True, False]
    (said,) = payloads(runs.world, OVERRIDDEN)
    assert (said["item_hash"], said["key"], said["before"]) == (ITEM.hash, [0], [2])
    assert said["to"] == corrected(ITEM, 0).hash
    assert await nothing_is_wrong(runs.world)
    assert await runs.found() == []


async def test_the_old_question_is_told_with_the_new_reasons(runs: Restarts) -> None:
    await runs.start(corrected(ITEM, 0))
    closed = text((await runs.world.channel())[-1])
    thread = [text(card) for card in (await runs.world.threads())[-1]]
    verdict = text(await runs.world.press("Ben", Show(ROUND)))
    reveal = text(await runs.world.press("Fay", Reveal(ROUND)))
    for told in (closed, thread[0], verdict, reveal):
        assert "The pack corrected this question; these are the new reasons." in told
    for told in (closed, verdict, reveal):
        assert "New: think again." in told
        assert ITEM.takeaway not in told
    assert "New: 0 decides." in verdict
    assert "Your answer was marked again: it is right." in verdict
    assert "New: 2 tempts. New: 2 breaks." in thread[0]
    assert "A correction" in thread[-1]
    assert "The pack was corrected; the question has its new reasons." in thread[-1]
    assert "Your answer is right now." in text(await runs.world.press("Ben", "today"))


async def test_a_correction_reaches_every_group_and_every_run(runs: Restarts) -> None:
    world = runs.world
    plan = a_plan(name="other", address=Address("room", "", "other"))
    await wrap_future(
        world.database.write(
            lambda tx: found_and_post(tx, world.library, plan, (who("Zoe"),), world.clock.now)
        )
    )
    there = replace(world, here=plan.address)
    await answer(there, "Zoe", 0, Target(Asked.ROUND, 2))
    await runs.start(corrected(ITEM, 0))
    there = replace(runs.world, here=plan.address)
    assert "Your answer was marked again: it is right." in text(
        await there.press("Zoe", Show(Target(Asked.ROUND, 2)))
    )
    assert [a.is_right for a in kept(runs.world)][-1]
    # Over there it is still open: nothing is said in the channel.
    row = runs.world.database.read_now(
        lambda tx: tx.run("SELECT group_id, kind FROM bulletin").fetchall()
    )
    assert row == [(1, "correction")]


async def test_other_words_alone_change_nothing(runs: Restarts) -> None:
    await runs.start(replace(ITEM, takeaway="Said better.", options=ITEM.options[::-1]))
    assert payloads(runs.world, OVERRIDDEN) == []
    assert len((await runs.world.threads())[-1]) == 1


async def test_a_correction_can_be_corrected_and_taken_back(runs: Restarts) -> None:
    await runs.start(corrected(ITEM, 0))
    await runs.start(corrected(ITEM, 1))
    assert [a.is_right for a in kept(runs.world)] == [False, False, True, False, False]
    await runs.start(ITEM)
    assert [a.is_right for a in kept(runs.world)] == [True, False, False, False, True]
    assert await nothing_is_wrong(runs.world)
    corrections = [text(card) for card in (await runs.world.threads())[-1][1:]]
    assert ["This holds no more" in told for told in corrections] == [True, True, False]
    assert "A correction, taken back" in corrections[-1]
    assert await runs.found() == []


async def test_a_changed_question_keeps_its_marks_and_is_named(runs: Restarts) -> None:
    options = (replace(ITEM.options[0], text="Quite another option."), *ITEM.options[1:])
    changed = replace(corrected(ITEM, 0), options=options)
    await runs.start(changed)
    assert [a.is_right for a in kept(runs.world)] == [True, False, False, False, True]
    assert payloads(runs.world, OVERRIDDEN) == []
    assert payloads(runs.world, CHANGED)[0]["item_hash"] == ITEM.hash
    status = text(await runs.world.press("Ann", "status"))
    assert f"! Changed under an old id: {ITEM.id}. Past answers keep their marks." in status
    assert await runs.found() == []
    await runs.start(ITEM)
    assert "Changed under an old id" not in text(await runs.world.press("Ann", "status"))


async def test_a_leads_key_goes_before_the_packs_and_the_lead_is_told(runs: Restarts) -> None:
    await correct(runs.world, "Ann", ITEM.hash, 1)
    await runs.world.settle()
    newer = corrected(ITEM, 0)
    await runs.start(newer)
    assert [a.is_right for a in kept(runs.world)] == [False, False, True, False, False]
    (told,) = await runs.world.told("Ann")
    assert "Your key holds in this group until you take it back." in text(told)
    assert await runs.world.told("Ben") == []
    desk = text(await runs.world.press("Ann", "flags"))
    assert "The pack has corrected this one, too, and another way." in desk
    # The lead's key is carried over to the new version: options are the other way round.
    held = runs.world.database.read_now(lambda tx: key_of(tx, 1, newer, newer.hash))
    assert held == (2,)
    assert "Your lead corrected this question:" in text(await runs.world.press("Ben", Show(ROUND)))
    await runs.world.press("Ann", action(told, "Take mine back"))
    await runs.world.settle()
    assert [a.is_right for a in kept(runs.world)] == [False, True, False, True, False]
    held = runs.world.database.read_now(lambda tx: key_of(tx, 1, newer, newer.hash))
    assert held == newer.key
    assert await nothing_is_wrong(runs.world)


async def test_where_lead_and_pack_agree_nobody_is_told_twice(runs: Restarts) -> None:
    await correct(runs.world, "Ann", ITEM.hash, 0)
    await runs.world.settle()
    await runs.start(corrected(ITEM, 0))
    assert await runs.world.told("Ann") == []
    titles = [card.title for card in (await runs.world.threads())[-1]]
    assert titles == ["Why, option by option", "A correction"]
    # The pack brings reasons, so it speaks.
    assert "New: 0 decides." in text(await runs.world.press("Ben", Show(ROUND)))
    look = text(await runs.world.press("Ann", LookAt(ITEM.hash)))
    assert "another way" not in look


async def test_a_round_that_was_open_is_revealed_with_the_corrected_key(tmp_path: Path) -> None:
    url = sqlite(tmp_path)
    runs = Restarts(url, build(url, library(ITEM)))
    await open_group(runs.world, "Ann", "Ben", post=True)
    try:
        await answer(runs.world, "Ben", 0)
        before = text((await runs.world.channel())[-1])
        await runs.start(corrected(ITEM, 0))
        assert text((await runs.world.channel())[-1]) == before
        await runs.world.pass_time(hours=12)
        thread = [text(card) for card in (await runs.world.threads())[-1]]
        assert len(thread) == 1
        assert "New: 0 decides." in thread[0]
    finally:
        runs.world.database.close()


async def test_an_ordering_is_told_in_the_packs_new_order(tmp_path: Path) -> None:
    item = sample.ordering("d1.1-01", "b")
    turned = replace(item, options=item.options[::-1])
    url = sqlite(tmp_path)
    both = [sample.single("d1.1-02"), item]
    world = build(url, Library(catalogues={"sample": Catalogue.of(sample.pack(), both)}))
    await open_group(world, "Ann", post=True)
    form = await world.press("Ann", "practice 1")
    places = {option.text[3:]: option.value for option in choice(form).options}
    response = tuple(places[option.text] for option in turned.options)
    inputs = {"response": response, "confidence": ("certain",)}
    await world.press("Ann", action(form, "Lock my answer"), inputs)
    assert [a.share for a in kept(world)] == [0.0]
    runs = Restarts(url, world)
    try:
        await runs.start(turned)
        assert [(a.is_right, a.share) for a in kept(runs.world)] == [(True, 1.0)]
        verdict = text(await runs.world.press("Ann", Show(Target(Asked.RUN, 1))))
        assert "1 | Judge it. | \n2 | Train it. | \n3 | Clean it. | \n4 | Gather it. | " in verdict
    finally:
        runs.world.database.close()


def test_what_a_start_takes_in_is_said_in_words() -> None:
    changed = revisions.Revision(version="x", today=ITEM, is_correction=False)
    assert "past answers keep their marks" in changed.words
    fixed = revisions.Revision(version="x", today=ITEM, is_correction=True)
    assert "past answers are marked again" in fixed.words
    assert ITEM.id in fixed.words


async def test_taking_in_twice_does_nothing_more(runs: Restarts) -> None:
    await runs.start(corrected(ITEM, 0))
    revision = revisions.Revision(version=ITEM.hash, today=corrected(ITEM, 0), is_correction=True)
    world = runs.world
    again = await wrap_future(
        world.database.write(lambda tx: revisions.take_in(tx, revision, world.clock.now))
    )
    assert not again
    assert len(payloads(world, OVERRIDDEN)) == 1
    assert world.database.read_now(lambda tx: rounds.read_version(tx, ITEM.hash)) == ITEM
