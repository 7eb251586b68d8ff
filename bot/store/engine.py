"""How a database is opened: SQLite in WAL with full durability, or Postgres, by URL.

SQLAlchemy's default for SQLite sends SAVEPOINT without BEGIN, so that each savepoint
would commit by itself. Here the driver is left in autocommit and every transaction is
begun by us: ``IMMEDIATE`` for the writer, ``DEFERRED`` for readers.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.core.errors import Misused, StoreFault

BUSY_TIMEOUT_MS = 5_000
WAIT_MS = 25


def read_url(text: str) -> URL:
    """Read ``DATABASE_URL``. Raises ``Misused`` where it names no database we can use."""
    try:
        url = make_url(text)
    except ArgumentError as wrong:
        raise Misused(
            "DATABASE_URL cannot be read. Use sqlite:///path/to/cohort.db "
            "or postgresql://user@host/name."
        ) from wrong
    backend = url.get_backend_name()
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return url
    raise Misused(f"DATABASE_URL names {backend}; Cohort keeps its data in SQLite or Postgres.")


def sqlite_path(url: URL) -> Path | None:
    """Give the file behind a SQLite URL; None for Postgres and for a database in memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def make_folder(url: URL) -> None:
    """Make the folder of a SQLite file. Raises ``StoreFault`` where that cannot be."""
    path = sqlite_path(url)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise StoreFault(
            f"The folder {path.parent} of the database cannot be made ({wrong.strerror}). "
            "Set DATABASE_URL to a file in a folder that can be written."
        ) from wrong


def open_engine(url: URL, *, readers: bool = False, pool_size: int = 4) -> Engine:
    """Open an engine; with ``readers`` one whose SQLite connections cannot write."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
    make_folder(url)
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        pool_size=pool_size,
        max_overflow=0,
    )
    begin = "BEGIN DEFERRED" if readers else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        _keep_log(connection)
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            # What is deleted is overwritten: erasing somebody leaves nothing to be read.
            "secure_delete=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            # Moving the log into the file takes tens of milliseconds: never inside a commit.
            "wal_autocheckpoint=0",
            f"query_only={'ON' if readers else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _keep_log(connection: sqlite3.Connection) -> None:
    """Switch a file to its write-ahead log. Of two that do so at once one is refused at once,
    whatever the timeout says, so it is tried again."""
    for left in reversed(range(BUSY_TIMEOUT_MS // WAIT_MS)):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as refused:
            if "locked" not in str(refused) or not left:
                raise
            time.sleep(WAIT_MS / 1000)
