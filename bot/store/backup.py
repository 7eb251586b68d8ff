"""A consistent copy of a live SQLite file, page by page, beside its writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from bot.core.errors import Misused
from bot.store.database import in_words
from bot.store.engine import sqlite_path

PAGES_AT_A_TIME = 1_000


def copy_database(
    url: URL,
    target: Path,
    *,
    replace: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Copy the SQLite file behind ``url`` to ``target``; a half-made copy is never left there.

    ``progress`` is told pages done and pages in all. Raises ``Misused`` for Postgres, for
    a missing file, and for a target that exists and may not be replaced; ``StoreFault``
    where the file cannot be read or the copy cannot be written.
    """
    source = sqlite_path(url)
    if source is None:
        raise Misused("On Postgres, make the copy with pg_dump; this command copies SQLite files.")
    if not source.exists():
        raise Misused(f"There is no database at {source} yet. Start `cohort run` once.")
    if target.exists() and not replace:
        raise Misused(f"{target} exists already. Name another file; nothing was overwritten.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)

    def tell(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(part)) as copy:
            # Under one reading transaction, or each write of others would begin it anew.
            live.execute("BEGIN")
            live.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            live.backup(copy, pages=PAGES_AT_A_TIME, progress=tell)
        part.replace(target)
    except sqlite3.Error as broken:
        raise in_words(broken) from broken
    finally:
        part.unlink(missing_ok=True)
