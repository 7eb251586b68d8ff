"""Commands on the database as a whole: ``rebuild``, ``backup``, figures, and what tidies up.

They know no group and no platform beyond the names.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shell import app, bar, library_of, out, prepare


@app.command()
def rebuild() -> None:
    """Make every total and board again from what was answered, and say what was wrong."""
    from bot import opening
    from bot.services.upkeep import rebuild_caches

    settings = prepare()
    library = library_of(settings)
    with (
        opening.opened(settings, library, alone=True) as parts,
        bar("Rebuilding") as tell,
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

    with bar("Copying") as tell:
        copy_database(read_url(prepare().database_url), target, progress=tell)
    out.print(f"Copied to {target}")


@app.command()
def calibration(
    pack: Annotated[str, typer.Argument(help="One pack only, such as mla-c01.")] = "",
) -> None:
    """Set the chances to pass that members were told against how their real exams went."""
    from bot import opening
    from bot.cards.results import calibration_text
    from bot.services import results

    settings = prepare()
    library = library_of(settings)
    if pack:
        library.catalogue(pack)
    with opening.opened(settings, library, alone=False) as parts:
        kept, found = parts.database.read_now(lambda tx: results.reliability(tx, pack))
    print(calibration_text(kept, found))


@app.command("slack-forget")
def slack_forget() -> None:
    """Forget the Slack workspaces whose tokens no key opens: they can install Cohort again."""
    from bot import opening, platforms

    settings = prepare()
    with opening.opened(settings, library_of(settings), alone=True) as parts:
        gone = asyncio.run(platforms.forget_unopened(settings, parts.database, opening.utc_now))
    out.print(f"Forgotten: {', '.join(gone)}." if gone else "Every token can be opened.")
