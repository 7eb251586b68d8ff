"""How a database is opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import URL
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.core.errors import Misused
from bot.store.engine import open_engine, read_url, sqlite_path
from bot.store.tx import Tx
from tests.store.rows import make_group


def test_the_outer_rollback_undoes_every_savepoint(database_url: str) -> None:
    engine = open_engine(read_url(database_url))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE thing (n INTEGER)")
    with engine.connect() as connection, connection.begin() as outer:
        for number in (1, 2):
            with connection.begin_nested():
                connection.exec_driver_sql(f"INSERT INTO thing VALUES ({number})")
        seen_inside = connection.exec_driver_sql("SELECT COUNT(*) FROM thing").scalar()
        outer.rollback()
    with engine.begin() as connection:
        left = connection.exec_driver_sql("SELECT COUNT(*) FROM thing").scalar()
    engine.dispose()
    assert (seen_inside, left) == (2, 0)


def test_the_outer_rollback_undoes_what_the_session_flushed(migrated_url: str) -> None:
    engine = open_engine(read_url(migrated_url))
    with engine.connect() as connection, connection.begin() as outer:
        with Tx(connection) as tx:
            make_group(tx)
            tx.finish()
        outer.rollback()
    with engine.begin() as connection, Tx(connection) as tx:
        left = tx.run("SELECT COUNT(*) FROM study_group").fetchone()
    engine.dispose()
    assert left == (0,)


def test_one_savepoint_undone_leaves_the_others(database_url: str) -> None:
    engine = open_engine(read_url(database_url))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE thing (n INTEGER)")
        connection.exec_driver_sql("INSERT INTO thing VALUES (1)")
        with connection.begin_nested() as inner:
            connection.exec_driver_sql("INSERT INTO thing VALUES (2)")
            inner.rollback()
        connection.exec_driver_sql("INSERT INTO thing VALUES (3)")
    with engine.begin() as connection:
        kept = connection.exec_driver_sql("SELECT n FROM thing ORDER BY n").scalars().all()
    engine.dispose()
    assert kept == [1, 3]


def test_a_reader_on_sqlite_cannot_write(file_url: URL) -> None:
    readers = open_engine(file_url, readers=True)
    with readers.begin() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.exec_driver_sql("DELETE FROM counter")
    readers.dispose()


def test_a_reader_sees_one_state_while_the_writer_goes_on(file_url: URL) -> None:
    readers, writers = open_engine(file_url, readers=True), open_engine(file_url)
    count = "SELECT value FROM counter"
    with readers.begin() as reading:
        before = reading.exec_driver_sql(count).scalar()
        with writers.begin() as writing:
            writing.exec_driver_sql("UPDATE counter SET value = value + 1")
        during = reading.exec_driver_sql(count).scalar()
    with readers.begin() as reading:
        after = reading.exec_driver_sql(count).scalar()
    readers.dispose()
    writers.dispose()
    assert (before, during, after) == (0, 0, 1)


def test_sqlite_is_opened_for_full_durability(file_url: URL) -> None:
    engine = open_engine(file_url)
    with engine.begin() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    engine.dispose()
    assert found == ["wal", 2, 1]


def test_foreign_keys_hold(migrated_url: str) -> None:
    engine = open_engine(read_url(migrated_url))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO tally (round_id, cell, n) VALUES (7, 'answers', 1)")
    engine.dispose()


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    engine = open_engine(read_url(f"sqlite:///{tmp_path}/deep/down/cohort.db"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE thing (n INTEGER)")
    engine.dispose()
    assert (tmp_path / "deep" / "down" / "cohort.db").exists()


def test_a_postgres_url_gets_its_driver() -> None:
    assert read_url("postgresql://me@host/cohort").drivername == "postgresql+psycopg"


@pytest.mark.parametrize("text", ["", "cohort.db", "mysql://host/cohort"])
def test_a_url_that_names_no_database_we_can_use_is_refused(text: str) -> None:
    with pytest.raises(Misused, match="DATABASE_URL"):
        read_url(text)


def test_the_file_behind_a_url_is_known_for_sqlite_alone() -> None:
    assert Path("/data/cohort.db") == sqlite_path(read_url("sqlite:////data/cohort.db"))
    assert sqlite_path(read_url("sqlite://")) is None
    assert sqlite_path(read_url("postgresql://me@host/cohort")) is None
