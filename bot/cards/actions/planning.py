"""Actions on where somebody stands and where they are going."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Inventory:
    """Take the skills inventory, go on with it, or see its profile; ``anew`` begins another."""

    anew: bool = False


PlanAction: TypeAlias = Inventory
