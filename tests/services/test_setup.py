"""Setting up: forms keep what was typed, nothing is saved unseen, and a save is undone once."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias, get_args

import pytest

from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.seasons import BeginSeason
from bot.cards.actions.setup import (
    EditSetting,
    JoinPlace,
    ProposePack,
    ProposeSetting,
    ProposeSetup,
    SaveSetup,
    Setup,
    SetupAction,
    StayWithPack,
    UndoSetup,
    UseDays,
)
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.blocks import Card, Choice, Fields
from bot.core.identity import Address
from bot.core.packs import PackStatus
from bot.core.setup import PROPOSED, Setting
from bot.services import group_settings
from bot.services.founding import found
from bot.services.library import Library
from bot.store import events
from bot.store.tables import Group
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.world import World, a_plan, action, build, buttons, open_group, text

Said: TypeAlias = dict[str, tuple[str, ...]]
THREE: Said = {"pack": ("sample",), "opens": ("09:00",), "days": ("12345",), "own_days": ("",)}


def kept(world: World) -> dict[Setting, str]:
    def read(tx: Tx) -> dict[Setting, str]:
        group = tx.get(Group, 1)
        assert group is not None
        return group_settings.current(tx, group)

    return world.database.read_now(read)


def three(**changes: str) -> Said:
    said: Said = {name: (value,) for name, value in changes.items()}
    return THREE | said


def shown(card: Card) -> dict[str, Fields | Choice]:
    """Give a form's inputs by name."""
    return {block.name: block for block in card.blocks if isinstance(block, Fields | Choice)}


async def save(world: World, card: Card) -> Card:
    return await world.press("Ann", action(card, "Save"))


EVERY = [
    kind(*([Setting.OPENS, 0] if kind is EditSetting else [Setting.OPENS] if kind is ProposeSetting
           else ["sample"] if kind in (ProposePack, StayWithPack) else ["135"] if kind is UseDays
           else [1, False] if kind is SaveSetup else [0] * len(kind.__dataclass_fields__)))
    for kind in get_args(SetupAction)
    if kind is not JoinPlace  # a lead elsewhere may not either: see ``test_places``
]  # fmt: skip


@pytest.mark.parametrize("what", EVERY, ids=lambda what: type(what).__name__)
async def test_only_a_lead_may(world: World, what: SetupAction) -> None:
    before = kept(world)
    card = await world.press("Ben", what, {"value": ("10:00",), "member": ("#2",)})
    assert "Only the group's lead" in text(card)
    assert kept(world) == before
    card = await world.press("Zoe", what, {"value": ("10:00",)})
    assert "Only the group's lead" in text(card)


async def test_the_form_shows_what_holds(world: World) -> None:
    inputs = shown(await world.press("Ann", "setup"))
    assert [inputs["pack"].chosen, inputs["days"].chosen] == [("sample",), ("12345",)]  # type: ignore[union-attr]
    assert inputs["opens"].value == "09:00"  # type: ignore[union-attr]


async def test_an_error_stands_at_its_input_and_everything_typed_is_kept(world: World) -> None:
    said = three(opens="25:00", days="own", own_days="Mun")
    card = await world.press("Ann", ProposeSetup(), said)
    inputs = shown(card)
    assert "There is no 25:00" in inputs["opens"].error
    assert "I don't know the day" in inputs["own_days"].error
    assert inputs["days"].error == inputs["pack"].error == ""
    assert (inputs["opens"].value, inputs["own_days"].value) == ("25:00", "Mun")  # type: ignore[union-attr]
    assert inputs["days"].chosen == ("own",)  # type: ignore[union-attr]
    assert "Save" not in buttons(card)


async def test_a_pack_that_is_not_offered_is_refused(world: World) -> None:
    inputs = shown(await world.press("Ann", ProposeSetup(), three(pack="other")))
    assert inputs["pack"].error == "Choose one of these, please."


async def test_missing_and_strange_inputs_are_refused_calmly(world: World) -> None:
    card = await world.press("Ann", ProposeSetup(), {})
    assert all(shown(card)[name].error for name in ("pack", "opens", "days"))
    card = await world.press("Ann", ProposeSetup(), three(opens="9" * 100_000))
    assert len(shown(card)["opens"].error) < 120


async def test_nothing_is_saved_by_looking(world: World) -> None:
    before = kept(world)
    card = await world.press("Ann", ProposeSetup(), three(opens="10", days="135"))
    assert kept(world) == before
    assert "first question Wed 25 Nov" in text(card)
    await save(world, card)
    assert kept(world) == before | {Setting.OPENS: "10:00", Setting.DAYS: "135"}


