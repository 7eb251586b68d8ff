"""Who may write when, and what an acknowledged write is worth."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL

from bot.core.errors import Misused, Refusal, StoreFault
from bot.store import database as module
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.migrate import migrate
from bot.store.tables import Counter, Tally
from bot.store.tx import Tx
from tests.databases import sqlite
from tests.store.rows import NOW


@contextmanager
def held(database: Database) -> Iterator[None]:
    """Hold the one writer, so that what is asked meanwhile waits together."""
    under_way, release = threading.Event(), threading.Event()

    def hold(_tx: Tx) -> None:
        under_way.set()
        release.wait()

    holding = database.write(hold)
    under_way.wait()
    try:
        yield
    finally:
        release.set()
        holding.result()


def keep(name: str) -> Callable[[Tx], str]:
    """Make an action that keeps a row."""

    def work(tx: Tx) -> str:
        tx.run("INSERT INTO counter (name, value) VALUES (?, 1)", (name,))
        return name

    return work


def kept(database: Database) -> list[str]:
    """Give the rows that are kept, without the counter's own."""

    def work(tx: Tx) -> list[str]:
        rows = tx.run("SELECT name FROM counter WHERE name <> 'seq' ORDER BY name").fetchall()
        return [row[0] for row in rows]

    return database.read(work).result()


def fault_of(future: Future[str]) -> str:
    """Give the words of a write that failed."""
    wrong = future.exception()
    assert isinstance(wrong, StoreFault)
    return str(wrong)


