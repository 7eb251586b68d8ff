"""Actions on a note of one's own that is there: change it, delete it, bring it back.

A note is named by the number of the event that wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class EditNote:
    """Open the form with a note as it stands."""

    note: int


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """Put other words in a note's place: input ``text``."""

    note: int


@dataclass(frozen=True, slots=True)
class DropNote:
    """Delete a note."""

    note: int


@dataclass(frozen=True, slots=True)
class KeepNote:
    """Bring a deleted note back."""

    note: int


NoteAction: TypeAlias = EditNote | ChangeNote | DropNote | KeepNote

#: Those that change nothing.
VIEWS = (EditNote,)
