"""Flags: anybody's doubt about a question, kept once, answered in private, and no hint in it."""

from __future__ import annotations

from asyncio import wrap_future
from datetime import timedelta

import pytest

from bot.cards.actions import Action
from bot.cards.actions.flags import (
    BringBack,
    Flag,
    Flags,
    LookAt,
    OverrideKey,
    PutAside,
    Resolve,
    RestoreKey,
    SaveResolution,
    SendFlag,
    WeighKey,
    WriteKey,
)
from bot.cards.actions.question import Reveal, Show
from bot.cards.actions.values import Asked, Target
from bot.core.flags import WORDS_MOST, Doubt, FlagEvent
from bot.services.flags import flags_in
from bot.store import attempts, people, rounds
from bot.store.tx import Tx
from tests import sample
from tests.services.doubts import (
    ROUND,
    answer,
    correct,
    field,
    flag,
    item_of,
    payloads,
    version_of,
)
from tests.store.rows import answer as given
from tests.world import World, action, buttons, choice, text, who


async def test_a_flag_is_kept_with_its_reason_and_words(world: World) -> None:
    card = await flag(world, "Ben", reason="unclear", words="  Which `store`?\r\n\r\n\r\nHm. ")
    (held,) = payloads(world, FlagEvent.FLAGGED)
    assert held == {
        "item": item_of(world, version_of(world)).id,
        "item_hash": version_of(world),
        "doubt": "unclear",
        "words": "Which `store`?\n\nHm.",
    }
    assert "Your lead has a look" in text(card)


async def test_flagging_again_changes_ones_flag_and_the_form_shows_it(world: World) -> None:
    await flag(world, "Ben", reason="unclear", words="Hm.")
    form = await world.press("Ben", Flag(ROUND))
    assert choice(form, "reason").chosen == ("unclear",)
    assert field(form).value == "Hm."
    await flag(world, "Ben", reason="two-fit")
    flags = world.database.read_now(lambda tx: flags_in(tx, 1))
    assert [[f.doubt for f in each] for each in flags.values()] == [[Doubt.TWO_FIT]]


async def test_the_same_flag_sent_twice_is_kept_once(world: World) -> None:
    await flag(world, "Ben")
    await flag(world, "Ben")
    assert len(payloads(world, FlagEvent.FLAGGED)) == 1


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ((), ()),
        (("",), ("x",)),
        (("no-such",), ()),
        (("unclear", "other"), ()),
        (("unclear",), ("x" * (WORDS_MOST + 1),)),
    ],
)
async def test_a_damaged_form_is_refused_in_words(
    world: World, reason: tuple[str, ...], words: tuple[str, ...]
) -> None:
    card = await world.press("Ben", SendFlag(ROUND), {"reason": reason, "words": words})
    assert card.title == "One moment"
    assert payloads(world, FlagEvent.FLAGGED) == []


async def test_what_is_not_ones_own_cannot_be_flagged(world: World) -> None:
    await world.press("Ann", "practice 1")
    for target in (Target(Asked.RUN, 1), Target(Asked.ROUND, 99), Target(Asked.RUN, 99)):
        for what in (Flag(target), SendFlag(target)):
            card = await world.press("Ben", what, {"reason": ("other",)})
            assert "not here" in text(card)


async def test_every_screen_of_a_question_offers_to_flag_it(world: World) -> None:
    cards = [(await world.channel())[-1], await world.press("Ben", Show(ROUND))]
    cards.append(await answer(world, "Ben", 0))
    run = await world.press("Ben", "practice operate 1")
    cards += [run, await answer(world, "Ben", 0, Target(Asked.RUN, 1))]
    await world.pass_time(hours=12)
    cards.append(await world.press("Eve", Reveal(ROUND)))
    assert all(isinstance(action(card, "Flag"), Flag) for card in cards)


async def test_a_flag_before_the_answer_says_nothing_of_the_key(world: World) -> None:
    item = item_of(world, version_of(world))
    form = await world.press("Ben", Flag(ROUND))
    sent = await flag(world, "Ben")
    for option in item.options:
        for words in (option.text, option.decides, option.tempts, option.breaks, item.takeaway):
            assert not words or words not in text(form) + text(sent)


async def test_who_flagged_is_told_in_private_and_nobody_else(world: World) -> None:
    await flag(world, "Ben")
    await flag(world, "Cid")
    await world.pass_time(hours=12)
    inputs = {"confirmed": ("no",), "words": ("See <b>the page</b>.",)}
    await world.press("Ann", SaveResolution(version_of(world)), inputs)
    await world.settle()
    for name in ("Ben", "Cid"):
        (told,) = await world.told(name)
        assert "it stands as it is.\n“See <b>the page</b>.”" in text(told)
    assert await world.told("Ann") == []
    (resolved,) = payloads(world, FlagEvent.RESOLVED)
    assert (resolved["confirmed"], resolved["by"]) == (False, [2, 3])


async def test_while_a_question_is_open_who_has_not_answered_is_told_no_more_than_that(
    world: World,
) -> None:
    await flag(world, "Ben")
    await answer(world, "Cid", 1)
    await flag(world, "Cid")
    await answer(world, "Ann", 1)
    await correct(world, "Ann", version_of(world), 1)
    await world.settle()
    assert "shows when the question has closed" in text((await world.told("Ben"))[0])
    assert "has corrected its key" in text((await world.told("Cid"))[0])


