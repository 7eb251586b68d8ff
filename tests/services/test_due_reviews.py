"""Reviews of what is due: siblings, the day's cap, exam days, and no hint at a sealed answer."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.cards.actions.own import Home
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.runs import Continue, Review
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.flags import AsideEvent
from bot.core.memory import DAILY_CAP
from bot.core.packs import PackStatus, Pool
from bot.services.library import Library
from bot.services.practice import choose_in
from bot.store import attempts, events, groups, people, rounds
from bot.store.tables import Group
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.services.histories import rows
from tests.store.rows import answer
from tests.world import World, build, open_group, text

ROUND = Target(Asked.ROUND, 1)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = build(sqlite(tmp_path))
    await open_group(made, "Ann", "Ben", post=True)
    yield made
    made.database.close()


async def met(world: World, *concepts: str, days_ago: int = 9, right: bool = False) -> None:
    """Let Ann have practised the sibling of some concepts."""

    def work(tx: Tx) -> None:
        account = next(each for _, each in people.members_of(tx, 1) if each.name == "Ann")
        at = world.clock.now - timedelta(days=days_ago)
        for concept in concepts:
            item = sample.single(concept, "b")
            new = answer(
                account.learner_id, None, account_id=account.id, source="practice",
                item_id=item.id, item_hash=rounds.keep_version(tx, item, at),
                concept=concept, domain=item.domain, is_right=right, at=at,
                study_day=at.date(), counts_for_round=False,
            )  # fmt: skip
            attempts.record_attempt(tx, new)

    await wrap_future(world.database.write(work))


async def plan(world: World) -> list[str]:
    """Give the ids of the latest run's items, in order."""
    found = await rows(world, "SELECT plan FROM run ORDER BY id DESC LIMIT 1")
    return [part.strip('" ') for part in str(found[0][0]).strip("[]").split(",")]


async def test_somebody_new_hears_that_there_is_nothing_yet(world: World) -> None:
    assert "Nothing to review yet." in text(await world.press("Ben", Review(0)))


async def test_what_is_most_at_risk_by_weight_comes_first(world: World) -> None:
    await met(world, "d1.1-01", "d3.1-01", "d2.1-01")
    card = await world.press("Ann", Review(0))
    assert "Review · 1 of 3 · Model" in text(card)
    assert "you met this concept 9 days ago" in text(card)
    assert [name.split("/")[1][:2] for name in await plan(world)] == ["d3", "d2", "d1"]


async def test_a_day_brings_fifteen_at_most_and_says_so_kindly(world: World) -> None:
    catalogue = world.library.catalogues["sample"]
    await met(world, *catalogue.pack.concepts)
    assert f"Review {DAILY_CAP}" in text(await world.press("Ann", Home()))
    card = await world.press("Ann", Review(0))
    assert f"1 of {DAILY_CAP}" in text(card)
    assert len(await plan(world)) == DAILY_CAP
    few = await world.press("Ann", Review(5))
    assert "10 more are due; they can wait." in text(few)

    def answered(tx: Tx) -> None:
        account = next(each for _, each in people.members_of(tx, 1) if each.name == "Ann")
        for number in range(DAILY_CAP):
            new = answer(
                account.learner_id, None, account_id=account.id, source="review",
                item_hash=sample.single("d1.1-01", "b").hash, concept=f"none{number}",
                at=world.clock.now, counts_for_round=False,
            )  # fmt: skip
            attempts.record_attempt(tx, new)

    await wrap_future(world.database.write(answered))
    said = text(await world.press("Ann", Review(0)))
    assert "That was today's review. The rest waits, and nothing is lost." in said


async def test_only_practice_and_what_one_has_met_is_shown_again(world: World) -> None:
    await met(world, "d1.1-01", "d2.1-02")
    await world.press("Ann", Review(0))
    catalogue = world.library.catalogues["sample"]
    for name in await plan(world):
        assert catalogue.pack.pool_of(catalogue.items[name]) is Pool.PRACTICE


async def test_an_answer_to_a_review_is_kept_as_one_and_moves_the_concept_on(world: World) -> None:
    await met(world, "d1.1-01")
    await world.press("Ann", Review(0))
    target = Target(Asked.RUN, 1)
    await world.press("Ann", Tap(target, 0))
    card = await world.press("Ann", Lock(target, Confidence.FAIRLY))
    assert "Back " in text(card)
    assert await rows(world, "SELECT source FROM attempt ORDER BY seq DESC LIMIT 1") == [
        ("review",)
    ]
    assert "Nothing is due today." in text(await world.press("Ann", Review(0)))


async def test_an_item_that_was_retired_while_due_leaves_its_siblings(world: World) -> None:
    await met(world, "d1.1-01", "d1.1-02")
    catalogue = world.library.catalogues["sample"]
    left = {name: item for name, item in catalogue.items.items() if item.concept != "d1.1-01"}
    world.library.catalogues["sample"] = type(catalogue)(catalogue.pack, left)  # type: ignore[index]
    card = await world.press("Ann", Review(0))
    assert "1 of 1" in text(card)


async def test_what_nothing_can_show_any_more_is_not_said_to_be_due(world: World) -> None:
    await met(world, "d1.1-01", "d1.1-02")
    assert "2 reviews due" in text(await world.press("Ann", Home()))

    def put_aside(tx: Tx) -> None:
        for item in world.library.catalogue("sample").by_concept["d1.1-01"]:
            events.append_event(
                tx, AsideEvent.RETIRED.value, world.clock.now, group_id=1, item=item.id
            )

    await wrap_future(world.database.write(put_aside))
    assert "1 review due" in text(await world.press("Ann", Home()))
    assert "1 of 1" in text(await world.press("Ann", Review(0)))
    # Of the other one the pack keeps its daily alone, which she has not met.
    catalogue = world.library.catalogue("sample")
    dailies = [item for item in catalogue.items.values() if item.id[-1] == "a"]
    world.library.catalogues["sample"] = type(catalogue).of(catalogue.pack, dailies)  # type: ignore[index]
    assert "due" not in text(await world.press("Ann", Home()))
    assert "Nothing to review yet." in text(await world.press("Ann", Review(0)))


