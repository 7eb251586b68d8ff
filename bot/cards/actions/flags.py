"""Actions on doubt: any member flags a question; the lead looks, resolves, puts aside, corrects.

A question is named by its ``version``: the hash of what was shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.cards.actions.values import Target


@dataclass(frozen=True, slots=True)
class Flag:
    """Open the form by which a question is flagged."""

    target: Target


@dataclass(frozen=True, slots=True)
class SendFlag:
    """Flag a question, or change one's flag: inputs ``reason`` and ``words``."""

    target: Target


@dataclass(frozen=True, slots=True)
class Flags:
    """Lead: show what is flagged, put aside and corrected, from a page on."""

    page: int


@dataclass(frozen=True, slots=True)
class LookAt:
    """Lead: look at a question with its key, its facts and what was said of it."""

    version: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """Lead: open the form that answers a question's flags."""

    version: str


@dataclass(frozen=True, slots=True)
class SaveResolution:
    """Lead: answer a question's flags: inputs ``confirmed`` and ``words``."""

    version: str


@dataclass(frozen=True, slots=True)
class PutAside:
    """Lead: keep a question from being asked in this group."""

    version: str


@dataclass(frozen=True, slots=True)
class BringBack:
    """Lead: let a question be asked again."""

    version: str


@dataclass(frozen=True, slots=True)
class WriteKey:
    """Lead: open the form that takes another key."""

    version: str


@dataclass(frozen=True, slots=True)
class WeighKey:
    """Lead: see what another key would change: inputs ``response`` and ``reason``."""

    version: str


@dataclass(frozen=True, slots=True)
class OverrideKey:
    """Lead: let another key hold here, such as ``0.2``: input ``reason``."""

    version: str
    key: str


@dataclass(frozen=True, slots=True)
class RestoreKey:
    """Lead: take one's own key back."""

    version: str


FlagAction: TypeAlias = (
    Flag
    | SendFlag
    | Flags
    | LookAt
    | Resolve
    | SaveResolution
    | PutAside
    | BringBack
    | WriteKey
    | WeighKey
    | OverrideKey
    | RestoreKey
)

#: Those that change nothing.
VIEWS = (Flag, Flags, LookAt, Resolve, WriteKey, WeighKey)
