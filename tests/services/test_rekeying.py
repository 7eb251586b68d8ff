"""A lead's own key: weighed first, told calmly, marked again from raw responses, and undone."""

from __future__ import annotations

from asyncio import wrap_future
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards.actions.flags import (
    BringBack,
    LookAt,
    OverrideKey,
    PutAside,
    RestoreKey,
    WeighKey,
    WriteKey,
)
from bot.cards.actions.question import Respond, Show, Tap
from bot.cards.actions.values import Asked, Target
from bot.cards.blocks import Choice
from bot.core.flags import WORDS_MOST, AsideEvent
from bot.core.identity import Address
from bot.core.items import Item, Kind
from bot.core.keys import OVERRIDDEN, RESTORED
from bot.core.packs import Catalogue
from bot.core.setup import Verdicts
from bot.services import corrections
from bot.services.founding import found_and_post
from bot.services.keys import key_of
from bot.services.library import Library
from bot.services.remarking import REMARKED
from bot.store import attempts, boards, rebuild, rounds
from bot.store.deliveries import last_deliveries
from bot.store.tables import Group
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.services.doubts import (
    REASON,
    ROUND,
    answer,
    correct,
    flag,
    item_of,
    kept,
    nothing_is_wrong,
    order_of,
    payloads,
    version_of,
)
from tests.world import World, a_plan, action, build, buttons, open_group, text, who

#: The sample's key stands third; these answer with it, with the first, and with the second.
FIVE = {"Ann": 2, "Ben": 0, "Cid": 1, "Dee": 0, "Eve": 2}


async def all_answer(world: World, close: bool = True) -> str:
    """Let five answer the first question, and close it; give its version."""
    for name, source in FIVE.items():
        await answer(world, name, source)
    if close:
        await world.pass_time(hours=12)
    return version_of(world)


async def asked_again(world: World) -> Target:
    """Let months pass and the only question there is be posted once more."""
    await world.press("Ann", "pause")
    await world.pass_time(days=100)
    await world.press("Ann", "post now")
    await world.settle()
    (shared, *_) = world.database.read_now(lambda tx: rounds.open_rounds(tx, 1))
    assert shared.id is not None
    return Target(Asked.ROUND, shared.id)


def snapshot(world: World) -> object:
    """Give every cache."""
    return world.database.read_now(rebuild.snapshot)


async def test_past_answers_are_marked_again_from_what_was_chosen(world: World) -> None:
    version = await all_answer(world)
    await correct(world, "Ann", version, 0)
    await world.settle()
    assert [(a.is_right, a.share, a.points) for a in kept(world)] == [
        (a.response == (0,), float(a.response == (0,)), 120 if a.response == (0,) else 20)
        for a in kept(world)
    ]
    assert [a.response for a in kept(world)] == [(source,) for source in FIVE.values()]
    assert await nothing_is_wrong(world)


async def test_the_log_says_what_changed_before_and_after(world: World) -> None:
    version = await all_answer(world)
    await correct(world, "Ann", version, 1)
    await world.settle()
    (said,) = payloads(world, OVERRIDDEN)
    assert (said["key"], said["before"], said["reason"]) == ([1], [2], REASON)
    (done,) = payloads(world, REMARKED)
    assert {name: done[name] for name in ("answers", "changed", "right_before", "right_after")} == {
        "answers": 5, "changed": 3, "right_before": 2, "right_after": 1,
    }  # fmt: skip


async def test_boards_tallies_and_totals_follow(world: World) -> None:
    version = await all_answer(world)
    await correct(world, "Ann", version, 0)
    await world.settle()

    def rows(tx: Tx) -> dict[int, tuple[int, int]]:
        every = boards.every_row(tx, 1, "week:2026-W48")
        return {row.learner_id: (row.points, row.n_right) for row, _ in every}

    found = world.database.read_now(rows)
    assert found == {1: (20, 0), 2: (120, 1), 3: (20, 0), 4: (120, 1), 5: (20, 0)}
    tally = world.database.read_now(lambda tx: attempts.tally_of(tx, 1))
    assert (tally["certain+"], tally["certain-"]) == (2, 3)


