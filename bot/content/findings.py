"""What a reader or the linter has found: where, which rule, what is wrong, and the cure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"  #: the item is left out until it is put right
    WARNING = "warning"  #: worth a look


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One finding. ``path`` is relative to the content's root; ``line`` counts from 1."""

    path: str
    line: int
    rule: str
    message: str
    cure: str = ""
    severity: Severity = Severity.ERROR

    def text(self) -> str:
        """Write the finding on one line that editors can jump from."""
        cure = f" {self.cure}" if self.cure else ""
        return f"{self.path}:{self.line}: {self.severity} {self.rule}: {self.message}{cure}"
