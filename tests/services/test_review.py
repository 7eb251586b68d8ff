"""A review counts what closed since the domain's last one, each question once, and is fixed."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.room.codec import card_to_json
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.values import Asked, Confidence, Target
from bot.services import review
from bot.services.review import Made
from bot.store import rounds
from bot.store.tables import Group
from bot.store.tx import Tx
from tests.databases import sqlite
from tests.services.weeks import SIX, berlin, close_round, count, found_six, live_until, newest
from tests.world import World, build, pick, text


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Give a group of six on a Tuesday, its review on Fridays at four."""
    made = build(sqlite(tmp_path))
    await found_six(made)
    yield made
    made.database.close()


async def make(world: World, slot: str = "probe") -> Made:
    """Make a review as it would be made now, and keep nothing."""

    def work(tx: Tx) -> Made:
        group = tx.get(Group, 1)
        assert group is not None
        return review.make(tx, world.library, group, slot, world.clock.now)

    return await wrap_future(world.database.read(work))


def everybody(right: bool) -> dict[int, bool]:
    return dict.fromkeys(range(1, 7), right)


async def closed(world: World, concept: str, answers: dict[int, bool], wrong: int = 0) -> None:
    await wrap_future(
        world.database.write(
            lambda tx: close_round(tx, concept, answers, world.clock.now, wrong=wrong)
        )
    )


async def keep(world: World, slot: str) -> int:
    """Make a review and keep that it was made; give how many answers it told."""

    def work(tx: Tx) -> int:
        group = tx.get(Group, 1)
        assert group is not None
        made = review.make(tx, world.library, group, slot, world.clock.now)
        review.keep(tx, group, slot, made, world.clock.now)
        return made.review.told[0]

    return await wrap_future(world.database.write(work))


async def make_of(world: World, domain: str) -> Made:
    """Make the review of one domain as it would be made now."""

    def work(tx: Tx) -> Made:
        group = tx.get(Group, 1)
        assert group is not None
        pack = world.library.first.pack
        return review.of_domain(tx, pack, group, review.past_of(tx, group), domain, domain)

    return await wrap_future(world.database.read(work))


async def test_the_first_review_is_of_a_domain_with_something_to_say(world: World) -> None:
    await live_until(world, "2026-11-25 12:00")
    made = await make(world)
    assert (made.review.domain, made.review.answers) == ("d3", 6)
    assert made.review.since.isoformat() == "2026-11-24"
    assert (made.review.met, made.review.concepts) == (1, 6)


async def test_a_group_that_never_closed_a_question_hears_so_in_one_line(world: World) -> None:
    made = await make(world)
    assert made.review.answers == 0
    await world.at(berlin("2026-11-27 16:00"))
    shown = text(await newest(world, "Weekly review"))
    assert "Nobody has answered a question here" in shown
    assert "Right, by task" not in shown


async def test_too_few_answers_are_not_told_but_counted(world: World) -> None:
    await pick(world, "A", "Ann", "Ben")
    await world.at(berlin("2026-11-24 17:00"))
    made = await make(world)
    assert (made.review.answers, made.review.told) == (2, (0, 0))
    await world.at(berlin("2026-11-27 16:00"))
    shown = text(await newest(world, "Weekly review"))
    assert "2 answers" in shown
    assert "Too few to say more" in shown
    assert "%" not in shown


async def test_every_closed_question_is_counted_once_over_the_weeks(world: World) -> None:
    told = []
    for week in range(12):
        for number in range(week % 4 + 1):
            await closed(world, f"d{number % 4 + 1}.1-0{week % 6 + 1}", everybody(True))
        told.append(await keep(world, f"2027-W{week:02}"))
    rest = [await make_of(world, each.id) for each in world.library.first.pack.domains]
    given = await count(world, "SELECT COUNT(*) FROM attempt")
    assert sum(told) + sum(made.review.answers for made in rest) == given == 6 * 30


async def test_a_clock_set_back_over_a_review_loses_no_question(world: World) -> None:
    await closed(world, "d3.1-01", everybody(True))
    made = await make(world)
    await keep(world, "2026-W48")
    world.clock.now -= timedelta(days=30)
    await closed(world, "d3.1-02", everybody(False))
    again = await make_of(world, "d3")
    assert (made.review.domain, made.review.answers) == ("d3", 6)
    assert (again.review.answers, again.review.told) == (6, (6, 0))


async def test_a_posted_review_stays_as_it_was_made(world: World) -> None:
    await live_until(world, "2026-11-27 16:00")
    before = await newest(world, "Weekly review")
    await live_until(world, "2026-12-04 15:00")
    assert await newest(world, "Weekly review") == before


async def test_a_review_knows_nothing_of_an_open_question(world: World) -> None:
    await live_until(world, "2026-11-27 09:30")
    silent = await make(world)
    open_now = await wrap_future(world.database.read(lambda tx: rounds.open_rounds(tx, 1)[0]))
    assert open_now.item_hash is not None
    target = Target(Asked.ROUND, open_now.id or 0)
    for position, name in enumerate(SIX):
        await world.press(name, Tap(target, position % 4))
        if position % 2:
            await world.press(name, Lock(target, Confidence.CERTAIN))
    assert await make(world) == silent
    await world.at(berlin("2026-11-27 16:00"))
    said = repr(card_to_json(await newest(world, "Weekly review")))
    asked = await wrap_future(
        world.database.read(lambda tx: rounds.read_version(tx, open_now.item_hash or ""))
    )
    parts = [asked.stem, *(option.text for option in asked.options)]
    parts += [option.decides for option in asked.options if option.decides]
    assert [part for part in parts if part in said] == []
    assert open_now.concept not in said


async def test_what_is_asked_again_just_now_makes_no_trap(world: World) -> None:
    asked = await wrap_future(world.database.read(lambda tx: rounds.open_rounds(tx, 1)[0]))
    await closed(world, "d3.1-05", everybody(False))
    await closed(world, asked.concept, everybody(False), wrong=1)
    trap = (await make(world)).review.trap
    assert trap is not None
    assert trap.option == "Option 1 of d3.1-05a."


async def test_those_who_share_their_figures_are_counted_together(world: World) -> None:
    def share(tx: Tx) -> None:
        tx.run("UPDATE membership SET shares = ? WHERE learner_id <> 6", (True,))
        tx.run("UPDATE membership SET shares = ? WHERE learner_id = 6", (False,))

    await wrap_future(world.database.write(share))
    for number, right in ((1, False), (2, False), (3, True), (4, True)):
        if number == 3:
            await keep(world, "2026-W48")
        await closed(world, f"d3.1-0{number}", {n: right and n > 2 for n in range(1, 7)})
    made = await make_of(world, "d3")
    # Of the five who share, three did better; the sixth did too, and is not counted.
    assert made.review.climbed == (3, 5)
    assert made.review.before == (12, 0)


async def test_the_next_domain_is_promised_and_shown_in_the_status(world: World) -> None:
    await live_until(world, "2026-11-27 16:00")
    promised = text(await newest(world, "Weekly review")).splitlines()[-1]
    title = promised.removeprefix("Next week: ").rstrip(".")
    assert f"Next review, {title}: Fri 4 Dec, 16:00" in text(await world.press("Ann", "status"))
