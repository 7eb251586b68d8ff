"""The shell's side: ``cohort`` and its sub-commands, each with help that a person understands.

It reads what was typed, calls the program, and turns a refusal into one sentence and a
status of 1. Nothing is decided here.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot import __version__
from bot.core.errors import CohortError, Misused
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


def main() -> NoReturn:
    """Run the command line; a refusal is said in one sentence and ends with status 1."""
    try:
        app()
    except CohortError as wrong:
        err.print(str(wrong), style="red")
        sys.exit(1)
    sys.exit(0)


@app.callback()
def _begin(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Say the version and end.")] = False,
) -> None:
    gc.enable()
    if version:
        out.print(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        run()


@app.command()
def run(
    browser: Annotated[
        bool | None,
        typer.Option(
            "--open/--no-open", help="Open the room in a browser; default: in a terminal only."
        ),
    ] = None,
) -> None:
    """Run the bot: where a token is set, else in the room, a local page.

    Ctrl-C or SIGTERM ends it cleanly.
    """
    gc.disable()  # until ``settle``
    from bot import bootstrap, platforms

    settings = _settings()
    slack = platforms.slack_keys(settings)
    if not settings.room_open and not settings.platforms:
        raise Misused("There is nothing to run: the room is off and no platform's token is set.")
    library = _library(settings)
    for broken in library.broken:
        err.print(f"Left out: {broken.path}: {broken.reason}", style="yellow")
    taken = bootstrap.listen(settings)
    address = bootstrap.address_of(taken)
    wanted = sys.stdout.isatty() if browser is None else browser

    def say(line: str) -> None:
        print(line, flush=True)

    def ready() -> None:
        # Plain print: the address stands on a line of its own for scripts.
        if slack is not None:
            print("Cohort is on Slack." if slack.by_socket else "Slack may come to", flush=True)
        if slack is not None and not slack.by_socket:
            print(f"{address}slack/events", flush=True)
        if slack is not None and slack.client is not None:
            print(f"Workspaces install it at {slack.client.start}", flush=True)
        print("The room is open at" if settings.room_open else "Its health is at", flush=True)
        print(address if settings.room_open else f"{address}health", flush=True)
        if wanted and settings.room_open:
            import webbrowser

            webbrowser.open(address)

    with bootstrap.opened(settings, library, alone=True) as parts:
        asyncio.run(bootstrap.run(parts, taken, ready, say))


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

    settings = _settings()
    from bot.adapters.discord.layout import misfit
    from bot.adapters.slack.views import fits
    from bot.services.shelf import check_content, due_content

    pack, days = _pack_and_days(of or [])
    if due:
        print(due_content(settings.content, Path.cwd(), _today(), pack, days, as_json=as_json))
        return
    if days is not None:
        raise Misused(f"{days} days of what? `cohort check --due {days}` lists what is due.")
    platforms = {"Slack": fits, "Discord": misfit}
    report = check_content(settings.content, Path.cwd(), _today(), pack, platforms)
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

    path = begin_item(_settings().content, Path.cwd(), _today(), pack, concept, kind)
    out.print(f"Written: {path}")
    out.print("Fill in the prose, then run `cohort check`.")


@app.command()
def post(group: GroupName = "") -> None:
    """Post a question at once. Beside a running bot it is asked to, and does so in a moment."""
    from bot import bootstrap
    from bot.services import daily, requests
    from bot.store.engine import read_url
    from bot.store.instance import is_running

    settings = _settings()
    library = _library(settings)
    now = bootstrap.utc_now()
    running = is_running(read_url(settings.database_url))
    with bootstrap.opened(settings, library, alone=not running) as parts:
        if running:
            name = parts.database.write(
                lambda tx: _asked(requests.ask, requests.group_to_ask(tx, group), tx, now)
            ).result()
            out.print(f"Asked the running bot to post in #{name}; `cohort status` shows it.")
        else:
            slot = parts.database.write(
                lambda tx: daily.post_now(tx, library, requests.group_to_ask(tx, group), now).slot
            ).result()
            out.print(f"Question {slot} is ready; it is posted when `cohort run` starts.")


def _asked(ask: Callable[..., int], group: object, tx: object, now: datetime) -> str:
    ask(tx, group, now)
    return str(getattr(group, "name", ""))


@app.command()
def status(group: GroupName = "") -> None:
    """Show the next slots, the last deliveries, and what needs a hand."""
    from bot import bootstrap
    from bot.cards.text import card_text
    from bot.services import lead, requests
    from bot.services.scene import Scene

    settings = _settings()
    library = _library(settings)
    with bootstrap.opened(settings, library, alone=False) as parts:
        card = parts.database.read_now(
            lambda tx: lead.status_of(
                Scene(
                    tx=tx,
                    now=bootstrap.utc_now(),
                    library=library,
                    group=requests.group_to_ask(tx, group),
                    account=None,
                    membership=None,
                )
            )
        )
        print(card_text(card))


@app.command()
def doctor() -> None:
    """Check each platform's tokens, scopes, clock and channels; say what is missing and the cure.

    Ends with status 1 where something is missing. It asks only, and changes nothing.
    """
    from bot import bootstrap, platforms

    settings = _settings()
    report = asyncio.run(platforms.examine(settings, bootstrap.utc_now))
    for line in report.lines:
        print(line)
    raise typer.Exit(0 if report.is_well else 1)


@app.command()
def export(
    target: Annotated[
        Path, typer.Option("--out", help="The file to write: .xlsx, .csv or .json.", dir_okay=False)
    ],
    member: Annotated[
        str, typer.Option("--member", help="One member's own answers, by name.")
    ] = "",
    group: GroupName = "",
) -> None:
    """Write a group's workbook or plain answers to a file, or one member's own.

    In a group's file nobody is named who has not agreed to it.
    """
    from bot import bootstrap
    from bot.services import handout, requests
    from bot.services.workshop import Workshop

    settings = _settings()
    library = _library(settings)
    with (
        bootstrap.opened(settings, library, alone=False) as parts,
        Workshop() as workshop,
        _bar("Writing answers") as tell,
    ):
        count = parts.database.read_now(
            lambda tx: handout.write_file(
                tx,
                library,
                requests.group_to_ask(tx, group),
                target,
                bootstrap.utc_now(),
                workshop,
                member=member,
                progress=tell,
            )
        )
    out.print(f"{count} answers written to {target}")


@app.command()
def simulate(
    members: Annotated[int, typer.Option(min=1, max=500, help="How many members.")] = 12,
    weeks: Annotated[int, typer.Option(min=1, max=52, help="How many weeks, up to today.")] = 4,
    seed: Annotated[int, typer.Option(help="The same seed gives the same group.")] = 1,
    group: Annotated[str, typer.Option("--group", help="The new group's name.")] = "",
    pack: Annotated[str, typer.Option(help="Its exam's pack; the usual one if left out.")] = "",
) -> None:
    """Let simulated members of different abilities live through weeks, in a group of their own."""
    from bot import bootstrap

    settings = _settings()
    library = _library(settings)
    name = group or "-".join(filter(None, (f"sim-{members}x{weeks}-{seed}", pack)))
    with (
        bootstrap.opened(settings, library, alone=True) as parts,
        _bar("Days lived") as tell,
    ):
        asyncio.run(
            bootstrap.simulate(
                parts,
                name=name,
                members=members,
                weeks=weeks,
                seed=seed,
                pack=pack,
                progress=tell,
            )
        )
    out.print(f"#{name} has lived through {weeks} weeks. `cohort run` shows it in the room.")


@app.command()
def rebuild() -> None:
    """Make every total and board again from what was answered, and say what was wrong."""
    from bot import bootstrap
    from bot.services.upkeep import rebuild_caches

    settings = _settings()
    library = _library(settings)
    with (
        bootstrap.opened(settings, library, alone=True) as parts,
        _bar("Rebuilding") as tell,
    ):
        wrong = parts.database.write(
            lambda tx: rebuild_caches(tx, lambda _, done, total: tell(done, total))
        ).result()
    rows = sum(wrong.values())
    out.print("Everything was right." if not rows else f"Put right: {rows} rows {wrong}")


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="The file to write.", dir_okay=False)],
) -> None:
    """Make a consistent copy of the SQLite file, also while the bot is running."""
    from bot.store.backup import copy_database
    from bot.store.engine import read_url

    with _bar("Copying") as tell:
        copy_database(read_url(_settings().database_url), target, progress=tell)
    out.print(f"Copied to {target}")


@app.command("slack-forget")
def slack_forget() -> None:
    """Forget the Slack workspaces whose tokens no key opens: they can install Cohort again."""
    from bot import bootstrap, platforms

    settings = _settings()
    with bootstrap.opened(settings, _library(settings), alone=True) as parts:
        gone = asyncio.run(platforms.forget_unopened(settings, parts.database, bootstrap.utc_now))
    out.print(f"Forgotten: {', '.join(gone)}." if gone else "Every token can be opened.")


def _library(settings: Settings) -> Library:
    from bot.services.shelf import load_library

    return load_library(settings.content, Path.cwd(), _today())


def _today() -> date:
    return datetime.now(UTC).date()


def _settings() -> Settings:
    settings = read_settings()
    lines = logging.StreamHandler()
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    lines.setFormatter(Hush(form, settings.secrets))
    logging.basicConfig(level=settings.log.upper(), handlers=[lines])
    return settings


@contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int], None]]:
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
