"""An open transaction: a session for records, and the bare driver for the hot path.

Use cases are handed a ``Tx``; they add and change records, and never commit. Whoever
opened the transaction (the writer, or a reader) ends it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Connection
from sqlmodel import Session

from bot.store.columns import SQLITE_INSTANT

Value: TypeAlias = str | int | float | bool | datetime | date | None
Row: TypeAlias = tuple[Any, ...]


class _Cursor(Protocol):
    def fetchone(self) -> Row | None: ...
    def fetchall(self) -> list[Row]: ...


class Tx(Session):
    """A session on a connection whose transaction somebody else has begun and will end."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(bind=connection, expire_on_commit=False)
        self._driver: Any = connection.connection.driver_connection
        self.is_sqlite = isinstance(self._driver, sqlite3.Connection)

    def run(self, statement: str, values: Sequence[Value] = ()) -> _Cursor:
        """Execute SQL on the driver itself; ``?`` stands for a value on both databases.

        About seven times faster than the same through the expression language. What has
        been added to the session but not flushed is not seen.
        """
        if self.is_sqlite:
            cursor: _Cursor = self._driver.execute(statement, [_plain(value) for value in values])
            return cursor
        other: _Cursor = self._driver.execute(_percent(statement), values)
        return other

    def run_many(self, statement: str, rows: Sequence[Sequence[Value]]) -> None:
        """Execute SQL once for each row of values."""
        if self.is_sqlite:
            self._driver.executemany(statement, [[_plain(value) for value in row] for row in rows])
        else:
            with self._driver.cursor() as cursor:
                cursor.executemany(_percent(statement), rows)


def _plain(value: Value) -> Value:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(SQLITE_INSTANT)
    if isinstance(value, date):
        return value.isoformat()
    return value


@lru_cache(maxsize=256)
def _percent(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")


def read_instant(value: datetime | str | None) -> datetime | None:
    """Read an instant from a driver row, whichever database it came from."""
    if value is None:
        return None
    if isinstance(value, str):
        return datetime.strptime(value, SQLITE_INSTANT).replace(tzinfo=UTC)
    return value.astimezone(UTC)


def known_instant(value: datetime | str) -> datetime:
    """Read an instant from a column that is never empty."""
    instant = read_instant(value)
    assert instant is not None
    return instant
