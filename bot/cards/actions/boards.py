"""Actions on standings, and on being seen there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ShowBoard:
    """Show standings for a window, ranked by something."""

    window: str
    by: str


@dataclass(frozen=True, slots=True)
class ChooseBoard:
    """Say whether one's name stands on the group's board."""

    join: bool


BoardAction: TypeAlias = ShowBoard | ChooseBoard

#: Those that change nothing.
VIEWS = (ShowBoard,)