async def test_an_item_put_aside_in_the_middle_of_a_review_is_passed_over(world: World) -> None:
    await met(world, "d1.1-01", "d2.1-01")
    await world.press("Ann", Review(0))
    first, second = await plan(world)
    await wrap_future(
        world.database.write(
            lambda tx: events.append_event(
                tx, AsideEvent.RETIRED.value, world.clock.now, group_id=1, item=second
            )
        )
    )
    assert first != second
    target = Target(Asked.RUN, 1)
    await world.press("Ann", Tap(target, 0))
    await world.press("Ann", Lock(target, Confidence.FAIRLY))
    assert "1 question" in text(await world.press("Ann", Continue()))


async def test_a_clock_that_jumps_asks_nothing_twice_and_loses_nothing(world: World) -> None:
    await met(world, "d1.1-01", "d2.1-01")
    start = world.clock.now
    await world.press("Ann", Review(0))
    world.clock.now = start + timedelta(days=1)  # ahead: answered as of tomorrow
    target = Target(Asked.RUN, 1)
    await world.press("Ann", Tap(target, 0))
    said = text(await world.press("Ann", Lock(target, Confidence.FAIRLY)))
    assert "Back " in said
    for moment in (start, start - timedelta(hours=1)):  # and back
        world.clock.now = moment
        card = text(await world.press("Ann", Continue()))
        assert "2 of 2" in card
        assert "1 review due" in text(await world.press("Ann", Home()))
    world.clock.now = start + timedelta(days=400)
    assert "2 reviews due" in text(await world.press("Ann", Home()))


async def test_a_day_that_is_moved_moves_what_is_due_with_it(world: World) -> None:
    await met(world, "d1.1-01", days_ago=1, right=True)
    await met(world, "d1.1-01", days_ago=0, right=True)

    async def comes_back(day: str) -> str:
        await world.press("Ann", f"plan {day} 3")
        return text(await world.press("Ann", Review(0)))

    far = await comes_back("2027-06-01")
    near = await comes_back("2026-12-01")
    assert "Nothing is due today" in near
    assert near != far
    assert await comes_back("2027-06-01") == far


async def test_a_verdict_says_when_its_concept_comes_back(world: World) -> None:
    await world.press("Ann", Tap(ROUND, 0))
    said = text(await world.press("Ann", Lock(ROUND, Confidence.GUESSING)))
    assert "Back tomorrow." in said or "Back sooner." in said


async def test_while_verdicts_wait_for_the_close_nothing_tells_when_it_comes_back(
    world: World,
) -> None:
    def at_close(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        group.verdicts = "at_close"
        tx.add(group)

    await wrap_future(world.database.write(at_close))
    await met(world, "d3.1-06", "d1.1-01")
    before = text(await world.press("Ann", Home()))
    assert "2 reviews due" in before
    await world.press("Ann", Tap(ROUND, 0))
    card = await world.press("Ann", Lock(ROUND, Confidence.CERTAIN))
    assert "Back " not in text(card)
    # The concept of the open question is out of the count, right or wrong.
    assert "1 review due" in text(await world.press("Ann", Home()))


@pytest.mark.parametrize(("days", "rests"), [(0, True), (1, True), (2, False), (-3, False)])
async def test_on_the_eve_of_a_real_exam_nothing_is_due(
    tmp_path: Path, days: int, rests: bool
) -> None:
    plain = sample.library().catalogues["sample"]
    bookable = replace(plain.pack, status=PackStatus.BOOKABLE, last_exam_day=None)
    library = Library(catalogues={"sample": type(plain)(bookable, plain.items)})
    world = build(sqlite(tmp_path), library=library)
    try:
        await open_group(world, "Ann", "Ben", post=True)
        await met(world, "d1.1-01")

        def finish(tx: Tx) -> None:
            group = groups.all_groups(tx)[0]
            group.finish_day = date(2026, 11, 24) + timedelta(days=days)
            tx.add(group)

        await wrap_future(world.database.write(finish))
        said = text(await world.press("Ann", Review(0)))
        assert ("Nothing due today. Sleep." in said) is rests
        assert ("Review · 1 of 1" in said) is not rests
    finally:
        world.database.close()


async def test_practice_does_not_say_that_a_sealed_answer_missed(world: World) -> None:
    await wrap_future(
        world.database.write(
            lambda tx: bool(tx.run("UPDATE study_group SET verdicts = 'at_close'").fetchall())
        )
    )
    await world.press("Ann", Tap(ROUND, 0))
    await world.press("Ann", Lock(ROUND, Confidence.CERTAIN))
    assert await rows(world, "SELECT is_right FROM attempt") == [(0,)]

    def look(tx: Tx) -> list[str]:
        account = next(each for _, each in people.members_of(tx, 1) if each.name == "Ann")
        catalogue = world.library.catalogues["sample"]
        choice = choose_in(tx, catalogue, account.learner_id, 6, meaning=("x",), domain="d3")
        return [picked.reason for picked in choice.picked]

    reasons = await wrap_future(world.database.read(look))
    assert len(reasons) == 6
    assert not [reason for reason in reasons if "missed" in reason]