async def test_days_typed_by_hand_go_before_a_preset_that_was_left_ticked(world: World) -> None:
    await save(world, await world.press("Ann", ProposeSetup(), three(own_days="Tue Fri")))
    assert kept(world)[Setting.DAYS] == "25"
    # The text is filled in now, and a preset that is ticked beside it is meant.
    await save(world, await world.press("Ann", ProposeSetup(), three(own_days="Tue and Fri")))
    assert kept(world)[Setting.DAYS] == "12345"


async def test_saving_twice_changes_nothing_twice(world: World) -> None:
    card = await world.press("Ann", ProposeSetting(Setting.OPENS), {"value": ("10",)})
    await save(world, card)
    again = await save(world, card)
    assert "That is saved already." in text(again)
    assert len(world.database.read_now(lambda tx: group_settings.saves_of(tx, 1))) == 1


async def test_what_somebody_changed_meanwhile_is_looked_at_again(world: World) -> None:
    card = await world.press("Ann", ProposeSetting(Setting.OPENS), {"value": ("10",)})
    await save(world, await world.press("Ann", ProposeSetting(Setting.OPENS), {"value": ("11",)}))
    again = await save(world, card)
    assert "Somebody changed a setting meanwhile." in text(again)
    assert "Hour: 11:00 → 10:00" in text(again)
    assert kept(world)[Setting.OPENS] == "11:00"
    await save(world, again)
    assert kept(world)[Setting.OPENS] == "10:00"


async def test_a_proposal_of_another_group_is_not_ours(world: World) -> None:
    def elsewhere(tx: Tx) -> int:
        found(tx, a_plan(name="other", address=Address("room", "", "other")), world.clock.now)
        return events.append_event(
            tx, PROPOSED, world.clock.now, group_id=2, before={}, after={"opens": "05:00"},
            three=False, finish="",
        )  # fmt: skip

    draft = await wrap_future(world.database.write(elsewhere))
    for what in (SaveSetup(draft, False), Setup(draft), EditSetting(Setting.OPENS, draft)):
        assert "not here (any more)" in text(await world.press("Ann", what))
    assert kept(world)[Setting.OPENS] == "09:00"


async def test_a_form_opened_again_from_a_preview_keeps_its_values(world: World) -> None:
    card = await world.press("Ann", ProposeSetup(), three(opens="10", days="own", own_days="Tue"))
    inputs = shown(await world.press("Ann", action(card, "Change")))
    assert inputs["opens"].value == "10:00"  # type: ignore[union-attr]
    assert (inputs["days"].chosen, inputs["own_days"].value) == (("own",), "Tue")  # type: ignore[union-attr]


async def test_the_last_save_is_undone_as_a_whole_and_once(world: World) -> None:
    before = kept(world)
    done = await save(world, await world.press("Ann", ProposeSetup(), three(opens="7", days="24")))
    assert "Undone." in text(await world.press("Ann", action(done, "Undo")))
    assert kept(world) == before
    assert "not the last change" in text(await world.press("Ann", action(done, "Undo")))
    assert "not the last change" in text(await world.press("Ann", UndoSetup(99)))


async def test_a_group_that_is_paused_says_when_a_change_takes_effect(world: World) -> None:
    await world.press("Ann", "pause")
    card = await world.press("Ann", ProposeSetting(Setting.OPENS), {"value": ("10",)})
    assert "it holds from the first question after you resume" in text(card)


async def test_a_jump_is_said_before_it_is_made(world: World) -> None:
    await save(
        world, await world.press("Ann", ProposeSetting(Setting.OPENS), {"value": ("14:00",)})
    )
    await world.pass_time(days=1, hours=3)  # Wednesday, 11:00
    card = await world.press("Ann", ProposeSetting(Setting.OPENS), {"value": ("10:00",)})
    assert "The question of Wed 25 Nov comes at once, since its hour would be past." in text(card)
    assert "From the question of Thu 26 Nov on" in text(card)


async def test_an_hour_in_the_night_and_a_short_span_are_worth_a_word(world: World) -> None:
    card = await world.press("Ann", ProposeSetting(Setting.OPENS), {"value": ("03:00",)})
    assert "03:00 is in the night. Is that meant?" in text(card)
    card = await world.press("Ann", ProposeSetting(Setting.CLOSES), {"value": ("09:30",)})
    assert "open for 30 minutes only" in text(card)
    card = await world.press("Ann", ProposeSetting(Setting.CLOSES), {"value": ("09:00",)})
    assert "It closes at 09:00 the next day: a question is open for 24 hours." in text(card)


