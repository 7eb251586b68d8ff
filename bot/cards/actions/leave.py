"""Actions on days off: a member's declared leave, and a missed day that a lead excuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ShowLeave:
    """Show one's declared leave, with the form for more."""


@dataclass(frozen=True, slots=True)
class DeclareLeave:
    """Declare leave: inputs ``first`` and ``last``; without the last it is one day."""


@dataclass(frozen=True, slots=True)
class WithdrawLeave:
    """Take a leave back; days that are past stay excused."""

    leave: int


@dataclass(frozen=True, slots=True)
class RestoreLeave:
    """Let a leave that was taken back hold again."""

    leave: int


@dataclass(frozen=True, slots=True)
class PickRepair:
    """Lead: open the form that excuses a missed day."""


@dataclass(frozen=True, slots=True)
class RepairStreak:
    """Lead: excuse a missed day: inputs ``member`` (0 for everybody) and ``day``."""


@dataclass(frozen=True, slots=True)
class UndoRepair:
    """Lead: take a repair back."""

    repair: int


LeaveAction: TypeAlias = (
    ShowLeave | DeclareLeave | WithdrawLeave | RestoreLeave | PickRepair | RepairStreak | UndoRepair
)

#: Those that change nothing.
VIEWS = (ShowLeave, PickRepair)
