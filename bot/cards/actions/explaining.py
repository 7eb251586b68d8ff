"""Actions on explaining: put it better than the question did, and say that it helped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Explain:
    """Open the form for one's explanation of a closed question."""

    round: int


@dataclass(frozen=True, slots=True)
class SaveExplanation:
    """Put one's explanation into a question's thread, or change it: input ``text``."""

    round: int


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Take one's explanation back."""

    bulletin: int


@dataclass(frozen=True, slots=True)
class PutBack:
    """Put an explanation that was taken back up again."""

    bulletin: int


@dataclass(frozen=True, slots=True)
class Thank:
    """Say that somebody's explanation helped."""

    bulletin: int


ExplainAction: TypeAlias = Explain | SaveExplanation | TakeBack | PutBack | Thank

#: Those that change nothing.
VIEWS = (Explain,)