def test_many_writes_at_once_are_all_kept(database: Database) -> None:
    names = [f"row{number:03}" for number in range(240)]
    futures: list[Future[str]] = []

    def ask(part: list[str]) -> None:
        futures.extend(database.write(keep(name)) for name in part)

    threads = [threading.Thread(target=ask, args=(names[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(names) == {future.result() for future in futures}
    assert names == kept(database)


def test_whoever_is_answered_is_on_the_disk_already(file_url: URL) -> None:
    missing: list[str] = []

    def look(future: Future[str]) -> None:
        with closing(sqlite3.connect(file_url.database or "")) as other:
            found = other.execute("SELECT 1 FROM counter WHERE name = ?", (future.result(),))
            if found.fetchone() is None:
                missing.append(future.result())

    with Database(file_url) as database, held(database):
        for number in range(120):
            database.write(keep(f"row{number}")).add_done_callback(look)
    assert missing == []


def test_one_failing_action_undoes_nobody_elses(database: Database) -> None:
    def refuse(tx: Tx) -> str:
        keep("refused")(tx)
        tx.add(Counter(name="added", value=1))
        tx.flush()
        raise Misused("No.")

    database.write(keep("a")).result()
    with held(database):
        asked = [database.write(work) for work in (keep("b"), refuse, keep("a"), keep("c"))]
    outcomes = [type(future.exception()) for future in asked]
    assert [type(None), Misused, StoreFault, type(None)] == outcomes
    assert kept(database) == ["a", "b", "c"]


def test_a_record_that_cannot_be_kept_fails_alone_and_as_a_fault(database: Database) -> None:
    def orphan(tx: Tx) -> None:
        tx.add(Tally(round_id=404, cell="answers", n=1))

    with held(database):
        bad, good = database.write(orphan), database.write(keep("good"))
    assert isinstance(bad.exception(), StoreFault)
    assert good.result() == "good"
    assert kept(database) == ["good"]


def test_records_of_one_action_are_not_seen_by_the_next_as_unsaved(file_url: URL) -> None:
    def add(tx: Tx) -> None:
        tx.add(Counter(name="added", value=1))

    def change(tx: Tx) -> int:
        row = tx.get(Counter, "added")
        assert row is not None
        row.value += 1
        tx.add(row)
        return row.value

    with Database(file_url) as database, held(database):
        futures = [database.write(work) for work in (add, change, change)]
    assert [future.result() for future in futures[1:]] == [2, 3]


@pytest.mark.parametrize("broken", ["SELECT * FROM nowhere", "SELEC"])
def test_what_the_driver_refuses_is_a_fault_in_words(database: Database, broken: str) -> None:
    def ask(tx: Tx) -> str:
        tx.run(broken)
        return ""

    assert "The database did not take that" in fault_of(database.write(ask))
    assert "The database did not take that" in fault_of(database.read(ask))


def test_presses_go_before_background_work(file_url: URL) -> None:
    order: list[str] = []
    with Database(file_url) as database:
        with held(database):
            asked = [
                database.write(lambda _tx: order.append("tick 1"), background=True),
                database.write(lambda _tx: order.append("tick 2"), background=True),
                database.write(lambda _tx: order.append("press 1")),
                database.write(lambda _tx: order.append("press 2")),
            ]
        for future in asked:
            future.result()
    assert order == ["press 1", "press 2", "tick 1", "tick 2"]


def test_a_press_that_comes_during_background_work_is_next(file_url: URL) -> None:
    order: list[str] = []
    with Database(file_url) as database:
        second = threading.Event()

        def first(_tx: Tx) -> None:
            order.append("tick 1")
            database.write(lambda _tx: order.append("press"))

        def last(_tx: Tx) -> None:
            order.append("tick 2")
            second.set()

        with held(database):
            database.write(first, background=True)
            database.write(last, background=True)
        second.wait()
    assert order == ["tick 1", "press", "tick 2"]


def test_a_full_disk_is_said_in_words_and_takes_nobody_else_with_it(file_url: URL) -> None:
    def fill(tx: Tx) -> str:
        tx.run("INSERT INTO counter (name, value) VALUES (?, 1)", ("x" * 400_000,))
        return "filled"

    with Database(file_url) as database:
        limit_pages(database, spare=4)
        with held(database):
            asked = [database.write(work) for work in (keep("a"), fill, keep("b"))]
        assert "The disk is full" in fault_of(asked[1])
        assert [asked[0].result(), asked[2].result()] == ["a", "b"]
        assert kept(database) == ["a", "b"]


def test_records_that_find_the_disk_full_fail_in_the_same_words(file_url: URL) -> None:
    def fill(tx: Tx) -> str:
        tx.add(Counter(name="x" * 400_000, value=1))
        return "filled"

    with Database(file_url) as database:
        limit_pages(database, spare=4)
        with held(database):
            asked = [database.write(work) for work in (keep("a"), fill, keep("b"))]
        assert "The disk is full" in fault_of(asked[1])
        assert kept(database) == ["a", "b"]


def test_writing_goes_on_once_there_is_room_again(file_url: URL) -> None:
    with Database(file_url) as database:
        limit_pages(database, spare=0)
        futures = [database.write(keep(f"{number}" * 3_000)) for number in range(9)]
        assert any(isinstance(future.exception(), StoreFault) for future in futures)
        limit_pages(database, spare=100)
        assert database.write(keep("after")).result() == "after"


def limit_pages(database: Database, spare: int) -> None:
    """Let the writer's file grow by so many pages and no further."""

    def limit(tx: Tx) -> None:
        row = tx.run("PRAGMA page_count").fetchone()
        assert row is not None
        tx.run(f"PRAGMA max_page_count={row[0] + spare}").fetchall()

    database.write(limit).result()


def test_a_read_only_file_is_said_in_words() -> None:
    with locked_up() as url:
        with Database(url) as database:
            assert "read-only" in fault_of(database.write(keep("a")))
            assert "read-only" in fault_of(database.write(keep("a")))
        with pytest.raises(StoreFault, match="read-only"):
            migrate(url)


@contextmanager
def locked_up() -> Iterator[URL]:
    """Give a database whose file and folder may only be read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = read_url(sqlite(folder))
        migrate(url)
        (folder / "cohort.db").chmod(0o444)
        folder.chmod(0o555)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)  # modes mean nothing to root
        try:
            yield url
        finally:
            os.seteuid(user)
            folder.chmod(0o755)


def test_closing_finishes_what_is_waiting(database: Database) -> None:
    closing_down = threading.Thread(target=database.close)
    with held(database):
        waiting = [
            database.write(keep(f"row{number}"), background=number % 2 == 0) for number in range(9)
        ]
        closing_down.start()
    closing_down.join()
    assert {f"row{number}" for number in range(9)} == {future.result(0) for future in waiting}


def test_after_closing_a_write_is_refused_with_words(file_url: URL) -> None:
    database = Database(file_url)
    database.close()
    with pytest.raises(Refusal, match="stopping"):
        database.write(keep("late"))
    with pytest.raises(Refusal, match="stopping"):
        database.read(keep("late"))


def test_too_much_at_once_is_refused_with_words(
    file_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUEUE_LIMIT", 3)
    with Database(file_url) as database, held(database):
        asked = [database.write(keep(f"row{number}")) for number in range(3)]
        with pytest.raises(Refusal, match="Too much"):
            database.write(keep("one more"))
        tick = database.write(keep("tick"), background=True)
    assert [f.result() for f in [*asked, tick]] == ["row0", "row1", "row2", "tick"]


def test_whoever_stops_waiting_does_not_stop_the_writer(database: Database) -> None:
    with held(database):
        given_up = database.write(keep("given up"))
        given_up.cancel()
        going_on = database.write(keep("going on"))
    assert going_on.result(30) == "going on"
    assert database.write(keep("on and on")).result(30) == "on and on"


def test_a_reader_never_waits_for_the_writer(file_url: URL) -> None:
    with Database(file_url) as database:
        database.write(keep("before")).result()
        with held(database):
            assert kept(database) == ["before"]


def test_an_instant_written_by_the_driver_is_read_by_a_record(database: Database) -> None:
    def work(tx: Tx) -> None:
        tx.run(
            "INSERT INTO learner (simulated, created_at) VALUES (?, ?)",
            (False, NOW),
        )

    database.write(work).result()
    rows = database.read(
        lambda tx: tx.run("SELECT COUNT(*) FROM learner WHERE created_at <= ?", (NOW,)).fetchone()
    ).result()
    assert rows == (1,)


def test_the_database_may_restart_beneath_us(
    postgres: URL, migrated_postgres: str, admin: psycopg.Connection[tuple[object, ...]]
) -> None:
    name = "restarted"
    admin.execute(f"CREATE DATABASE {name} TEMPLATE {migrated_postgres}")
    url = postgres.set(database=name).render_as_string(hide_password=False)
    with Database(read_url(url)) as database:
        for number in range(12):
            database.write(keep(f"before{number}")).result()
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        admin.execute(cut, (name,))
        for number in range(12):
            database.write(keep(f"after{number}")).result()
        assert len(kept(database)) == 24
    admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
