"""Actions of a group's lead on the schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class PostNow:
    """Lead: post a question at once."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Lead: leave the next question out, or the next weekly review."""

    review: bool = False


@dataclass(frozen=True, slots=True)
class Unskip:
    """Lead: take a skip back."""

    round: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Lead: stop posting until resumed."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Lead: post again from the next slot on."""


@dataclass(frozen=True, slots=True)
class Status:
    """Lead: show the next slots and the last deliveries."""


LeadAction: TypeAlias = PostNow | Skip | Unskip | Pause | Resume | Status

#: Those that change nothing.
VIEWS = (Status,)
