"""Actions on where somebody stands and where they are going: inventory, plan, the real exam."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Inventory:
    """Take the skills inventory, go on with it, or see its profile; ``anew`` begins another."""

    anew: bool = False


@dataclass(frozen=True, slots=True)
class ShowPlan:
    """Show one's plan, or the form for one."""


@dataclass(frozen=True, slots=True)
class AskPlan:
    """Open the form for one's day, hours and kind of plan."""


@dataclass(frozen=True, slots=True)
class SavePlan:
    """Keep a plan: inputs ``until``, ``hours`` and ``kind``."""


@dataclass(frozen=True, slots=True)
class DropPlan:
    """Put one's plan aside."""


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """Let the plan that was put aside hold again."""


@dataclass(frozen=True, slots=True)
class AskResult:
    """Open the form for how the real exam went."""


@dataclass(frozen=True, slots=True)
class SaveResult:
    """Keep how the real exam went: inputs ``outcome`` and ``day``."""


@dataclass(frozen=True, slots=True)
class DropResult:
    """Take a kept result back."""

    result: int


PlanAction: TypeAlias = (
    Inventory
    | ShowPlan
    | AskPlan
    | SavePlan
    | DropPlan
    | RestorePlan
    | AskResult
    | SaveResult
    | DropResult
)

#: Those that change nothing.
VIEWS = (ShowPlan, AskPlan, AskResult)
