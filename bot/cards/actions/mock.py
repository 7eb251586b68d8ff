"""Actions on a mock exam: begin it, go through it, hand it in, and look at what came of it.

``sitting`` is the id of its run, ``place`` the number of a question on its form, from 1. None of
them says more than what its owner pressed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Mock:
    """Show a form's rules before it begins; without a form what there is, or the running one."""

    form: str


@dataclass(frozen=True, slots=True)
class BeginMock:
    """Begin a sitting of a form; its clock starts."""

    form: str


@dataclass(frozen=True, slots=True)
class TurnTo:
    """Open a question of a running sitting."""

    sitting: int
    place: int


@dataclass(frozen=True, slots=True)
class PickOption:
    """Choose the option at a shown position, in place of any before."""

    sitting: int
    place: int
    position: int


@dataclass(frozen=True, slots=True)
class KeepAnswer:
    """Keep a response that takes more than a tap: input ``response``."""

    sitting: int
    place: int


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """Mark a question for review, or take its mark off."""

    sitting: int
    place: int
    on: bool


@dataclass(frozen=True, slots=True)
class Navigate:
    """Show the state of every question."""

    sitting: int


@dataclass(frozen=True, slots=True)
class JumpTo:
    """Open the question that is chosen: input ``place``."""

    sitting: int


@dataclass(frozen=True, slots=True)
class LeaveMock:
    """Put a running sitting away; its clock runs on."""

    sitting: int


@dataclass(frozen=True, slots=True)
class TakeBreak:
    """Stop a sitting's clock for a while, where the group's lead allows that."""

    sitting: int


@dataclass(frozen=True, slots=True)
class EndBreak:
    """Let a sitting's clock run again."""

    sitting: int


@dataclass(frozen=True, slots=True)
class AskHandIn:
    """Say what is still open before a sitting is handed in."""

    sitting: int


@dataclass(frozen=True, slots=True)
class HandIn:
    """Hand a sitting in: it is marked, and nothing in it changes any more."""

    sitting: int


@dataclass(frozen=True, slots=True)
class ShowResult:
    """Show what came of a sitting."""

    sitting: int


@dataclass(frozen=True, slots=True)
class ReviewPlace:
    """Show a question of a sitting that is over, with its key and every reason."""

    sitting: int
    place: int


MockAction: TypeAlias = (
    Mock
    | BeginMock
    | TurnTo
    | PickOption
    | KeepAnswer
    | MarkPlace
    | Navigate
    | JumpTo
    | LeaveMock
    | TakeBreak
    | EndBreak
    | AskHandIn
    | HandIn
    | ShowResult
    | ReviewPlace
)

#: Those that change nothing.
VIEWS = (ShowResult, ReviewPlace)
