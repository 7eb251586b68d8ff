"""Teach-back: one explanation a member and question, plain text under a name, thanked once."""

from __future__ import annotations

from asyncio import wrap_future

import pytest

from bot.cards.actions.explaining import Explain, PutBack, SaveExplanation, TakeBack, Thank
from bot.services import explanations
from bot.services.explanations import EXPLAINED, THANKED
from bot.store.tables import Membership
from bot.store.tx import Tx
from tests.services.doubts import answer, correct, payloads, version_of
from tests.world import World, action, text

WORDS = "Cold data is hardly read."


async def explained(world: World, name: str = "Ben", words: str = WORDS) -> str:
    """Let a question close and somebody explain it; give the last message of its thread."""
    if not payloads(world, "round-closed"):
        await answer(world, "Ann", 0)
        await world.pass_time(hours=12)
    await world.press(name, SaveExplanation(1), {"text": (words,)})
    await world.settle()
    return await last(world)


async def last(world: World) -> str:
    """Give the last message of the question's thread."""
    await world.settle()
    return text((await world.threads())[0][-1])


async def test_it_stands_in_the_thread_under_the_writers_name(world: World) -> None:
    assert await explained(world) == f"Ben: “{WORDS}”\n[This helped]"
    (said,) = payloads(world, EXPLAINED)
    assert said["round"] == 1


async def test_an_alias_is_the_name_in_the_group(world: World) -> None:
    def work(tx: Tx) -> None:
        membership = tx.get_one(Membership, 2)
        membership.alias = "Owl"
        tx.add(membership)

    await wrap_future(world.database.write(work))
    assert (await explained(world)).startswith("Owl: ")


async def test_foreign_words_mean_nothing_but_themselves(world: World) -> None:
    words = "<script>alert(1)</script> `x` *y* https://evil.example/x @here \u202eabc"
    shown = await explained(world, words=words)
    assert "<script>alert(1)</script> `x` *y* https://evil.example/x @here abc" in shown


@pytest.mark.parametrize("words", ["", "  \n ", "\u200b", "x" * 281])
async def test_nothing_and_too_much_are_refused_in_words(world: World, words: str) -> None:
    await world.pass_time(hours=12)
    card = await world.press("Ben", SaveExplanation(1), {"text": (words,)})
    assert card.title == "One moment"
    assert payloads(world, EXPLAINED) == []


async def test_an_open_question_is_not_explained(world: World) -> None:
    for what in (Explain(1), SaveExplanation(1)):
        card = await world.press("Ben", what, {"text": (WORDS,)})
        assert "still open" in text(card)


@pytest.mark.parametrize("what", [Explain(99), SaveExplanation(99), Thank(99), TakeBack(99),
                                  PutBack(99)])  # fmt: skip
async def test_what_is_not_there_is_refused_in_words(world: World, what: object) -> None:
    card = await world.press("Ben", what, {"text": (WORDS,)})  # type: ignore[arg-type]
    assert "not here" in text(card)


async def test_a_correction_is_no_explanation(world: World) -> None:
    await answer(world, "Ann", 0)
    await world.pass_time(hours=12)
    await correct(world, "Ann", version_of(world), 1)
    await world.settle()
    for what in (Thank(1), TakeBack(1), PutBack(1)):
        assert "not here" in text(await world.press("Ann", what))


async def test_thanks_count_once_and_never_ones_own(world: World) -> None:
    await explained(world)
    for name in ("Ann", "Ann", "Cid", "Ben"):
        card = await world.press(name, Thank(1))
    assert "That one is yours" in text(card)
    assert [said["to"] for said in payloads(world, THANKED)] == [2, 2]
    assert "This helped 2 people." in await last(world)
    assert "Your explanations: 1, which helped twice" in text(await world.press("Ben", "progress"))


async def test_writing_again_changes_the_one_there_is_and_keeps_its_thanks(world: World) -> None:
    await explained(world)
    await world.press("Ann", Thank(1))
    assert "Shorter." in await explained(world, words="Shorter.")
    assert "This helped 1 person." in await last(world)
    assert len((await world.threads())[0]) == 2
    assert len(payloads(world, EXPLAINED)) == 1


async def test_only_its_writer_can_take_it_back(world: World) -> None:
    await explained(world)
    for what in (TakeBack(1), PutBack(1)):
        assert "Only its writer" in text(await world.press("Ann", what))


async def test_what_is_taken_back_cannot_be_thanked_for_and_can_be_put_back(world: World) -> None:
    await explained(world)
    form = await world.press("Ben", Explain(1))
    card = await world.press("Ben", action(form, "Take it back"))
    assert await last(world) == "An explanation stood here; its writer took it back."
    assert "not there any more" in text(await world.press("Ann", Thank(1)))
    await world.press("Ben", action(card, "Put it back"))
    assert WORDS in await last(world)


async def test_what_is_forgotten_is_gone_for_good(world: World) -> None:
    await explained(world)
    assert await wrap_future(world.database.write(lambda tx: explanations.forget(tx, 2))) == 1
    assert await last(world) == "An explanation stood here; its writer took it back."
    assert "gone for good" in text(await world.press("Ben", PutBack(1)))
    kept = world.database.read_now(lambda tx: tx.run("SELECT content FROM bulletin").fetchall())
    assert WORDS not in repr(kept)


async def test_each_member_has_one_of_their_own(world: World) -> None:
    await explained(world)
    await explained(world, "Cid", "Another way.")
    thread = [text(card) for card in (await world.threads())[0][1:]]
    assert [told.split(":")[0] for told in thread] == ["Ben", "Cid"]
