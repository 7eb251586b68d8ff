"""The shell's side: ``cohort`` and its sub-commands, each with help that a person understands.

It reads what was typed, calls the program, and turns a refusal into one sentence and a
status of 1. Nothing is decided here. A family of commands is a module of its own; they are
listed in the order in which the modules are read.
"""

from __future__ import annotations

import sys
from typing import NoReturn

from bot.cli import running, authoring, groups, items, upkeep  # isort: skip
from bot.cli.shell import app, err
from bot.core.errors import CohortError

__all__ = ["app", "authoring", "groups", "items", "main", "running", "upkeep"]


def main() -> NoReturn:
    """Run the command line; a refusal is said in one sentence and ends with status 1."""
    try:
        app()
    except CohortError as wrong:
        err.print(str(wrong), style="red")
        sys.exit(1)
    sys.exit(0)