async def test_the_review_needs_an_hour_only_where_there_is_one(world: World) -> None:
    propose = ProposeSetting(Setting.REVIEW)
    card = await world.press("Ann", propose, {"value": ("5",), "at": ("soon",)})
    assert "as a time of day" in shown(card)["at"].error
    assert shown(card)["value"].chosen == ("5",)  # type: ignore[union-attr]
    card = await world.press("Ann", propose, {"value": ("5",), "at": ("4 pm",)})
    assert "The next review comes Fri 27 Nov at 16:00." in text(await save(world, card))
    assert kept(world)[Setting.REVIEW] == "5 16:00"
    card = await world.press("Ann", propose, {"value": ("none",), "at": ("",)})
    assert "No weekly review comes any more." in text(await save(world, card))
    assert kept(world)[Setting.REVIEW] == ""


async def test_holidays_over_are_dropped_from_the_form(world: World) -> None:
    propose = ProposeSetting(Setting.HOLIDAYS)
    await save(world, await world.press("Ann", propose, {"value": ("26 Nov, 24 Dec",)}))
    await world.pass_time(days=5)
    inputs = shown(await world.press("Ann", EditSetting(Setting.HOLIDAYS, 0)))
    assert inputs["value"].value == "Thu 24 Dec 2026"  # type: ignore[union-attr]


async def test_history_names_who_and_turns_its_pages(world: World) -> None:
    for number in range(10):
        value: Said = {"value": (f"1{number}:00",)}
        await save(world, await world.press("Ann", ProposeSetting(Setting.OPENS), value))
        await world.pass_time(minutes=1)
    first = await world.press("Ann", "setup history")
    assert text(first).count("Ann | Hour") == 8
    assert "Older" in buttons(first)
    assert "Newer" not in buttons(first)
    second = await world.press("Ann", action(first, "Older"))
    assert text(second).count("Ann | Hour") == 2
    assert "Hour: 09:00 → 10:00" in text(second)
    assert "Undo the last change" not in buttons(second)


async def test_a_season_is_begun_only_where_it_was_proposed_and_wanted(world: World) -> None:
    card = await world.press("Ann", ProposeSetup(), three(opens="10"))
    await world.press("Ann", action(card, "Save without a season"))
    assert world.database.read_now(lambda tx: tx.get(Group, 1).finish_day) is None  # type: ignore[union-attr]
    card = await world.press("Ann", ProposeSetup(), three(opens="10"))
    done = await save(world, card)
    assert "Season 1 begins and finishes on 19 January 2027." in text(done)
    assert "That is saved already." in text(await save(world, card))
    card = await world.press("Ann", ProposeSetup(), three(opens="11"))
    assert "Save without a season" not in buttons(card)
    assert "season to 19 January 2027" in text(card)
    assert "Season 1 is taken back." in text(
        await world.press("Ann", action(done, "Without the season"))
    )
    again = await world.press("Ann", ProposeSetup(), three(opens="10"))
    assert "Save without a season" in buttons(again)


async def test_a_season_that_somebody_began_meanwhile_is_left_as_it_is(world: World) -> None:
    card = await world.press("Ann", ProposeSetup(), three(opens="10"))
    await world.press("Ann", BeginSeason())
    done = await save(world, card)
    assert "Saved. Hour: 10:00." in text(done)
    assert "Without the season" not in buttons(done)


# What a pack's exam is today.


def two_packs() -> Library:
    """Give the retired sample and its bookable successor."""
    old = sample.catalogue()
    new = replace(
        old.pack, id="next", title="A newer exam", short="NXT-1", status=PackStatus.BOOKABLE,
        last_exam_day=None, successors=(),
    )  # fmt: skip
    items = [
        replace(item, id=item.id.replace("sample/", "next/"), pack="next")
        for item in old.items.values()
    ]
    return Library(catalogues={"sample": old, "next": type(old).of(new, items)})


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[World]:
    """Give a Cohort that has both packs; its group has the retired one."""
    made = build(sqlite(tmp_path), two_packs())
    await open_group(made, "Ann", "Ben", post=True)
    yield made
    made.database.close()


async def switch(world: World) -> Card:
    card = await world.press("Ann", "setup")
    return await world.press("Ann", action(card, "Switch, keep my history"))


async def test_bookable_exams_come_first_and_a_retired_one_says_so(two: World) -> None:
    card = await two.press("Ann", "setup")
    options = [option.text for option in shown(card)["pack"].options]  # type: ignore[union-attr]
    assert options == [
        "A newer exam (NXT-1)",
        "Sample Exam (SMP-1): closed on 31 March 2026, for the learning",
    ]
    assert "24 of these questions also serve NXT-1." in text(card)


