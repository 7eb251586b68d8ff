"""Empty databases at the newest schema, without taking every step of it each time."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from bot.store.engine import read_url, sqlite_path
from bot.store.migrate import migrate


def sqlite(folder: Path) -> str:
    """Give the URL of a new SQLite file."""
    return f"sqlite:///{folder / 'cohort.db'}"


def ready(url: URL) -> None:
    """Bring a database to the newest schema; a SQLite file that is not there yet by copying one.

    The steps take Alembic 75 ms, which thousands of tests would wait for.
    """
    path = sqlite_path(url)
    if path is None or path.exists():
        migrate(url)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as name:
        migrate(read_url(sqlite(Path(name))))
        return (Path(name) / "cohort.db").read_bytes()
