"""What all commands share: the program they hang on, where they print, and what they read first.

It knows settings, the library and a progress bar. It knows no command.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.hush import Hush
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.services.library import Library

app = typer.Typer(
    help="A study-group bot: one scenario question a day, answered privately, argued openly.\n\n"
    "Without a command it runs: `cohort` is `cohort run`.",
    no_args_is_help=False,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

GroupName = Annotated[str, typer.Option("--group", help="The group's name; yours if left out.")]


def library_of(settings: Settings) -> Library:
    """Read the content that the settings name."""
    from bot.services.shelf import load_library

    return load_library(settings.content, Path.cwd(), today())


def today() -> date:
    """Give today's date in UTC."""
    return datetime.now(UTC).date()


def prepare() -> Settings:
    """Read the settings and begin to log, with every secret hushed."""
    settings = read_settings()
    lines = logging.StreamHandler()
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    lines.setFormatter(Hush(form, settings.secrets))
    logging.basicConfig(level=settings.log.upper(), handlers=[lines])
    return settings


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress on a terminal; stay silent in a file."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:
        task = shown.add_task(title, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
