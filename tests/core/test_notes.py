"""Notes as a fold: what was written, changed, deleted and brought back, in that order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.notes import NoteEvent, matches, notes_of
from tests.core.test_flags import Event


def happened(seq: int, kind: NoteEvent, **said: object) -> Event:
    """Make an event."""
    return Event(seq=seq, kind=kind, payload=said)


def written(seq: int, text: str = "Cold.") -> Event:
    """Write a note."""
    about = {"pack": "p", "item": "p/1/a", "domain": "d1", "question": "Which store?"}
    return happened(seq, NoteEvent.NOTED, text=text, **about)


def test_changes_reach_the_note_that_they_name() -> None:
    held = notes_of(
        [written(1), written(2, "Hot."), happened(3, NoteEvent.CHANGED, note=1, text="Colder."),
         happened(4, NoteEvent.DROPPED, note=2)]
    )  # fmt: skip
    assert [(note.number, note.text, note.dropped) for note in held.values()] == [
        (1, "Colder.", False), (2, "Hot.", True),
    ]  # fmt: skip


def test_what_happens_to_a_note_that_was_erased_means_nothing() -> None:
    kinds = (NoteEvent.CHANGED, NoteEvent.DROPPED, NoteEvent.KEPT)
    assert notes_of([happened(n, kind, note=1, text="") for n, kind in enumerate(kinds, 2)]) == {}


def test_a_note_on_no_question_is_a_note() -> None:
    (note,) = notes_of([happened(1, NoteEvent.NOTED, text="From the lab.")]).values()
    assert (note.text, note.question) == ("From the lab.", "")


@given(st.lists(st.sampled_from([NoteEvent.DROPPED, NoteEvent.KEPT])))
def test_the_last_word_decides(kinds: list[NoteEvent]) -> None:
    held = notes_of([written(1), *(happened(n, kind, note=1) for n, kind in enumerate(kinds, 2))])
    assert held[1].dropped is (bool(kinds) and kinds[-1] is NoteEvent.DROPPED)


def test_a_search_looks_at_note_question_and_domain() -> None:
    (note,) = notes_of([written(1)]).values()
    for search in ("", "cold", "WHICH", "model", "d1 cold"):
        assert matches(note, search, "Modeling")
    assert not matches(note, "cold explore", "Modeling")