async def test_a_leads_own_flag_earns_and_tells_the_lead_nothing(world: World) -> None:
    await flag(world, "Ann")
    await world.press("Ann", SaveResolution(version_of(world)), {"confirmed": ("yes",)})
    await world.settle()
    assert await world.told("Ann") == []
    assert payloads(world, FlagEvent.RESOLVED)[0]["by"] == []


LEADS = [
    Flags(0),
    LookAt("{}"),
    Resolve("{}"),
    SaveResolution("{}"),
    PutAside("{}"),
    BringBack("{}"),
    WriteKey("{}"),
    WeighKey("{}"),
    OverrideKey("{}", "0"),
    RestoreKey("{}"),
]


def about(what: Action, version: str) -> Action:
    """Point a lead's action at a version."""
    if isinstance(what, Flags):
        return what
    if isinstance(what, OverrideKey):
        return OverrideKey(version, what.key)
    return type(what)(version)  # type: ignore[call-arg,arg-type]


@pytest.mark.parametrize("what", LEADS, ids=lambda what: type(what).__name__)
async def test_only_the_lead_may(world: World, what: Action) -> None:
    inputs = {"confirmed": ("yes",), "response": ("0",), "reason": ("So.",)}
    card = await world.press("Ben", about(what, version_of(world)), inputs)
    assert "Only the group's lead can do that" in text(card)


@pytest.mark.parametrize("what", LEADS[1:], ids=lambda what: type(what).__name__)
@pytest.mark.parametrize("version", ["", "0123456789abcdef", "no-such"])
async def test_a_question_that_was_not_asked_here_is_not_there(
    world: World, what: Action, version: str
) -> None:
    inputs = {"confirmed": ("yes",), "response": ("0",), "reason": ("So.",)}
    card = await world.press("Ann", about(what, version), inputs)
    assert "was not asked here" in text(card)


async def test_a_question_flagged_in_a_run_before_its_answer_can_be_looked_at(
    world: World,
) -> None:
    await world.press("Ben", "practice 1")
    await flag(world, "Ben", Target(Asked.RUN, 1), reason="out-of-date")
    desk = await world.press("Ann", "flags")
    look = await world.press("Ann", action(desk, "Look at it"))
    assert "1 flag: out of date." in text(look)
    assert "Asked here: in private runs alone" in text(look)


async def test_flags_that_were_answered_cannot_be_answered_again(world: World) -> None:
    version = version_of(world)
    await flag(world, "Ben")
    for what in (Resolve(version), SaveResolution(version)):
        assert (await world.press("Ann", what, {"confirmed": ("yes",)})).title != "One moment"
    for what in (Resolve(version), SaveResolution(version)):
        card = await world.press("Ann", what, {"confirmed": ("yes",)})
        assert "Nobody's flag waits" in text(card)


@pytest.mark.parametrize("said", [(), ("",), ("maybe",), ("yes", "no")])
async def test_an_answer_to_flags_is_yes_or_no(world: World, said: tuple[str, ...]) -> None:
    await flag(world, "Ben")
    card = await world.press("Ann", SaveResolution(version_of(world)), {"confirmed": said})
    assert "yes or no" in text(card)
    assert payloads(world, FlagEvent.RESOLVED) == []


async def test_the_desk_turns_its_pages(world: World) -> None:
    for number in range(1, 8):
        await world.press("Ben", f"practice {('gather', 'explore', 'model')[number % 3]} 1")
        await flag(world, "Ben", Target(Asked.RUN, number))
    first = await world.press("Ann", "flags")
    assert text(first).count("1 flag:") == 5
    second = await world.press("Ann", action(first, "More"))
    assert (
        text(second).count("1 flag:")
        == len(world.database.read_now(lambda tx: flags_in(tx, 1))) - 5
    )
    assert "Before" in buttons(second)
    assert "Nothing" not in text(second)
    beyond = await world.press("Ann", Flags(99))
    assert "Before" in buttons(beyond)


async def test_a_lead_who_looks_sees_what_first_answers_over_all_groups_say(world: World) -> None:
    def keep(tx: Tx) -> str:
        item = sample.single("d2.1-01")
        version = rounds.keep_version(tx, item, world.clock.now)
        for number in range(6):
            account = people.ensure_account(tx, who(f"Far{number}"), world.clock.now)
            assert account.id is not None
            new = given(
                account.learner_id, None, account_id=account.id, item_id=item.id,
                item_hash=version, concept=item.concept, domain=item.domain, source="practice",
                study_day=world.clock.now.date() - timedelta(days=1), counts_for_round=False,
                is_right=number < 3, response=(2,) if number < 3 else (0,),
            )  # fmt: skip
            attempts.record_attempt(tx, new)
        return version

    version = await wrap_future(world.database.write(keep))
    said = text(await world.press("Ann", LookAt(version)))
    assert "In all groups" in said
    assert "First answers: 6, 50 % right" in said
    assert "from 30 first answers on" in said