async def test_taking_it_back_makes_everything_as_it_was(world: World) -> None:
    version = await all_answer(world)
    before = (snapshot(world), [(a.seq, a.is_right, a.share, a.points) for a in kept(world)])
    card = await correct(world, "Ann", version, 0)
    await world.settle()
    assert before[0] != snapshot(world)
    await world.press("Ann", action(card, "Take it back"))
    await world.settle()
    after = (snapshot(world), [(a.seq, a.is_right, a.share, a.points) for a in kept(world)])
    assert before == after
    assert payloads(world, RESTORED)[0]["key"] == [2]
    again = await world.press("Ann", RestoreKey(version))
    assert "no key of its own" in text(again)


async def test_an_undo_before_the_marking_leaves_nothing_in_the_channel(world: World) -> None:
    version = await all_answer(world)
    await correct(world, "Ann", version, 0)
    await world.press("Ann", RestoreKey(version))
    await world.settle()
    (thread,) = await world.threads()
    assert [card.title for card in thread] == ["Why, option by option"]
    assert await nothing_is_wrong(world)


async def test_the_second_correction_replaces_the_first(world: World) -> None:
    version = await all_answer(world)
    await correct(world, "Ann", version, 0)
    await world.settle()
    await correct(world, "Ann", version, 1, reason="No: the second list.")
    await world.settle()
    (thread,) = await world.threads()
    first, second = (text(card) for card in thread[1:])
    assert "This holds no more" in first
    assert REASON not in first
    assert "No: the second list." in second
    assert "Right is: " in second


async def test_what_would_change_is_said_first_and_nothing_has_changed(world: World) -> None:
    version = await all_answer(world)
    before = snapshot(world)
    inputs = {"response": ("1",), "reason": (REASON,)}
    card = await world.press("Ann", WeighKey(version), inputs)
    assert "5 answers are marked again. 3 change: 1 would be right, 2 would no longer be." in text(
        card
    )
    assert (
        "The points of 3 members move, on the boards of today, this week, this month and all time."
        in text(card)
    )
    assert snapshot(world) == before
    assert payloads(world, OVERRIDDEN) == []


async def test_one_late_answer_moves_no_figure_that_a_lead_sees(world: World) -> None:
    version = await all_answer(world)
    look = text(await world.press("Ann", LookAt(version)))
    assert "Answers here: 2 of 5 right (40 %)" in look
    await answer(world, "Fay", 1)
    assert text(await world.press("Ann", LookAt(version))) == look
    inputs = {"response": ("1",), "reason": (REASON,)}
    card = text(await world.press("Ann", WeighKey(version), inputs))
    assert "6 answers are marked again. Among the 5 that count in figures by now: 3 change" in card
    await world.pass_time(days=1)
    later = text(await world.press("Ann", LookAt(version)))
    assert "Answers here: 2 of 6 right (33 %)" in later, "it joins with its day"


async def test_below_five_answers_nothing_can_be_worked_out(world: World) -> None:
    await answer(world, "Ann", 2)
    await answer(world, "Ben", 0)
    await world.pass_time(hours=12)
    version = version_of(world)
    inputs = {"response": ("0",), "reason": (REASON,)}
    card = await world.press("Ann", WeighKey(version), inputs)
    assert "How many of them change shows from five answers on" in text(card)
    look = await world.press("Ann", LookAt(version))
    assert "2 answers: figures show from 5 on." in text(look)
    assert " of 2" not in text(look)
    await correct(world, "Ann", version, 0)
    await world.settle()
    assert "The answers have been marked again." in text((await world.threads())[0][-1])


@pytest.mark.parametrize(
    ("response", "reason", "said"),
    [
        ((), REASON, "cannot be read"),
        (("x",), REASON, "cannot be read"),
        (("-1",), REASON, "cannot be read"),
        (("٣",), REASON, "cannot be read"),
        (("4",), REASON, "Choose one option"),
        (("0", "1"), REASON, "Choose one option"),
        (("2",), REASON, "the key already"),
        (("0",), "", "Say why"),
        (("0",), " \n\u200b", "Say why"),
        (("0",), "x" * (WORDS_MOST + 1), "at most 280"),
    ],
)
async def test_a_damaged_form_is_refused_in_words(
    world: World, response: tuple[str, ...], reason: str, said: str
) -> None:
    version = await all_answer(world)
    inputs = {"response": response, "reason": (reason,)}
    card = await world.press("Ann", WeighKey(version), inputs)
    assert said in text(card)
    if response:
        key = ".".join(response)
        pressed = await world.press("Ann", OverrideKey(version, key), {"reason": (reason,)})
        assert pressed.title == "One moment"
    assert payloads(world, OVERRIDDEN) == []


