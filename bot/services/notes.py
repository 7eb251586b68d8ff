"""A person's notes on questions: theirs alone, in every group, and kept until they delete them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.actions.notes import ChangeNote
from bot.cards.actions.question import SaveNote
from bot.cards.actions.values import Target
from bot.cards.notes import NoteLine, dropped_card, note_form, notes_card
from bot.core.errors import Misused, NotFound
from bot.core.notes import NOTE_MOST, Kept, NoteEvent, matches, notes_of
from bot.core.words import read_words
from bot.services.marking import load
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import events
from bot.store.tx import Tx

KEY = "note"
PAGE = 5
#: A search shows so many at once: its pages cannot be turned.
FOUND_MOST = 20


def write_note(scene: Scene, target: Target) -> Reply:
    """Open the form for a note on a question."""
    put = load(scene, target)
    return Reply(card=note_form(SaveNote(target), put.item.question), key=KEY)


def save_note(scene: Scene, target: Target, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Keep a note on a question for good."""
    text = read_note(inputs)
    put = load(scene, target)
    item = put.item
    return keep_note(
        scene, text, pack=put.pack, item=item.id, domain=item.domain, question=item.question
    )


def read_note(inputs: Mapping[str, tuple[str, ...]], most: int = NOTE_MOST) -> str:
    """Read a note from a form. Raises ``Misused`` where it is empty or too long."""
    text = read_words(" ".join(inputs.get("text", ())), most)
    if not text:
        raise Misused("The note is empty: write a line, then press `Keep it`.")
    return text


def keep_note(
    scene: Scene, text: str, *, pack: str, item: str, domain: str, question: str
) -> Reply:
    """Keep a note for good, with what it hangs on, and show it among the others."""
    _happened(
        scene,
        NoteEvent.NOTED,
        text=text,
        pack=pack,
        item=item,
        domain=domain,
        question=question,
    )
    return show_notes(scene, 0, {})


def show_notes(scene: Scene, page: int, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Show the asker's notes, the latest first, or those with some words in them."""
    search = " ".join(" ".join(inputs.get("search", ())).split())
    found = [
        note
        for note in (all_notes(scene.tx, scene.learner_id) if scene.learner_id else ())
        if matches(note, search, scene.library.title_of(note.pack, note.domain))
    ][::-1]
    first, most = (0, FOUND_MOST) if search else (page * PAGE, PAGE)
    lines = tuple(_line(scene, note) for note in found[first : first + most])
    card = notes_card(lines, page=page, total=len(found), size=PAGE, search=search)
    return Reply(card=card, key=KEY)


def edit_note(scene: Scene, number: int) -> Reply:
    """Open the form with a note as it stands."""
    note = _own(scene, number)
    return Reply(card=note_form(ChangeNote(number), note.question, note.text), key=KEY)


def change_note(scene: Scene, number: int, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Put other words in a note's place."""
    note = _own(scene, number)
    text = read_note(inputs)
    if text != note.text:
        _happened(scene, NoteEvent.CHANGED, note=number, text=text)
    return show_notes(scene, 0, {})


def drop_note(scene: Scene, number: int) -> Reply:
    """Delete a note; it can be brought back."""
    note = _own(scene, number)
    _happened(scene, NoteEvent.DROPPED, note=number)
    return Reply(card=dropped_card(_line(scene, note)), key=KEY)


def restore_note(scene: Scene, number: int) -> Reply:
    """Bring a deleted note back."""
    note = _own(scene, number, dropped=True)
    if note.dropped:
        _happened(scene, NoteEvent.KEPT, note=number)
    return show_notes(scene, 0, {})


def latest_notes(scene: Scene, most: int) -> tuple[tuple[NoteLine, ...], int]:
    """Give the asker's latest notes, the newest first, and how many there are in all."""
    kept = all_notes(scene.tx, scene.learner_id) if scene.learner_id else ()
    return tuple(_line(scene, note) for note in kept[::-1][:most]), len(kept)


def all_notes(tx: Tx, learner_id: int) -> tuple[Kept, ...]:
    """Give a learner's notes in the order of writing, without the deleted ones."""
    found = notes_of(events.own_events(tx, learner_id, tuple(NoteEvent)))
    return tuple(note for note in found.values() if not note.dropped)


def _own(scene: Scene, number: int, *, dropped: bool = False) -> Kept:
    found = {}
    if scene.learner_id is not None:
        found = notes_of(events.own_events(scene.tx, scene.learner_id, tuple(NoteEvent)))
    note = found.get(number)
    if note is None or (note.dropped and not dropped):
        raise NotFound("That note is not there (any more). `/study notes` shows those you have.")
    return note


def _line(scene: Scene, note: Kept) -> NoteLine:
    return NoteLine(
        number=note.number,
        text=note.text,
        question=note.question,
        domain=scene.library.title_of(note.pack, note.domain),
        day=note.at.date(),
    )


def _happened(scene: Scene, kind: NoteEvent, **payload: object) -> None:
    scene.log_own(kind, **payload)
    scene.tx.flush()
