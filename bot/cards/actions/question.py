"""Actions on a question put to somebody: look, pick, lock, send, note, and ask why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.cards.actions.values import Confidence, Target


@dataclass(frozen=True, slots=True)
class Show:
    """Show a question as it stands for the reader: form, pick, or verdict."""

    target: Target


@dataclass(frozen=True, slots=True)
class Reveal:
    """Show a closed question's answer to the reader, whether they answered it or not."""

    target: Target


@dataclass(frozen=True, slots=True)
class Tap:
    """Pick one option provisionally, by its shown position."""

    target: Target
    position: int


@dataclass(frozen=True, slots=True)
class Change:
    """Take a provisional pick back to choose again."""

    target: Target


@dataclass(frozen=True, slots=True)
class Lock:
    """Lock the provisional pick by saying how sure one is."""

    target: Target
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Respond:
    """Send a form: inputs ``response`` (shown positions) and ``confidence``."""

    target: Target


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Open the form for a note on a question already answered."""

    target: Target


@dataclass(frozen=True, slots=True)
class SaveNote:
    """Keep a note: input ``text``."""

    target: Target


@dataclass(frozen=True, slots=True)
class Why:
    """Ask why this question today; round 0 is the group's latest."""

    round: int


@dataclass(frozen=True, slots=True)
class Rethink:
    """Look at the options again on an argue day, to change one's pick once."""

    target: Target


@dataclass(frozen=True, slots=True)
class Lean:
    """Look at changing one's pick to an option, by its shown position."""

    target: Target
    position: int


@dataclass(frozen=True, slots=True)
class Settle:
    """Change one's pick to an option, for good; the first one stays what counts."""

    target: Target
    position: int


QuestionAction: TypeAlias = (
    Show
    | Reveal
    | Tap
    | Change
    | Lock
    | Respond
    | WriteNote
    | SaveNote
    | Why
    | Rethink
    | Lean
    | Settle
)

#: Those that change nothing.
VIEWS = (Show, Reveal, Change, WriteNote, Why, Rethink, Lean)
