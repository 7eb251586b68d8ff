"""Somebody's notes as they stand: written, changed, deleted and brought back.

A fold over what happened. A note is known by the number of the event that wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.core.happening import Happened

NOTE_MOST = 1000


class NoteEvent(StrEnum):
    """What happens to a note, with what the payload says."""

    NOTED = "noted"  #: ``text``, ``pack``, ``item``, ``domain`` and ``question``
    CHANGED = "note-changed"  #: ``note`` and its new ``text``
    DROPPED = "note-dropped"  #: ``note``
    KEPT = "note-kept"  #: ``note``, brought back


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A note with the question it hangs on. ``dropped`` ones are deleted, and can come back."""

    number: int
    text: str
    pack: str
    item: str
    domain: str
    question: str
    at: datetime
    dropped: bool = False


def notes_of(events: Iterable[Happened]) -> dict[int, Kept]:
    """Give one person's notes by number, in the order of writing, the dropped ones too.

    What happened to a note that is not there (it was erased) means nothing.
    """
    held: dict[int, Kept] = {}
    for event in events:
        said = event.payload
        if event.kind == NoteEvent.NOTED:
            held[event.seq] = Kept(
                number=event.seq,
                text=said["text"],
                pack=said.get("pack", ""),
                item=said.get("item", ""),
                domain=said.get("domain", ""),
                question=said.get("question", ""),
                at=event.at,
            )
            continue
        note = held.get(said.get("note", 0))
        if note is None:
            continue
        match event.kind:
            case NoteEvent.CHANGED:
                held[note.number] = replace(note, text=said["text"])
            case NoteEvent.DROPPED:
                held[note.number] = replace(note, dropped=True)
            case NoteEvent.KEPT:
                held[note.number] = replace(note, dropped=False)
            case _:
                pass
    return held


def matches(note: Kept, search: str, domain_title: str) -> bool:
    """Say whether every word searched for stands in a note, its question or its domain's name."""
    text = f"{note.text} {note.question} {domain_title} {note.domain}".casefold()
    return all(word in text for word in search.casefold().split())