@pytest.mark.parametrize("key", ["", ".", "0.", "a", "99999", "0-1"])
async def test_a_damaged_button_is_refused_in_words(world: World, key: str) -> None:
    version = await all_answer(world)
    card = await world.press("Ann", OverrideKey(version, key), {"reason": (REASON,)})
    assert "cannot be read" in text(card)


async def test_an_open_questions_key_is_not_shown_to_a_lead_who_has_not_answered(
    world: World,
) -> None:
    await flag(world, "Ben")
    version = version_of(world)
    inputs = {"response": ("0",), "reason": (REASON,)}
    for what in (LookAt(version), WriteKey(version), WeighKey(version), OverrideKey(version, "0")):
        card = await world.press("Ann", what, inputs)
        assert "Answer it first" in text(card)
    desk = text(await world.press("Ann", "flags"))
    assert "figures show once it has closed" in desk
    await answer(world, "Ann", 1)
    assert (await world.press("Ann", LookAt(version))).title == "A question"


async def test_while_a_question_is_open_only_those_who_answered_notice(world: World) -> None:
    await answer(world, "Ann", 2)
    before = text((await world.channel())[-1])
    version = version_of(world)
    await correct(world, "Ann", version, 0)
    await world.settle()
    assert text((await world.channel())[-1]) == before
    assert (await world.threads())[-1] == []
    mine = text(await world.press("Ann", Show(ROUND)))
    assert "Your answer was marked again: it no longer counts as right." in mine
    theirs = text(await answer(world, "Ben", 0))
    assert "Right.\n· Your lead corrected this question:" in theirs
    assert "marked again" not in theirs
    await world.pass_time(hours=12)
    closed = text((await world.channel())[-1])
    assert "Your lead corrected this question:" in closed
    # It closed with the key that holds, so there is nothing to correct in its thread.
    assert [card.title for card in (await world.threads())[-1]] == ["Why, option by option"]
    assert await nothing_is_wrong(world)


async def test_where_verdicts_wait_for_the_close_so_does_everything_about_the_key(
    world: World,
) -> None:
    def at_close(tx: Tx) -> None:
        group = tx.get_one(Group, 1)
        group.verdicts = Verdicts.AT_CLOSE
        tx.add(group)

    await wrap_future(world.database.write(at_close))
    await answer(world, "Ann", 2)
    await answer(world, "Ben", 0)
    await flag(world, "Ben")
    version = version_of(world)
    inputs = {"response": ("0",), "reason": (REASON,)}
    for what in (LookAt(version), WriteKey(version), WeighKey(version), OverrideKey(version, "0")):
        card = await world.press("Ann", what, inputs)
        assert "Your group hears the verdict at the close" in text(card)

    def everywhere(tx: Tx) -> None:
        item = rounds.read_version(tx, version)
        corrections.override(tx, 0, item, version, (0,), world.clock.now, to=version)

    await wrap_future(world.database.write(everywhere))
    await world.press("Ann", PutAside(version))
    await world.settle()
    assert "shows when the question has closed" in text((await world.told("Ben"))[0])
    assert "Corrected since" not in text(await world.press("Ben", "today"))
    assert "marked again" not in text(await world.press("Ben", Show(ROUND)))
    await world.pass_time(hours=12)
    assert "Corrected since" in text(await world.press("Ben", "today"))
    assert "marked again: it is right" in text(await world.press("Ben", Show(ROUND)))
    assert await nothing_is_wrong(world)


async def test_a_provisional_pick_is_marked_by_the_key_that_holds_at_the_close(
    world: World,
) -> None:
    await answer(world, "Ann", 1)
    order = world.database.read_now(lambda tx: order_of(tx, ROUND))
    await world.press("Ben", Tap(ROUND, order.index(0)))
    await correct(world, "Ann", version_of(world), 0)
    await world.pass_time(hours=12)
    assert [(a.response, a.is_right) for a in kept(world)] == [((1,), False), ((0,), True)]


