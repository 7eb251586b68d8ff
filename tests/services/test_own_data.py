"""The file with everything held about a person: complete, readable, and theirs alone."""

from __future__ import annotations

import json
from asyncio import wrap_future
from typing import Any

from sqlmodel import SQLModel

from bot.cards.actions.me import MakeCode, Me, MeData, SetAlias, SetReminders
from bot.cards.actions.own import RateSelf
from bot.cards.actions.question import Lock, SaveNote, Tap
from bot.cards.actions.runs import Practise
from bot.cards.actions.values import Asked, Confidence, Familiarity, Target
from bot.cards.blocks import File
from bot.services import bulletins
from bot.store import holdings, people
from bot.store.tx import Tx
from tests.services import histories
from tests.services.histories import rows
from tests.world import World, text, who

ROUND = Target(Asked.ROUND, 1)


async def data(world: World, name: str) -> dict[str, Any]:
    reply = await world.reply(name, MeData())
    (file,) = reply.files
    (block,) = [block for block in reply.card.blocks if isinstance(block, File)]
    assert (block.id, block.name) == (file.id, file.name)
    found: dict[str, Any] = json.loads(file.data)
    return found


async def test_it_holds_all_that_a_person_left(world: World) -> None:
    await world.press("Ben", Tap(ROUND, 2))
    await world.press("Ben", Lock(ROUND, Confidence.CERTAIN))
    await world.press("Ben", SaveNote(ROUND), {"text": ("Cold is cheap. “Sí”",)})
    await world.press("Ben", RateSelf(0, Familiarity.TEACH))
    await world.press("Ben", SetAlias(), {"name": ("Zoe",)})
    await world.press("Ben", Practise("", 2))
    await world.press("Ben", SetReminders(), {"at": ("12:30",), "zone": ("Lisbon",)})
    await world.press("Ben", MakeCode())

    def tell(tx: Tx) -> None:
        account = people.find_account(tx, who("Ben"))
        bulletins.issue(
            tx, 1, "reminder", "x", {"round": 1, "zone": "UTC"}, world.clock.now, to=account
        )

    await wrap_future(world.database.write(tell))
    await world.settle()
    await world.pass_time(hours=26)
    await world.press("Ben", Tap(Target(Asked.ROUND, 2), 1))

    found = await data(world, "Ben")
    held = found["held"]
    assert held["account"][0]["name"] == "Ben"
    assert held["learner"][0]["zone"] == "Europe/Lisbon"
    assert held["membership"][0]["alias"] == "Zoe"
    assert held["attempt"][0]["confidence"] == "certain"
    assert found["item"][held["attempt"][0]["item_hash"]]["stem"]
    assert {event["kind"] for event in held["event"]} >= {"noted", "self-rated", "alias"}
    assert "“Sí”" in json.dumps(held["event"], ensure_ascii=False)
    assert [held[each][0]["group_id"] for each in ("place", "reminder", "run")] == [1, 1, 1]
    assert held["draft"][0]["response"]
    assert held["run_item"][0]["item_hash"] in found["item"]
    assert held["room_message"][0]["card"]
    assert held["bulletin"][0]["kind"] == "reminder"
    assert found["group"]["1"] == "main"


async def test_it_holds_nothing_of_anybody_else(world: World) -> None:
    await histories.lived(world, "own data")
    for name in ("Ann", "Ben"):
        number = await histories.learner(world, name)
        found = await data(world, name)
        for table, own in found["held"].items():
            for row in own:
                assert row.get("learner_id", number) == number, table
        (kept,) = await rows(world, "SELECT COUNT(*) FROM attempt WHERE learner_id = ?", number)
        assert len(found["held"].get("attempt", [])) == kept[0]


async def test_both_accounts_of_a_person_give_the_same_file(world: World) -> None:
    await world.press("Ben", Tap(ROUND, 2))
    await world.press("Ben", Lock(ROUND, Confidence.CERTAIN))
    await world.press("Cem", Me())
    await world.press("Cem", SetAlias(), {"name": ("Zed",)})
    await histories.link(world, "Ben", "Cem")
    assert await data(world, "Ben") == await data(world, "Cem")


async def test_asking_for_it_changes_nothing(world: World) -> None:
    before = await rows(world, "SELECT value FROM counter")
    assert "I don't know you yet" in text(await world.press("Zoe", MeData()))
    await data(world, "Ben")
    assert before == await rows(world, "SELECT value FROM counter")


def test_every_table_that_speaks_of_people_says_whose_a_row_is() -> None:
    about = holdings.tables_about()
    assert {name for name, ((column, _), *_) in about.items()} == {
        "account", "attempt", "board_total", "chore", "concept_total", "draft", "event",
        "link_code", "membership", "memory", "place", "reminder", "run",
    }  # fmt: skip
    for name, ((column, above), *_) in about.items():
        assert column in (f"{above}_id",), name
    hanging = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in ("run", "place", "attempt", "membership", "reminder")
    }
    assert hanging == {"run_item", "sitting", "sitting_item", "delivery", "room_message"}


async def test_it_holds_what_is_inferred_unless_that_would_tell_of_a_verdict(world: World) -> None:
    await world.press("Ben", Tap(ROUND, 2))
    await world.press("Ben", Lock(ROUND, Confidence.CERTAIN))
    await world.settle()
    held = (await data(world, "Ben"))["held"]
    assert held["memory"][0]["stability"] > 0
    assert {term["sort"] for term in held["ability_term"]} == {"member", "domain", "past"}
    later = "UPDATE study_group SET verdicts = 'at_close'"
    await wrap_future(world.database.write(lambda tx: bool(tx.run(later).fetchall())))
    held = (await data(world, "Ben"))["held"]
    assert not held.keys() & {"memory", "ability_term"}
