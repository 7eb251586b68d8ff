"""Actions that ask for a file which takes a while to make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class MakeWorkbook:
    """Make a progress workbook: the asker's own, or for a lead the ``whole`` group's."""

    whole: bool


FileAction: TypeAlias = MakeWorkbook

#: Those that change nothing.
VIEWS = (MakeWorkbook,)