async def test_answers_in_private_runs_follow_and_the_channel_stays_quiet(world: World) -> None:
    await world.press("Ben", "practice operate 1")
    target = Target(Asked.RUN, 1)
    await answer(world, "Ben", 0, target)
    await flag(world, "Ben", target)
    version = kept(world)[0].item_hash
    await correct(world, "Ann", version, 0)
    await world.settle()
    assert kept(world)[0].is_right
    assert len(await world.channel()) == 1
    assert "Your answer is right now." in text(await world.press("Ben", "today"))
    assert "Your answer was marked again: it is right." in text(
        await world.press("Ben", Show(target))
    )
    assert await nothing_is_wrong(world)


async def test_another_group_keeps_its_own_key(world: World) -> None:
    version = await all_answer(world)
    plan = a_plan(name="other", address=Address("room", "", "other"))
    await wrap_future(
        world.database.write(
            lambda tx: found_and_post(tx, world.library, plan, (who("Zoe"),), world.clock.now)
        )
    )
    await correct(world, "Ann", version, 0)
    await world.settle()
    item = item_of(world, version)
    held = world.database.read_now(
        lambda tx: [key_of(tx, number, item, version) for number in (1, 2, None)]
    )
    assert held == [(0,), (2,), (2,)]
    there = replace(world, here=Address("room", "", "other"))
    assert "Only the group's lead" in text(await there.press("Ann", RestoreKey(version)))
    assert "was not asked here" in text(await there.press("Zoe", RestoreKey(version)))


async def test_a_correction_of_a_question_asked_twice_stands_in_the_channel(
    tmp_path: Path,
) -> None:
    item = sample.single("d1.1-01")
    library = Library(catalogues={"sample": Catalogue.of(sample.pack(), [item])})
    world = build(sqlite(tmp_path), library)
    try:
        await open_group(world, "Ann", "Ben", post=True)
        await answer(world, "Ben", 0)
        await world.pass_time(hours=12)
        await asked_again(world)
        await world.pass_time(hours=12)
        await correct(world, "Ann", item.hash, 0)
        await world.settle()
        last = (await world.channel())[-1]
        assert last.title == "A correction"
        assert "Right is: Option 1 of d1.1-01a." in text(last)
        assert buttons(last) == {}
    finally:
        world.database.close()


async def test_while_it_is_asked_again_a_correction_waits_for_the_close(tmp_path: Path) -> None:
    item = sample.single("d1.1-01")
    library = Library(catalogues={"sample": Catalogue.of(sample.pack(), [item])})
    world = build(sqlite(tmp_path), library)
    try:
        await open_group(world, "Ann", "Ben", post=True)
        await answer(world, "Ben", 0)
        await world.pass_time(hours=12)
        await answer(world, "Ann", 0, await asked_again(world))
        await correct(world, "Ann", item.hash, 0)
        await world.settle()
        said = [card.title for thread in await world.threads() for card in thread]
        assert "A correction" not in said + [card.title for card in await world.channel()]
        await world.pass_time(hours=12)
        first, _ = await world.threads()
        assert [card.title for card in first][-1] == "A correction"
        assert "5 of" not in text(first[-1])
    finally:
        world.database.close()


KEYS = {
    Kind.MULTIPLE: ((0, 2), ("0", "2")),
    Kind.ORDERING: ((3, 2, 1, 0), ("3", "2", "1", "0")),
    Kind.MATCHING: ((1, 1, 0), ("1", "1", "0")),
}


@pytest.mark.parametrize(
    "item",
    [sample.multiple("d1.1-01", "b"), sample.ordering("d1.1-01", "b"),
     sample.matching("d1.1-01", "b")],
    ids=lambda item: item.kind.value,
)  # fmt: skip
async def test_every_kind_can_be_corrected(tmp_path: Path, item: Item) -> None:
    library = Library(
        catalogues={"sample": Catalogue.of(sample.pack(), [item, sample.single("d1.1-02")])}
    )
    world = build(sqlite(tmp_path), library)
    try:
        await open_group(world, "Ann", post=True)
        form = await world.press("Ann", "practice 1")
        choice = next(b for b in form.blocks if isinstance(b, Choice) and b.name == "response")
        key, values = KEYS[item.kind]
        texts = {option.text[3:]: option.value for option in choice.options}
        by_match = {match.text: match.value for match in choice.matches}
        if item.kind is Kind.MATCHING:
            wanted = {o.text: item.matches[m] for o, m in zip(item.options, key, strict=True)}
            response = tuple(by_match[wanted[option.text[3:]]] for option in choice.options)
        else:
            response = tuple(texts[item.options[n].text] for n in key)
        target = Target(Asked.RUN, 1)
        inputs = {"response": response, "confidence": ("certain",)}
        assert "Right" not in text(await world.press("Ann", Respond(target), inputs))[:6]
        (given,) = kept(world)
        assert (given.response, given.is_right) == (key, False)
        look = await world.press("Ann", WriteKey(item.hash))
        assert look.submit is not None
        sent = {"response": values, "reason": (REASON,)}
        weighed = await world.press("Ann", look.submit.action, sent)
        assert weighed.submit is not None
        await world.press("Ann", weighed.submit.action, {"reason": (REASON,)})
        await world.settle()
        (given,) = kept(world)
        assert (given.is_right, given.share) == (True, 1.0)
        verdict = text(await world.press("Ann", Show(target)))
        assert "Your answer was marked again: it is right." in verdict
        assert await nothing_is_wrong(world)
    finally:
        world.database.close()


