"""Answering: the first lock counts, late answers teach, and nobody presses for another."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards.actions.question import Lock, Respond, Reveal, Show, Tap
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.items import Kind
from bot.core.packs import Catalogue
from bot.services.library import Library
from bot.store import attempts, rounds
from bot.store.tables import Attempt, Draft, Round
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.world import World, action, build, choice, open_group, text

ROUND = Target(Asked.ROUND, 1)


def kept(world: World) -> list[Attempt]:
    """Give every attempt."""
    return world.database.read_now(lambda tx: list(attempts.all_attempts(tx)))


def key_position(world: World, number: int = 1) -> int:
    """Give where the key of a round is shown."""

    def find(tx: Tx) -> int:
        shared = tx.get(Round, number)
        assert shared is not None
        assert shared.item_hash is not None
        return shared.option_order.index(rounds.read_version(tx, shared.item_hash).key[0])

    return world.database.read_now(find)


async def test_the_first_tap_is_kept_and_earns_nothing_yet(world: World) -> None:
    await world.press("Ann", Tap(ROUND, 1))
    assert kept(world) == []
    draft = world.database.read_now(lambda tx: tx.get(Draft, (1, 1)))
    assert draft is not None


async def test_a_lock_turns_the_tap_into_an_answer(world: World) -> None:
    await world.press("Ann", Tap(ROUND, key_position(world)))
    await world.press("Ann", Lock(ROUND, Confidence.GUESSING))
    (answer,) = kept(world)
    assert (answer.is_right, answer.points, answer.confidence, answer.source) == (
        True, 120, "guessing", "daily",
    )  # fmt: skip


async def test_confidence_never_changes_points(world: World) -> None:
    for name, confidence in zip(("Ann", "Ben", "Cid"), Confidence, strict=True):
        await world.press(name, Tap(ROUND, key_position(world)))
        await world.press(name, Lock(ROUND, confidence))
    assert {answer.points for answer in kept(world)} == {120}


async def test_a_double_click_changes_nothing(world: World) -> None:
    await world.press("Ann", Tap(ROUND, 0))
    cards = await asyncio.gather(
        *(world.press("Ann", Lock(ROUND, Confidence.CERTAIN)) for _ in range(10))
    )
    assert len(kept(world)) == 1
    assert len({text(card) for card in cards}) == 1


async def test_a_second_lock_shows_the_first_answer(world: World) -> None:
    await world.press("Ann", Tap(ROUND, 0))
    first = await world.press("Ann", Lock(ROUND, Confidence.CERTAIN))
    await world.press("Ann", Tap(ROUND, 2))
    again = await world.press("Ann", Lock(ROUND, Confidence.GUESSING))
    assert text(again) == text(first)


async def test_a_lock_without_a_tap_asks_for_one(world: World) -> None:
    card = await world.press("Ann", Lock(ROUND, Confidence.CERTAIN))
    assert "Choose an option first" in text(card)


async def test_an_unlocked_tap_counts_at_the_close_with_its_own_time(world: World) -> None:
    tapped = world.clock.now
    await world.press("Ann", Tap(ROUND, key_position(world)))
    await world.pass_time(hours=12)
    (answer,) = kept(world)
    assert (answer.at, answer.confidence, answer.points) == (tapped, None, 120)


async def test_a_late_answer_teaches_and_earns_nothing(world: World) -> None:
    await world.pass_time(hours=12)
    card = await world.press("Ann", Tap(ROUND, key_position(world)))
    (answer,) = kept(world)
    assert (answer.source, answer.points, answer.is_right) == ("late", 0, True)
    assert "this counts for you, not for the board" in text(card)


async def test_an_answer_between_the_hour_and_the_tick_is_late(world: World) -> None:
    closes = world.database.read_now(lambda tx: tx.get(Round, 1))
    assert closes is not None
    world.clock.now = closes.closes_at
    await world.press("Ann", Tap(ROUND, 0))
    assert kept(world)[0].source == "late"


async def test_a_tap_in_time_may_be_locked_between_the_hour_and_the_tick(world: World) -> None:
    await world.press("Ann", Tap(ROUND, 0))
    closes = world.database.read_now(lambda tx: tx.get(Round, 1))
    assert closes is not None
    world.clock.now = closes.closes_at
    await world.press("Ann", Lock(ROUND, Confidence.FAIRLY))
    assert kept(world)[0].source == "daily"


async def test_a_question_of_another_group_is_not_there(world: World) -> None:
    for what in (Show, Reveal):
        card = await world.press("Ann", what(Target(Asked.ROUND, 99)))
        assert "not here" in text(card)


async def test_somebody_elses_run_is_not_there(world: World) -> None:
    await world.press("Ann", "practice 2")
    card = await world.press("Ben", Tap(Target(Asked.RUN, 1), 0))
    assert "not here" in text(card)
    assert kept(world) == []


@pytest.mark.parametrize("position", [4, 9, 10**6])
async def test_an_option_that_does_not_exist_is_refused(world: World, position: int) -> None:
    card = await world.press("Ann", Tap(ROUND, position))
    assert "does not exist" in text(card)


@pytest.mark.parametrize("values", [("x",), ("-1",), ("٣",), ("0", "1"), (), ("99",)])
async def test_a_damaged_form_is_refused_in_words(world: World, values: tuple[str, ...]) -> None:
    inputs = {"response": values, "confidence": ("certain",)}
    card = await world.press("Ann", Respond(ROUND), inputs)
    assert card.title == "One moment"
    assert kept(world) == []


async def test_a_pack_that_changed_does_not_change_an_open_round(world: World) -> None:
    before = text((await world.channel())[0])
    changed = [
        replace(each, stem="Everything is new. Is it?")
        for each in world.library.catalogues["sample"].items.values()
    ]
    again = Library(catalogues={"sample": Catalogue.of(sample.pack(), changed)})
    await world.press("Ann", Tap(ROUND, 0))
    url = str(world.database.url.database)
    world.database.close()
    reopened = build(f"sqlite:///{url}", again, start=world.clock.now)
    try:
        assert text((await reopened.channel())[0]) == before
        card = await reopened.press("Ann", Lock(ROUND, Confidence.CERTAIN))
        assert "Everything is new" not in text(card)
    finally:
        reopened.database.close()


async def test_a_matching_question_is_marked_by_its_pairs(tmp_path: Path) -> None:
    item = sample.matching("d3.1-01", "b")
    library = Library(
        catalogues={"sample": Catalogue.of(sample.pack(), [item, sample.single("d1.1-01")])}
    )
    world = build(sqlite(tmp_path), library)
    try:
        await open_group(world, "Ann", post=True)
        card = await world.press("Ann", "practice 1")
        form = choice(card)
        assert item.kind is Kind.MATCHING
        by_text = {match.text: match.value for match in form.matches}
        wanted = {
            "Few columns of many": "Parquet",
            "Whole rows": "Avro",
            "A scan of two columns": "Avro",
        }
        values = tuple(by_text[wanted[option.text[3:]]] for option in form.options)
        verdict = await world.press(
            "Ann", action(card, "Lock my answer"), {"response": values, "confidence": ("fairly",)}
        )
        assert "2 of 3 pairs hold." in text(verdict)
        assert kept(world)[0].share == pytest.approx(2 / 3)
    finally:
        world.database.close()
