"""Bringing a database to this program's schema, or refusing one that is newer.

It runs at start under the instance lock, after a copy of the file was put aside. All
steps stand in one transaction, so that a kill leaves the old schema whole. Alembic, which does
them, is loaded only where there is something to do: idle it would take 11 MiB.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sqlalchemy import URL, Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from bot.core.crashpoints import reach
from bot.core.errors import Misused
from bot.store.backup import copy_database
from bot.store.database import in_words
from bot.store.engine import open_engine, sqlite_path


def head() -> str:
    """Give the schema revision that this program works with."""
    return max(_revisions())


def current(connection: Connection) -> str | None:
    """Give a database's schema revision; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return str(row[0]) if row is not None else None


def migrate(url: URL) -> bool:
    """Bring the database behind ``url`` to this program's schema; say whether it changed.

    Raises ``Misused`` where the database is newer than the program, ``StoreFault`` where it
    cannot be written.
    """
    engine = open_engine(url, pool_size=1)
    try:
        with engine.begin() as connection:
            found = current(connection)
        if found == head():
            return False
        if found is not None:
            _refuse_newer(found)
            path = sqlite_path(url)
            if path is not None:
                copy_database(url, path.with_name(f"{path.name}.before-{head()}"), replace=True)
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # Two programs starting at once: the second waits, then finds it done.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7266787)")
            _upgrade(connection)
            reach("in-migration")
        return True
    except SQLAlchemyError as broken:
        raise in_words(broken) from broken
    finally:
        engine.dispose()


def _upgrade(connection: Connection, to: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_folder()))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _refuse_newer(found: str) -> None:
    if found not in _revisions():
        raise Misused(
            f"This database was written by a newer Cohort (schema {found}). "
            "Install that version, or point DATABASE_URL at another file."
        )


def _revisions() -> set[str]:
    """Give all revisions there are: a file's name begins with its own."""
    return {path.name.partition("_")[0] for path in (_folder() / "versions").glob("[0-9]*_*.py")}


def _folder() -> Path:
    return Path(str(files("bot.store") / "migrations"))
