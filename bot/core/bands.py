"""How firmly somebody stands in a domain, in steps too wide to tell single answers.

It knows counts of answers. It knows no names, no consent and no screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

#: Answers from which on a person's band in a domain means something.
BAND_FROM = 5
#: The shares at which the bands begin.
MIXED_FROM, FIRM_FROM = 0.5, 0.7


class Band(IntEnum):
    """How somebody stands in a domain."""

    SHAKY = 1  #: under half right
    MIXED = 2  #: from half on
    FIRM = 3  #: from 70 % on


@dataclass(frozen=True, slots=True)
class Counted:
    """One person's answers in one domain, and how many were right."""

    learner: int
    domain: str
    n: int
    right: int


def band_of(right: int, n: int) -> Band | None:
    """Give the band of so many right of ``n``; None while it is too early to say."""
    return None if n < BAND_FROM else band_at(right / n)


def band_at(share: float) -> Band:
    """Give the band that a share right (0 to 1) lies in."""
    if share >= FIRM_FROM:
        return Band.FIRM
    return Band.MIXED if share >= MIXED_FROM else Band.SHAKY
