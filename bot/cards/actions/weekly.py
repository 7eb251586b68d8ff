"""Actions on what the week brings: the domain review, the design round and the lab card.

Each names the bulletin it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ReviewFive:
    """Begin a private run of what one missed or never saw in a reviewed domain."""

    bulletin: int


@dataclass(frozen=True, slots=True)
class WriteDesign:
    """Open the form of a design round, with what one has written so far."""

    bulletin: int


@dataclass(frozen=True, slots=True)
class SaveDesign:
    """Keep one's design: inputs ``line1`` to ``line5``."""

    bulletin: int


@dataclass(frozen=True, slots=True)
class ShowGallery:
    """Show a closed round's designs, from a page on; page 0 stands in the channel."""

    bulletin: int
    page: int


@dataclass(frozen=True, slots=True)
class WriteLab:
    """Open the form for the sentence that a lab brings back."""

    bulletin: int


@dataclass(frozen=True, slots=True)
class SaveLab:
    """Keep a lab's sentence as a note: input ``text``."""

    bulletin: int


WeeklyAction: TypeAlias = ReviewFive | WriteDesign | SaveDesign | ShowGallery | WriteLab | SaveLab

#: Those that change nothing.
VIEWS = (WriteDesign, ShowGallery, WriteLab)
