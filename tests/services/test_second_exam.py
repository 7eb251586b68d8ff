"""A group that studies for the second exam: the same questions, in that exam's own domains."""

from __future__ import annotations

import re
from asyncio import wrap_future
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards.actions.question import Lock, SaveNote, Show, Tap
from bot.cards.actions.runs import Continue
from bot.cards.actions.values import Asked, Confidence, Target
from bot.services import daily
from bot.services.founding import found, found_and_post
from bot.services.reporting.group import group_report
from bot.store import attempts, events
from bot.store.tables import Attempt, Group, Round
from bot.store.tx import Tx
from tests import sequel
from tests.databases import sqlite
from tests.services.test_practice import waiting_item
from tests.world import World, a_plan, build, pick, text, who


@pytest.fixture
async def second(tmp_path: Path) -> AsyncIterator[World]:
    """Give a Cohort whose one group studies for the second exam, its first question posted."""
    world = build(sqlite(tmp_path), sequel.library())
    plan = a_plan(pack="sequel", review_day=5)
    people = tuple(who(name) for name in ("Ann", "Ben", "Cem"))
    await wrap_future(
        world.database.write(
            lambda tx: found_and_post(tx, world.library, plan, people, world.clock.now)
        )
    )
    await world.settle()
    yield world
    world.database.close()


def kept(world: World) -> list[Attempt]:
    return world.database.read_now(lambda tx: list(attempts.all_attempts(tx)))


async def test_an_answer_belongs_to_the_exam_that_asked(second: World) -> None:
    await pick(second, "A", "Ann")
    (given,) = kept(second)
    home = second.library.catalogue("sample").items[given.item_id]
    assert (given.pack, given.domain) == ("sequel", "s1" if home.domain in ("d3", "d4") else "s2")
    assert (given.item_hash, given.concept) == (home.hash, home.concept)


async def test_a_pick_that_counts_at_the_close_belongs_there_too(second: World) -> None:
    card = (await second.channel())[-1]
    tap = next(
        button.action
        for block in card.blocks
        for button in getattr(block, "buttons", ())
        if button.label == "A"
    )
    await second.press("Ben", tap)
    await second.pass_time(hours=12)
    (given,) = kept(second)
    assert (given.pack, given.domain in ("s1", "s2")) == ("sequel", True)


async def test_the_question_bears_the_title_of_its_domain_here(second: World) -> None:
    shared = second.database.read_now(lambda tx: tx.get(Round, 1))
    assert shared is not None
    title = {"s1": "Run", "s2": "Prepare"}[shared.domain]
    assert f"scenario · {title}" in text((await second.channel())[-1])
    assert title in text(await second.press("Ann", "today"))


async def test_practice_keeps_to_a_domain_of_this_exam(second: World) -> None:
    card = await second.press("Ann", "practice run 3")
    assert "Practice · 1 of 3 · Run" in text(card)
    for _ in range(3):
        item = waiting_item(second)
        target = Target(Asked.RUN, item.id or 0)
        second.clock.now += timedelta(seconds=30)
        await second.press("Ann", Tap(target, 0))
        assert "Run" in text(await second.press("Ann", Lock(target, Confidence.FAIRLY)))
        await second.press("Ann", Continue())
    given = kept(second)
    assert {(each.pack, each.domain) for each in given} == {("sequel", "s1")}
    assert {each.item_id.split("/")[1][:2] for each in given} <= {"d3", "d4"}


async def test_progress_counts_the_concepts_that_this_exam_draws(second: World) -> None:
    await pick(second, "A", "Ann")
    told = text(await second.press("Ann", "progress"))
    met = {"s1": 0, "s2": 0} | {kept(second)[0].domain: 1}
    assert f"{met['s1']} of 12 concepts met" in told
    assert f"{met['s2']} of 12 concepts met" in told


async def test_a_note_is_kept_with_this_exams_domain(second: World) -> None:
    await pick(second, "A", "Ann")
    save = SaveNote(Target(Asked.ROUND, 1))
    await second.press("Ann", save, {"text": ("Count first.",)})
    noted = second.database.read_now(lambda tx: list(events.events_of(tx, "noted")))
    assert (noted[0].payload["pack"], noted[0].payload["domain"]) == (
        "sequel",
        kept(second)[0].domain,
    )


async def test_the_weekly_review_has_the_task_statements_of_this_exam(second: World) -> None:
    await pick(second, "A", "Ann", "Ben", "Cem", "Dee", "Eve", "Flo")
    await second.pass_time(days=4)
    told = "\n".join(text(card) for card in await second.channel())
    assert "Run well" in told or "Prepare well" in told
    assert "Model well" not in told


async def test_the_workbook_sorts_items_by_this_exams_domains(second: World) -> None:
    await pick(second, "A", "Ann", "Ben", "Cem", "Dan", "Eve")
    # A day joins a lead's figures once it is over and five people have answered on it.
    await second.pass_time(hours=24)

    def titles(tx: object) -> set[str]:
        group = tx.get(Group, 1)  # type: ignore[attr-defined]
        report = group_report(tx, second.library, group, second.clock.now)  # type: ignore[arg-type]
        return {line.domain for line in report.items}

    assert second.database.read_now(titles) in ({"Run"}, {"Prepare"})


async def test_an_open_exam_is_not_called_retired(second: World) -> None:
    told = text(await second.press("Ann", "about"))
    assert "Sequel Exam" in told
    assert "can't be booked" not in told
    assert "51" in told


async def test_a_group_that_changes_its_exam_is_not_asked_again_what_it_has_seen(
    tmp_path: Path,
) -> None:
    world = build(sqlite(tmp_path), sequel.library())

    def live_and_change(tx: Tx) -> list[str]:
        group = found(tx, a_plan(pack="sample"), world.clock.now)
        assert group is not None
        seen = []
        for number in range(40):
            group.pack = "sample" if number < 20 else "sequel"
            now = world.clock.now + timedelta(days=number)
            seen.append(daily.post_now(tx, world.library, group, now).item_id)
        return seen

    asked = await wrap_future(world.database.write(live_and_change))
    # There are 25 dailies in the first exam and two more in the second.
    assert len(set(asked[:27])) == 27
    world.database.close()


async def test_what_was_asked_for_one_exam_keeps_its_domain_when_the_group_changes(
    second: World,
) -> None:
    def change(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        group.pack = "sample"
        tx.add(group)

    await wrap_future(second.database.write(change))
    told = text(await second.press("Ben", Show(Target(Asked.ROUND, 1))))
    assert re.search(r"scenario · (Run|Prepare)", told)
