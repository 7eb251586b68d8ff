"""The values that actions carry: who is asked about what, and how sure somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How sure a person says they are. It never changes points."""

    CERTAIN = "certain"
    FAIRLY = "fairly"
    GUESSING = "guessing"


class Familiarity(StrEnum):
    """A self-rating per domain, given once at the start."""

    TEACH = "teach"  #: could teach it
    FOLLOW = "follow"  #: can follow it
    NEW = "new"  #: new to me


class Drill(StrEnum):
    """A kind of practice of its own."""

    OVERLOOKED = "overlooked"  #: concepts that exams ask and study guides pass over
    OVERLAP = "overlap"  #: which of two or three services that could both do it
    INTENT = "intent"  #: what decides, read from the stem alone


class Asked(StrEnum):
    """Which table a question stands in."""

    ROUND = "r"  #: a shared question of the group
    RUN = "p"  #: an item of a private run


@dataclass(frozen=True, slots=True)
class Target:
    """A question put to somebody: a round, or an item of a private run."""

    asked: Asked
    id: int
