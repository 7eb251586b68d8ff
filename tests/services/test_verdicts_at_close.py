"""With verdicts at the close, nothing that anybody sees before it depends on the key."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.room.codec import card_to_json
from bot.cards.actions.question import Lock, Respond, Reveal, Show, Tap, Why, WriteNote
from bot.cards.actions.setup import ProposeSetting
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.blocks import Card
from bot.cards.sealed import Sealed, sealed_card
from bot.core.items import Item
from bot.core.packs import Catalogue
from bot.core.setup import Setting
from bot.core.showing import Showing
from bot.services.library import Library
from tests import sample
from tests.databases import sqlite
from tests.world import World, action, build, open_group, text

HERE = Target(Asked.ROUND, 1)


def with_key(item: Item, at: int) -> Item:
    """Give an item whose key stands at another place, its texts unchanged."""
    options = tuple(
        replace(option, is_key=n == at, decides="x", tempts="y", breaks="z")
        for n, option in enumerate(item.options)
    )
    return replace(item, options=options)


async def seen_before_the_close(folder: Path, key: int, pick: int) -> list[object]:
    """Give every card that Ann sees until the close, with the key at one place."""
    item = with_key(sample.single("d1.1-01"), key)
    library = Library(catalogues={"sample": Catalogue.of(sample.pack(), [item])})
    folder.mkdir()
    world = build(sqlite(folder), library)
    await open_group(world, "Ann", "Ben", post=True)
    await sealed(world)
    shown: list[Card] = [
        await world.press("Ann", Tap(HERE, pick)),
        await world.press("Ann", Lock(HERE, Confidence.CERTAIN)),
        await world.press("Ann", Show(HERE)),
        await world.press("Ann", Reveal(HERE)),
        await world.press("Ann", Tap(HERE, pick)),
        await world.press("Ann", Why(1)),
        await world.press("Ann", WriteNote(HERE)),
    ]
    words = "today, progress, board, board today accuracy, notes, status, season, flags, me"
    for typed in words.split(", "):
        shown.append(await world.press("Ann", typed))
    await world.settle()
    shown += await world.channel()
    world.database.close()
    return [card_to_json(card) for card in shown]


async def sealed(world: World) -> None:
    card = await world.press("Ann", ProposeSetting(Setting.VERDICTS), {"value": ("at_close",)})
    await world.press("Ann", action(card, "Save"))


async def test_everything_seen_before_the_close_is_the_same_wherever_the_key_stands(
    tmp_path: Path,
) -> None:
    for pick in range(2):
        seen = [
            await seen_before_the_close(tmp_path / f"{pick}{key}", key, pick) for key in range(4)
        ]
        assert seen[0] == seen[1] == seen[2] == seen[3]


async def test_the_answer_is_in_and_the_verdict_comes_back_after_the_close(world: World) -> None:
    await sealed(world)
    await world.press("Ann", Tap(HERE, 0))
    card = await world.press("Ann", Lock(HERE, Confidence.GUESSING))
    assert "Your answer is in: guessing." in text(card)
    assert "This group hears the verdict together, at 17:00 (Europe/Berlin)" in text(card)
    assert "Take away" not in text(card)
    assert "1 answer in, the verdict comes at the close." in text(
        await world.press("Ann", "progress")
    )
    await world.pass_time(hours=9)
    today = await world.press("Ann", "today")
    told = await world.press("Ann", action(today, "See why"))
    assert "Take away: Cheap things cost less." in text(told)
    assert " of 1 answer right so far." in text(await world.press("Ann", "progress"))


async def test_a_form_is_sealed_as_well(tmp_path: Path) -> None:
    library = Library(
        catalogues={"sample": Catalogue.of(sample.pack(), [sample.multiple("d1.1-01")])}
    )
    world = build(sqlite(tmp_path), library)
    await open_group(world, "Ann", post=True)
    await sealed(world)
    said = {"response": ("0", "1"), "confidence": ("fairly",)}
    card = await world.press("Ann", Respond(HERE), said)
    assert "Your answer is in: fairly sure." in text(card)
    assert text(card).count("← your pick") == 2
    assert "✓" not in text(card)
    world.database.close()


async def test_practice_and_late_answers_are_told_at_once(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path), sample.singles())
    await open_group(world, "Ann", "Ben", post=True)
    await sealed(world)
    card = await world.press("Ann", "practice 1")
    tap = next(
        b.action for block in card.blocks for b in getattr(block, "buttons", ())
        if isinstance(b.action, Tap)
    )  # fmt: skip
    card = await world.press("Ann", tap)
    assert "Take away" in text(await world.press("Ann", action(card, "Certain")))
    await world.pass_time(hours=9)
    assert "Take away" in text(await world.press("Ben", Tap(HERE, 0)))
    world.database.close()


async def test_the_policy_may_change_while_a_question_is_open(world: World) -> None:
    await world.press("Ann", Tap(HERE, 0))
    assert "Take away" in text(await world.press("Ann", Lock(HERE, Confidence.FAIRLY)))
    await sealed(world)
    assert "Your answer is in" in text(await world.press("Ann", Show(HERE)))
    card = await world.press("Ann", ProposeSetting(Setting.VERDICTS), {"value": ("at_once",)})
    assert "From now on, for the open question too." in text(card)
    await world.press("Ann", action(card, "Save"))
    assert "Take away" in text(await world.press("Ann", Show(HERE)))


async def test_a_swiped_away_pick_is_told_after_the_close(world: World) -> None:
    await sealed(world)
    await world.press("Ben", Tap(HERE, 0))
    await world.pass_time(hours=9)
    assert "Take away" in text(await world.press("Ben", Show(HERE)))


@pytest.mark.parametrize("item", [sample.ordering("d2.1-01"), sample.matching("d3.1-01")])
def test_orders_and_pairs_are_shown_without_a_mark(item: Item) -> None:
    order = tuple(range(len(item.options))) + tuple(range(len(item.matches)))
    response = tuple(reversed(range(len(item.options)))) if not item.matches else (1, 1, 0)
    card = sealed_card(
        Sealed(
            showing=Showing(item, order),
            response=response,
            confidence=None,
            closes_at=datetime(2026, 11, 24, 16, tzinfo=UTC),
            zone="UTC",
        ),
        HERE,
        more=[],
    )
    assert "Your answer is in." in text(card)
    assert "✓" not in text(card)


async def test_the_file_with_ones_own_data_holds_no_verdict_before_the_close(world: World) -> None:
    async def held() -> dict[str, Any]:
        (file,) = (await world.reply("Ann", "me data")).files
        found: dict[str, Any] = json.loads(file.data)
        return found

    await sealed(world)
    await world.press("Ann", Tap(HERE, 0))
    await world.press("Ann", Lock(HERE, Confidence.CERTAIN))
    data = await held()
    (attempt,) = data["held"]["attempt"]
    assert [attempt[name] for name in ("is_right", "share", "points", "item_hash")] == [None] * 4
    assert [(row["n"], row["n_right"]) for row in data["held"]["concept_total"]] == [(0, 0)]
    assert data["item"] == {}
    await world.pass_time(hours=9)
    data = await held()
    (attempt,) = data["held"]["attempt"]
    assert attempt["is_right"] in (True, False)
    assert list(data["item"]) == [attempt["item_hash"]]
