"""Actions on a private run of questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Practise:
    """Begin a private run of ``n`` items, of one domain or of all (empty)."""

    domain: str
    n: int


@dataclass(frozen=True, slots=True)
class Continue:
    """Go on with the private run where it stopped."""


RunAction: TypeAlias = Practise | Continue
