"""Doubts about questions: what was flagged and not answered yet, and what is put aside.

A fold over what happened in a group. It knows items by id and learners by number; it knows
no texts of questions and nothing of who may see what.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.happening import Happened

#: How long somebody's own words on a flag, a correction or a question may be.
WORDS_MOST = 280


class FlagEvent(StrEnum):
    """What happens to doubts, with what the payload says."""

    FLAGGED = "flagged"  #: ``item``, ``item_hash``, ``doubt`` and ``words``
    RESOLVED = "flag-resolved"  #: ``item``, ``confirmed``, and ``by``: who had flagged it


class AsideEvent(StrEnum):
    """What happens to a question in a group; the payload says which ``item``."""

    RETIRED = "item-retired"
    RESTORED = "item-restored"


class Doubt(StrEnum):
    """Why somebody flags a question."""

    WRONG_KEY = "wrong-key"  #: what counts as right is wrong
    OUT_OF_DATE = "out-of-date"  #: it was right once
    UNCLEAR = "unclear"  #: it cannot be understood, or not in one way
    TWO_FIT = "two-fit"  #: two answers fit
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A member's flag that nobody has answered. ``version`` is what they were shown."""

    seq: int
    learner_id: int | None
    item: str
    version: str
    doubt: Doubt
    words: str
    at: datetime


def open_flags(events: Iterable[Happened]) -> dict[str, tuple[Flagged, ...]]:
    """Give the flags that are not answered by item, the item flagged longest first.

    A member has one flag on an item: the latest. An answer settles all that came before it.
    """
    held: dict[str, dict[int | None, Flagged]] = {}
    for event in events:
        said = event.payload
        match event.kind:
            case FlagEvent.FLAGGED:
                flag = Flagged(
                    seq=event.seq,
                    learner_id=event.learner_id,
                    item=said["item"],
                    version=said["item_hash"],
                    doubt=_doubt(said["doubt"]),
                    words=said["words"],
                    at=event.at,
                )
                held.setdefault(flag.item, {})[flag.learner_id] = flag
            case FlagEvent.RESOLVED:
                held.pop(said["item"], None)
            case _:
                pass
    return {
        item: tuple(sorted(flags.values(), key=lambda flag: flag.seq))
        for item, flags in held.items()
    }


def set_aside(events: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Give the ids of items that are put aside, from (kind, item) in order."""
    held: set[str] = set()
    for kind, item in events:
        match kind:
            case AsideEvent.RETIRED:
                held.add(item)
            case AsideEvent.RESTORED:
                held.discard(item)
            case _:
                pass
    return frozenset(held)


def _doubt(text: str) -> Doubt:
    # Of somebody who was erased not even the reason is kept.
    return Doubt(text) if text in set(Doubt) else Doubt.OTHER