async def test_a_correction_holds_for_every_version_that_asks_the_same(tmp_path: Path) -> None:
    item = sample.single("d1.1-01")
    turned = replace(item, options=item.options[::-1], takeaway="Other words.")
    url = sqlite(tmp_path)
    world = build(url, Library(catalogues={"sample": Catalogue.of(sample.pack(), [item])}))
    await open_group(world, "Ann", "Ben", post=True)
    await answer(world, "Ben", 0)
    await world.pass_time(hours=12)
    world.database.close()
    world = build(
        url,
        Library(catalogues={"sample": Catalogue.of(sample.pack(), [turned])}),
        start=world.clock.now,
    )
    try:
        await correct(world, "Ann", item.hash, 0)
        held = world.database.read_now(
            lambda tx: (
                key_of(tx, 1, item, item.hash),
                key_of(tx, 1, turned, turned.hash),
            )
        )
        assert held == ((0,), (3,))
        await answer(world, "Ben", 3, await asked_again(world))
        assert [(a.item_hash, a.is_right) for a in kept(world)] == [
            (item.hash, True), (turned.hash, True),
        ]  # fmt: skip
        await world.press("Ann", RestoreKey(item.hash))
        await world.settle()
        assert [a.is_right for a in kept(world)] == [False, False]
    finally:
        world.database.close()


async def test_what_is_put_aside_is_drawn_nowhere(world: World) -> None:
    version = version_of(world)
    await flag(world, "Ben")
    card = await world.press("Ann", PutAside(version))
    assert await world.press("Ann", PutAside(version)) == card
    assert len(payloads(world, AsideEvent.RETIRED)) == 1
    # Of one domain's practice all but one are put aside: that one comes.
    await world.press("Ben", "practice operate 6")
    for number in range(1, 6):
        target = Target(Asked.RUN, number)
        await answer(world, "Ben", 0, target)
        await world.press("Ann", PutAside(kept(world)[-1].item_hash))
        await world.press("Ben", "continue")
    run = text(await world.press("Cid", "practice operate 5"))
    assert "1 practice question here" in run
    assert text(await world.press("Ann", "status")).count("24 not yet asked, 21 kept") == 1
    back = await world.press("Ann", BringBack(version))
    assert "It is back" in text(back)
    assert "not put aside" in text(await world.press("Ann", BringBack(version)))


async def test_when_everything_is_put_aside_a_post_says_so(tmp_path: Path) -> None:
    item = sample.single("d1.1-01")
    world = build(
        sqlite(tmp_path), Library(catalogues={"sample": Catalogue.of(sample.pack(), [item])})
    )
    try:
        await open_group(world, "Ann", "Ben", post=True)
        await world.press("Ann", PutAside(item.hash))
        card = await world.press("Ann", "post now")
        assert "No question is left that may be asked here." in text(card)
        assert "no practice questions" in text(await world.press("Ben", "practice"))
    finally:
        world.database.close()


async def test_the_lead_sees_shared_messages_alone_in_the_status(world: World) -> None:
    version = await all_answer(world)
    await flag(world, "Ben")
    await correct(world, "Ann", version, 0)
    await world.settle()
    status = text(await world.press("Ann", "status"))
    assert "correction | Room #main | posted" in status
    assert "flag-answer" not in status

    shared = world.database.read_now(lambda tx: last_deliveries(tx, 1, 20))
    assert [each.kind for each in shared] == ["message", "rationales", "question"]
