"""Column types that mean the same on SQLite and Postgres.

Instants are aware UTC datetimes in Python; SQLite has no zone and would give them back
naive. Responses and option orders are short tuples of integers, kept as readable text.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime

from sqlalchemy import DateTime, Dialect, String, TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime. Refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Turn a value into what the driver takes."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Turn what the driver gives into a value."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A tuple of integers as ``"0,3,1"``; the empty tuple is the empty string."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, _dialect: Dialect) -> str | None:
        """Turn a value into what the driver takes."""
        return None if value is None else numbers_text(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[int, ...] | None:
        """Turn what the driver gives into a value."""
        return None if value is None else read_numbers(value)


def _instant_text(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


# What the driver is given directly is written as the columns above write it.
sqlite3.register_adapter(datetime, _instant_text)
sqlite3.register_adapter(date, date.isoformat)


def numbers_text(values: tuple[int, ...]) -> str:
    """Write integers the way ``Numbers`` does."""
    return ",".join(map(str, values))


def read_numbers(text: str) -> tuple[int, ...]:
    """Read what ``numbers_text`` wrote."""
    return tuple(int(part) for part in text.split(",")) if text else ()
