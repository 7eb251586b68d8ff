"""Open databases for the tests of what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.store.database import Database
from bot.store.engine import read_url
from tests.databases import ready, sqlite


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """Open a database at the newest schema, once on SQLite and once on Postgres."""
    with Database(read_url(migrated_url)) as opened:
        yield opened


@pytest.fixture
def file_url(tmp_path: Path) -> URL:
    """Give the URL of a SQLite file at the newest schema."""
    url = read_url(sqlite(tmp_path))
    ready(url)
    return url
