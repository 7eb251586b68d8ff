"""Commands for whoever writes questions: ``check`` and ``new``.

They read and write files; no database is opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shell import app, out, prepare, today
from bot.core.errors import Misused


@app.command()
def check(
    of: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PACK] [DAYS]",
            help="Check this pack only, such as mls-c01. With --due, how many days ahead.",
        ),
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="List what is due for re-checking instead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check all questions and schedules: every finding at once, with its place and its cure.

    Ends with status 1 where there is an error; warnings alone are fine. `cohort check --due 60`
    lists instead the questions, cases, exercises and services whose facts have to be looked up
    again within 60 days (30 if left out), and where.
    """

    settings = prepare()
    from bot.adapters.discord.layout import misfit
    from bot.adapters.slack.views import fits
    from bot.services.shelf import check_content, due_content

    pack, days = _pack_and_days(of or [])
    if due:
        print(due_content(settings.content, Path.cwd(), today(), pack, days, as_json=as_json))
        return
    if days is not None:
        raise Misused(f"{days} days of what? `cohort check --due {days}` lists what is due.")
    platforms = {"Slack": fits, "Discord": misfit}
    report = check_content(settings.content, Path.cwd(), today(), pack, platforms)
    print(report.to_json() if as_json else report.to_text())
    raise typer.Exit(1 if report.has_errors else 0)


def _pack_and_days(words: list[str]) -> tuple[str, int | None]:
    """Tell a pack's name from a number of days."""
    numbers = [word for word in words if word.isdecimal()]
    packs = [word for word in words if not word.isdecimal()]
    if len(numbers) > 1 or len(packs) > 1:
        raise Misused("Name one pack at most, and with --due one number of days.")
    return next(iter(packs), ""), int(numbers[0][:4]) if numbers else None


@app.command()
def new(
    concept: Annotated[str, typer.Argument(help="The concept's id, such as d1.2-02.")],
    kind: Annotated[str, typer.Option(help="single, multiple, ordering or matching.")] = "single",
    pack: Annotated[str, typer.Option(help="The pack; the usual one if left out.")] = "",
) -> None:
    """Write the file of a new question, with all but the prose filled in."""

    from bot.services.shelf import begin_item

    path = begin_item(prepare().content, Path.cwd(), today(), pack, concept, kind)
    out.print(f"Written: {path}")
    out.print("Fill in the prose, then run `cohort check`.")