async def test_switching_keeps_the_history_and_asks_from_the_new_pack(two: World) -> None:
    await two.press("Ann", Tap(Target(Asked.ROUND, 1), 0))
    await two.press("Ann", Lock(Target(Asked.ROUND, 1), Confidence.FAIRLY))
    card = await switch(two)
    assert "Working towards: SMP-1 → NXT-1" in text(card)
    assert "Everything that was answered is kept." in text(card)
    done = await save(two, card)
    await two.pass_time(days=1, hours=2)
    packs = two.database.read_now(
        lambda tx: [row[0] for row in tx.run("SELECT pack FROM round ORDER BY id").fetchall()]
    )
    assert packs == ["sample", "next"]
    assert "NXT-1" in text(await two.press("Ann", "progress"))
    assert "Tue 24 Nov · " in text(await two.press("Ann", "today"))
    assert "d1" in dict(two.desk.domains(two.here))
    await two.press("Ann", action(done, "Undo"))
    assert " of 1 answer right so far." in text(await two.press("Ann", "progress"))


async def test_staying_is_asked_once(two: World) -> None:
    card = await two.press("Ann", "setup")
    await two.press("Ann", action(card, "Stay for the learning"))
    again = await two.press("Ann", "setup")
    assert "Switch, keep my history" not in buttons(again)
    about = await two.press("Ann", "about")
    assert "can't be booked" in text(about)
    assert "Switch, keep my history" in buttons(about)
    assert "Switch, keep my history" not in buttons(await two.press("Ben", "about"))


async def test_a_pack_without_questions_cannot_be_chosen(tmp_path: Path) -> None:
    library = two_packs()
    bare = type(sample.catalogue()).of(library.catalogues["next"].pack, [])
    world = build(sqlite(tmp_path), Library(catalogues={**library.catalogues, "next": bare}))
    await open_group(world, "Ann", post=True)
    card = await world.press("Ann", ProposeSetup(), three(pack="next"))
    assert "NXT-1 has no daily questions yet" in shown(card)["pack"].error
    assert "has no daily questions yet" in text(await world.press("Ann", ProposePack("next")))
    world.database.close()


async def test_a_group_whose_pack_is_gone_can_be_set_up_again(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path), two_packs())
    await open_group(world, "Ann", post=True)
    world.database.close()
    left = Library(catalogues={"next": two_packs().catalogues["next"]})
    world = build(sqlite(tmp_path), left, start=world.clock.now + timedelta(hours=1))
    assert "not among the content any more" in text(await world.press("Ann", "setup check"))
    card = await world.press("Ann", ProposeSetup(), three(pack="next"))
    await save(world, card)
    assert kept(world)[Setting.PACK] == "next"
    await world.pass_time(days=1, hours=3)
    assert len(await world.channel()) == 2
    world.database.close()


async def test_an_undo_does_not_bring_a_pack_back_that_is_gone(tmp_path: Path) -> None:
    world = build(sqlite(tmp_path), two_packs())
    await open_group(world, "Ann", post=True)
    done = await save(world, await switch(world))
    undo = action(done, "Undo")
    world.database.close()
    left = Library(catalogues={"next": two_packs().catalogues["next"]})
    world = build(sqlite(tmp_path), left)
    assert "Choose one of these" in text(await world.press("Ann", undo))
    assert kept(world)[Setting.PACK] == "next"
    world.database.close()


async def test_switching_in_the_form_is_not_kept_as_staying(two: World) -> None:
    card = await two.press("Ann", ProposeSetup(), three(pack="next"))
    await two.press("Ann", action(card, "Save without a season"))
    assert "Stays with" not in text(await two.press("Ann", "setup history"))


async def test_what_an_erased_lead_set_up_stays_and_names_nobody(world: World) -> None:
    await world.press("Ann", UseDays("135"))
    card = await world.press("Ann", "me erase")
    word: Said = {"word": ("erase",)}
    assert "Erased" in (await world.press("Ann", action(card, "Erase me for good"), word)).title
    for _ in range(5):
        await world.settle()
    said = text(await world.press("Ben", "setup history"))
    assert "somebody who left | Days: Mon to Fri → Mon, Wed and Fri" in said
    assert "Ben leads now: the lead before has left" in said
    assert kept(world)[Setting.DAYS] == "135"
    await world.press("Ben", UseDays("24"))
    assert kept(world)[Setting.DAYS] == "24"
