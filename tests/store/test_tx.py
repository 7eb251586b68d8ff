"""An open transaction, its two ways of speaking, and what its columns mean on each database."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError, StatementError

from bot.core.errors import StoreFault
from bot.store.columns import numbers_text, read_numbers
from bot.store.database import Database
from bot.store.tables import Counter, Group, Learner
from bot.store.tx import Tx, known_instant, read_instant
from tests.store.rows import NOW

EAST = timezone(timedelta(hours=5, minutes=45))


def keep_learner(database: Database, at: datetime) -> int:
    """Keep a learner made at an instant and give the id."""

    def work(tx: Tx) -> int:
        learner = Learner(created_at=at)
        tx.add(learner)
        tx.flush()
        assert learner.id is not None
        return learner.id

    return database.write(work).result()


@pytest.mark.parametrize("at", [NOW, NOW.replace(microsecond=1), NOW.astimezone(EAST)])
def test_an_instant_comes_back_aware_and_in_utc(database: Database, at: datetime) -> None:
    number = keep_learner(database, at)

    def record(tx: Tx) -> datetime:
        learner = tx.get(Learner, number)
        assert learner is not None
        return learner.created_at

    def row(tx: Tx) -> datetime:
        found = tx.run("SELECT created_at FROM learner WHERE id = ?", (number,)).fetchone()
        assert found is not None
        return known_instant(found[0])

    for read in (record, row):
        found = database.read(read).result()
        assert at == found
        assert found.tzinfo == UTC


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    def work(tx: Tx) -> None:
        tx.add(Learner(created_at=datetime(2026, 11, 24)))

    wrong = database.write(work).exception()
    assert isinstance(wrong, StoreFault)
    assert isinstance(wrong.__cause__, StatementError)


def test_instants_are_compared_alike_by_records_and_by_the_driver(database: Database) -> None:
    for seconds in (0, 1, 2):
        keep_learner(database, NOW + timedelta(seconds=seconds))
    until = (NOW + timedelta(seconds=1)).astimezone(EAST)
    found = database.read(
        lambda tx: tx.run("SELECT COUNT(*) FROM learner WHERE created_at <= ?", (until,)).fetchone()
    ).result()
    assert found == (2,)


def test_a_date_comes_back_as_a_date(database: Database) -> None:
    day = date(2027, 2, 28)

    def work(tx: Tx) -> None:
        tx.add(Group(name="g", pack="p", zone="UTC", finish_day=day, created_at=NOW))

    def read(tx: Tx) -> date | None:
        group = tx.get(Group, 1)
        assert group is not None
        return group.finish_day

    database.write(work).result()
    assert day == database.read(read).result()


def test_no_instant_is_read_as_none() -> None:
    assert read_instant(None) is None


def test_a_value_may_hold_any_sign(database: Database) -> None:
    odd = "100 % sure? 'yes'; -- %s"

    def work(tx: Tx) -> str:
        tx.run("INSERT INTO counter (name, value) VALUES (?, ?)", (odd, 7))
        row = tx.run("SELECT name FROM counter WHERE name = ? AND value % 4 = 3", (odd,)).fetchone()
        assert row is not None
        return str(row[0])

    assert odd == database.write(work).result()


def test_many_rows_are_written_at_once(database: Database) -> None:
    def work(tx: Tx) -> None:
        rows = [(f"row{number}", number) for number in range(5)]
        tx.run_many("INSERT INTO counter (name, value) VALUES (?, ?)", rows)
        tx.run_many("UPDATE counter SET value = 0 WHERE name = ? AND value = ?", [])

    database.write(work).result()
    total = database.read(lambda tx: tx.run("SELECT SUM(value) FROM counter").fetchone()).result()
    assert total == (10,)


def test_the_driver_sees_what_the_session_has_flushed(database: Database) -> None:
    def work(tx: Tx) -> int:
        tx.add(Counter(name="flushed", value=3))
        tx.flush()
        row = tx.run("SELECT value FROM counter WHERE name = 'flushed'").fetchone()
        assert row is not None
        return int(row[0])

    assert database.write(work).result() == 3


def test_a_failed_flush_can_be_survived_within_an_action(database: Database) -> None:
    def work(tx: Tx) -> None:
        tx.run("INSERT INTO counter (name, value) VALUES ('before', 1)")
        with suppress(IntegrityError), tx.begin_nested():
            tx.add(Counter(name="seq", value=9))
        tx.run("INSERT INTO counter (name, value) VALUES ('after', 1)")

    database.write(work).result()
    names = database.read(lambda tx: tx.run("SELECT name FROM counter ORDER BY name").fetchall())
    assert [row[0] for row in names.result()] == ["after", "before", "seq"]


@given(st.lists(st.integers(0, 9)).map(tuple))
def test_numbers_are_read_as_they_were_written(numbers: tuple[int, ...]) -> None:
    assert numbers == read_numbers(numbers_text(numbers))


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()))
def test_an_instant_as_text_is_the_same_instant(at: datetime) -> None:
    text = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    assert at.astimezone(UTC) == read_instant(text)
