"""A consistent copy of a live file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import URL

from bot.core.errors import Misused, StoreFault
from bot.store import backup
from bot.store.attempts import record_attempt
from bot.store.backup import copy_database
from bot.store.database import Database
from bot.store.engine import read_url
from tests.store.rows import answer, prepare

MEMBERS = 40


@contextmanager
def busy(url: URL) -> Iterator[None]:
    """Let a thread answer one question after the other for as long as the block lasts."""
    with Database(url) as database:
        prepare(database, MEMBERS)
        stop, started = Event(), Event()

        def work() -> None:
            for number in count():
                new = answer(number % MEMBERS + 1, None, concept=f"c{number // MEMBERS}")
                database.write(partial(record_attempt, new=new)).result()
                started.set()
                if stop.is_set():
                    return

        thread = Thread(target=work)
        thread.start()
        started.wait()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def look(path: Path, question: str) -> object:
    """Ask a copy something."""
    with closing(sqlite3.connect(path)) as copy:
        return copy.execute(question).fetchone()[0]


def test_a_copy_made_while_answers_come_in_is_consistent(
    file_url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PAGES_AT_A_TIME", 5)
    with busy(file_url):
        for number in range(5):
            target = tmp_path / f"copy{number}.db"
            copy_database(file_url, target)
            assert look(target, "PRAGMA integrity_check") == "ok"
            answers = look(target, "SELECT COUNT(*) FROM attempt")
            assert answers == look(target, "SELECT SUM(n) FROM concept_total")
            assert answers == look(target, "SELECT value FROM counter WHERE name = 'seq'")


def test_a_copy_comes_to_its_end_although_somebody_writes_between_its_steps(
    file_url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PAGES_AT_A_TIME", 5)
    told: list[tuple[int, int]] = []
    with Database(file_url) as database:
        prepare(database)

        def tell(done: int, every: int) -> None:
            told.append((done, every))
            assert len(told) < 1_000, "the copy begins again and again"
            number = len(told)
            database.write(
                lambda tx: tx.run("INSERT INTO counter VALUES (?, 1)", (f"row{number}",))
            ).result()

        copy_database(file_url, tmp_path / "copy.db", progress=tell)
    assert len(told) > 5
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    assert look(tmp_path / "copy.db", "SELECT COUNT(*) FROM counter") == 1


def test_a_copy_can_be_opened_like_the_file_itself(file_url: URL, tmp_path: Path) -> None:
    with Database(file_url) as database:
        prepare(database)
        copy_database(file_url, tmp_path / "deep" / "copy.db")
    with Database(read_url(f"sqlite:///{tmp_path}/deep/copy.db")) as copy:
        found = copy.read(lambda tx: tx.run("SELECT COUNT(*) FROM membership").fetchone()).result()
    assert found == (3,)


def test_nothing_but_the_copy_is_left(file_url: URL, tmp_path: Path) -> None:
    copy_database(file_url, tmp_path / "copies" / "copy.db")
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["copy.db"]


def test_a_file_that_is_there_already_is_not_overwritten(file_url: URL, tmp_path: Path) -> None:
    target = tmp_path / "notes.txt"
    target.write_text("mine")
    with pytest.raises(Misused, match="nothing was overwritten"):
        copy_database(file_url, target)
    assert target.read_text() == "mine"


def test_a_copy_may_be_replaced_where_that_is_meant(file_url: URL, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("an older copy")
    copy_database(file_url, target, replace=True)
    assert look(target, "PRAGMA integrity_check") == "ok"


def test_a_copy_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_text("These are my notes, and no database at all.\n" * 100)
    with pytest.raises(StoreFault, match="not a database"):
        copy_database(read_url(f"sqlite:///{broken}"), tmp_path / "copies" / "copy.db")
    assert list((tmp_path / "copies").iterdir()) == []


def test_there_must_be_something_to_copy(tmp_path: Path) -> None:
    with pytest.raises(Misused, match="no database at"):
        copy_database(read_url(f"sqlite:///{tmp_path}/none.db"), tmp_path / "copy.db")


def test_postgres_has_a_tool_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(Misused, match="pg_dump"):
        copy_database(read_url("postgresql://me@host/cohort"), tmp_path / "copy.db")
