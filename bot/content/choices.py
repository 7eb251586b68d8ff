"""A folder of TOML files of which everybody has one: a file a choice, and one the default.

It knows that a choice has a name of its own and that not two are the default; what stands in
a file is the business of those who name its reader.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from bot.content.findings import Finding
from bot.content.tables import Place, Table, Unusable, read_table


class Choice(Protocol):
    """What a file of such a folder comes to."""

    @property
    def id(self) -> str:
        """Name the choice."""

    @property
    def default(self) -> bool:
        """Tell whether those have it who do not choose."""


C = TypeVar("C", bound=Choice)


def read_choices(
    folder: Path, read: Callable[[Table], C], *, noun: str, rule: str, cure: str, default: str
) -> tuple[tuple[C, ...], list[Finding]]:
    """Read every file of a folder; a broken one is left out with its finding.

    ``noun`` is what messages call a choice; ``default`` is the cure of a second default.
    Paths in findings begin with the name of the folder's parent.
    """
    choices: list[C] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.toml")):
        where = path.relative_to(folder.parent.parent).as_posix()
        try:
            file = read_table(path, Place(path=where, rule=rule, cure=cure))
            choice = read(file)
            for other in choices:
                if choice.id == other.id:
                    raise file.wrong(f"Another {noun} is called {other.id}, too.", "id")
                if choice.default and other.default:
                    raise file.wrong(f"{other.id} is the default already.", "default", default)
            choices.append(choice)
        except Unusable as no:
            findings.append(no.finding)
    return tuple(choices), findings
