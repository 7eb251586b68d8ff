"""``cohort run``, and ``cohort`` alone, which is the same.

It starts the program and says where to find it.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import Annotated

import typer

from bot import __version__
from bot.cli.shell import app, err, library_of, out, prepare
from bot.core.errors import Misused


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
    from bot import bootstrap, opening, platforms

    settings = prepare()
    slack = platforms.slack_keys(settings)
    if not settings.room_open and not settings.platforms:
        raise Misused("There is nothing to run: the room is off and no platform's token is set.")
    library = library_of(settings)
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

    with opening.opened(settings, library, alone=True) as parts:
        asyncio.run(bootstrap.run(parts, taken, ready, say))
