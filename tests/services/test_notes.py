"""Notes: their owner's alone; changed, deleted with an undo, and found by any of their words."""

from __future__ import annotations

from asyncio import wrap_future

import pytest

from bot.cards.actions.notes import ChangeNote, DropNote, EditNote, KeepNote
from bot.cards.actions.own import Notes
from bot.cards.actions.question import SaveNote
from bot.core.notes import NOTE_MOST, NoteEvent
from bot.services.notes import all_notes
from tests.services.doubts import ROUND, field, payloads
from tests.world import World, action, buttons, text


async def noted(world: World, words: str, name: str = "Ann") -> int:
    """Let somebody write a note; give its number."""
    await world.press(name, SaveNote(ROUND), {"text": (words,)})
    found = await wrap_future(
        world.database.read(lambda tx: all_notes(tx, 1 if name == "Ann" else 2))
    )
    return found[-1].number


async def test_a_note_can_be_changed_and_the_form_shows_it(world: World) -> None:
    number = await noted(world, "Cold is cheap.")
    form = await world.press("Ann", EditNote(number))
    assert field(form).value == "Cold is cheap."
    card = await world.press("Ann", ChangeNote(number), {"text": ("Cold is cheaper.",)})
    assert "Cold is cheaper." in text(card)
    assert "Cold is cheap.\n" not in text(card)
    await world.press("Ann", ChangeNote(number), {"text": ("Cold is cheaper.",)})
    assert len(payloads(world, NoteEvent.CHANGED)) == 1


async def test_a_deleted_note_is_gone_until_it_is_brought_back(world: World) -> None:
    number = await noted(world, "Cold is cheap.")
    card = await world.press("Ann", DropNote(number))
    assert "No notes yet" in text(await world.press("Ann", "notes"))
    for what in (EditNote(number), DropNote(number), ChangeNote(number)):
        again = await world.press("Ann", what, {"text": ("x",)})
        assert "not there (any more)" in text(again)
    back = await world.press("Ann", action(card, "Bring it back"))
    assert "Cold is cheap." in text(back)
    await world.press("Ann", KeepNote(number))
    assert len(payloads(world, NoteEvent.KEPT)) == 1


async def test_somebody_elses_note_is_not_there(world: World) -> None:
    number = await noted(world, "Cold is cheap.")
    for what in (EditNote(number), DropNote(number), KeepNote(number), ChangeNote(number)):
        card = await world.press("Ben", what, {"text": ("Mine now.",)})
        assert "not there (any more)" in text(card)
    assert "Cold is cheap." in text(await world.press("Ann", "notes"))


@pytest.mark.parametrize("words", ["", " \n", "\u200b", "x" * (NOTE_MOST + 1)])
async def test_nothing_and_too_much_are_refused_in_words(world: World, words: str) -> None:
    number = await noted(world, "Cold is cheap.")
    for what in (SaveNote(ROUND), ChangeNote(number)):
        card = await world.press("Ann", what, {"text": (words,)})
        assert card.title == "One moment"
    assert "Cold is cheap." in text(await world.press("Ann", "notes"))


@pytest.mark.parametrize(
    ("search", "found"),
    [("cold", 1), ("CHEAP cold", 1), ("model", 2), ("model hot", 1), ("store", 2), ("d3", 2),
     ("warm", 0), ("explore", 0), ("%", 0), ("`", 1)],
)  # fmt: skip
async def test_every_word_must_stand_in_note_question_or_domain(
    world: World, search: str, found: int
) -> None:
    await noted(world, "Cold is cheap.")
    await noted(world, "Hot is `dear`.")
    card = text(await world.press("Ann", f"notes {search}"))
    assert f"{found} note{'s' if found != 1 else ''} with “{search}”." in card


async def test_pages_turn_and_a_long_search_asks_for_another_word(world: World) -> None:
    for number in range(22):
        await noted(world, f"Note number {number}.")
    first = await world.press("Ann", "notes")
    assert "Note number 21." in text(first)
    second = await world.press("Ann", action(first, "Older"))
    assert "Note number 16." in text(second)
    assert "Newer" in buttons(second)
    found = text(await world.press("Ann", "notes number"))
    assert "22 notes with “number”. Search for another word, too, to see fewer." in found
    assert found.count("Note number") == 20
    assert "No notes yet" in text(await world.press("Ann", Notes(99)))
