"""Commands on groups and where they live: posting, status, files, simulated members.

They work beside a running bot where they can.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shell import GroupName, app, bar, library_of, out, prepare


@app.command()
def post(group: GroupName = "") -> None:
    """Post a question at once. Beside a running bot it is asked to, and does so in a moment."""
    from bot import opening
    from bot.services import daily, requests
    from bot.store.engine import read_url
    from bot.store.instance import is_running

    settings = prepare()
    library = library_of(settings)
    now = opening.utc_now()
    running = is_running(read_url(settings.database_url))
    with opening.opened(settings, library, alone=not running) as parts:
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
    from bot import opening
    from bot.cards.text import card_text
    from bot.services import lead, requests
    from bot.services.scene import Scene

    settings = prepare()
    library = library_of(settings)
    with opening.opened(settings, library, alone=False) as parts:
        card = parts.database.read_now(
            lambda tx: lead.status_of(
                Scene(
                    tx=tx,
                    now=opening.utc_now(),
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
    from bot import opening, platforms

    settings = prepare()
    report = asyncio.run(platforms.examine(settings, opening.utc_now))
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
    from bot import opening
    from bot.services import handout, requests
    from bot.services.workshop import Workshop

    settings = prepare()
    library = library_of(settings)
    with (
        opening.opened(settings, library, alone=False) as parts,
        Workshop() as workshop,
        bar("Writing answers") as tell,
    ):
        count = parts.database.read_now(
            lambda tx: handout.write_file(
                tx,
                library,
                requests.group_to_ask(tx, group),
                target,
                opening.utc_now(),
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
    from bot import demo, opening

    settings = prepare()
    library = library_of(settings)
    name = group or "-".join(filter(None, (f"sim-{members}x{weeks}-{seed}", pack)))
    with (
        opening.opened(settings, library, alone=True) as parts,
        bar("Days lived") as tell,
    ):
        asyncio.run(
            demo.simulate(
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
