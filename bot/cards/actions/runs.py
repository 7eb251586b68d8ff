"""Actions on a private run of questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.cards.actions.values import Drill, Target
from bot.core.items import Decides


@dataclass(frozen=True, slots=True)
class Practise:
    """Begin a private run of ``n`` items, of one domain or of all (empty)."""

    domain: str
    n: int


@dataclass(frozen=True, slots=True)
class Continue:
    """Go on with the private run where it stopped."""


@dataclass(frozen=True, slots=True)
class Review:
    """Begin a private run of what is due to come back; ``n`` of it, or all of today's (0)."""

    n: int


@dataclass(frozen=True, slots=True)
class BeginDrill:
    """Begin a drill of ``n`` items; ``about`` names a service, or nothing."""

    drill: Drill
    about: str
    n: int


@dataclass(frozen=True, slots=True)
class ReadIntent:
    """Say what decides an item of a run, before its options are shown."""

    target: Target
    intent: Decides


RunAction: TypeAlias = Practise | Continue | Review | BeginDrill | ReadIntent
