"""Bringing a database to this program's schema."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect
from sqlmodel import SQLModel

from bot.core.ability import DEFAULTS
from bot.core.errors import Misused, StoreFault
from bot.services.upkeep import rebuild_caches
from bot.store import abilities, memories
from bot.store import migrate as module
from bot.store.database import Database
from bot.store.engine import open_engine, read_url, sqlite_path
from bot.store.migrate import current, head, migrate

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{before}"
branch_labels = depends_on = None


def upgrade():
    op.create_table("extra", sa.Column("n", sa.Integer(), primary_key=True))
    op.execute("UPDATE counter SET value = value + 1")
    {last}
"""


T = TypeVar("T")


def ask(url: URL, question: Callable[[Connection], T]) -> T:
    """Ask a database something."""
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            return question(connection)
    finally:
        engine.dispose()


def tables(url: URL) -> set[str]:
    """Give the names of a database's tables."""
    return ask(url, lambda connection: set(inspect(connection).get_table_names()))


def sequence_of(url: URL) -> int:
    """Give the counter that the next migration changes."""
    return ask(url, lambda c: int(c.exec_driver_sql("SELECT value FROM counter").scalar() or 0))


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give a function that adds one migration to the program; its last statement is given."""

    def add(last: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(Path(module.__file__).with_name("migrations"), folder)
        text = NEXT.format(before=head(), last=last)
        (folder / "versions" / "9999_more.py").write_text(text)
        monkeypatch.setattr(module, "_folder", lambda: folder)

    return add


def test_a_new_database_gets_the_whole_schema(database_url: str) -> None:
    url = read_url(database_url)
    assert migrate(url)
    assert head() == ask(url, current)
    assert set(SQLModel.metadata.tables) | {"alembic_version"} == tables(url)


def test_a_second_time_changes_nothing(database_url: str) -> None:
    url = read_url(database_url)
    assert [migrate(url), migrate(url), migrate(url)] == [True, False, False]


def test_the_migrated_schema_is_the_one_that_the_records_describe(migrated_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, SQLModel.metadata))

    assert ask(read_url(migrated_url), differences) == []


#: Rows of a database as the second schema has them: a group, its places, and what hangs on them.
BEFORE = (
    "INSERT INTO study_group (id, name, pack, zone, simulated, holidays, verdicts, mention,"
    " weekly_export, created_at) VALUES (1, 'main', 'sample', 'UTC', {no}, '[]', 'at_once', '',"
    " {no}, '2026-11-24 07:00:00')",
    "INSERT INTO learner (id, simulated, zone, created_at)"
    " VALUES (1, {no}, '', '2026-11-24 07:00:00')",
    "INSERT INTO account (id, platform, workspace, external_id, name, learner_id, created_at)"
    " VALUES (1, 'room', '', 'm1', 'Ann', 1, '2026-11-24 07:00:00')",
    "INSERT INTO place (id, group_id, platform, workspace, address, account_id, pause_reason)"
    " VALUES (1, 1, 'room', '', 'here', NULL, ''), (2, 1, 'room', '', 'here@m1', 1, '')",
    "INSERT INTO delivery (occasion_kind, occasion_id, place_id, kind, state, fence, attempts,"
    " remote_id, wanted_rev, shown_rev, error, created_at)"
    " VALUES ('round', 1, 1, 'question', 'posted', 1, 1, 'x', 1, 1, '', '2026-11-24 07:00:00')",
    "INSERT INTO link_code (code, account_id, expires_at, wrong)"
    " VALUES ('secret', 1, '2026-11-24 07:15:00', {no})",
)


def test_what_the_schema_before_holds_is_kept(database_url: str) -> None:
    url = read_url(database_url)

    def as_before(connection: Connection) -> None:
        module._upgrade(connection, "0002")
        no = "0" if connection.dialect.name == "sqlite" else "false"
        for statement in BEFORE:
            connection.exec_driver_sql(statement.format(no=no))

    ask(url, as_before)
    assert migrate(url)

    def rows(statement: str) -> list[tuple[object, ...]]:
        return ask(url, lambda c: [tuple(row) for row in c.exec_driver_sql(statement)])

    assert rows("SELECT name, removed_at FROM place ORDER BY id") == [("main", None), ("", None)]
    assert rows("SELECT name, waiting_since, ended_at FROM study_group") == [("main", None, None)]
    assert rows("SELECT code, account_id, group_id FROM link_code") == [("secret", 1, None)]
    assert rows("SELECT place_id, remote_id FROM delivery") == [(1, "x")]


def test_what_was_answered_before_is_remembered_and_folded(database_url: str) -> None:
    url = read_url(database_url)
    hashed = (
        "INSERT INTO item_version (hash, item_id, content, first_shown_at)"
        " VALUES ('h', 'i', '{{}}', '2026-11-24 07:00:00')"
    )
    answered = (
        "INSERT INTO attempt (seq, learner_id, account_id, group_id, pack, item_id, item_hash,"
        " domain, concept, source, phase, response, confidence, is_right, share, points, counts,"
        " study_day, at) VALUES ({seq}, 1, 1, 1, 'sample', 'i{seq}', 'h', 'd1', 'd1.1-01',"
        " 'practice', 1, '2', 'certain', {yes}, 1, 0, {yes}, '2026-11-2{seq}',"
        " '2026-11-2{seq} 07:00:00')"
    )

    def as_before(connection: Connection) -> None:
        module._upgrade(connection, "0003")
        yes, no = ("1", "0") if connection.dialect.name == "sqlite" else ("true", "false")
        for statement in (*BEFORE[:3], hashed):
            connection.exec_driver_sql(statement.format(no=no))
        for seq in (4, 8):
            connection.exec_driver_sql(answered.format(seq=seq, yes=yes))

    ask(url, as_before)
    assert migrate(url)
    with Database(url) as database:
        assert database.read(abilities.answers_waiting).result() >= 2
        database.write(lambda tx: abilities.advance(tx, {"sample": DEFAULTS}, 10)).result()
        wrong = database.write(rebuild_caches).result()
        memory = database.read(lambda tx: memories.memory_of(tx, 1, "sample", "d1.1-01")).result()
    assert wrong["memory"] == 0
    assert "ability_term" not in wrong
    assert memory is not None
    assert memory.last == datetime(2026, 11, 28, 7, tzinfo=UTC)


def test_two_programs_that_start_at_once_migrate_once(database_url: str) -> None:
    url = read_url(database_url)
    with ThreadPoolExecutor(2) as programs:
        list(programs.map(migrate, [url, url]))
    assert head() == ask(url, current)
    assert sequence_of(url) == 0


def test_a_newer_database_is_refused_and_left_alone(migrated_url: str) -> None:
    url = read_url(migrated_url)
    ask(url, lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Misused, match="newer Cohort"):
        migrate(url)
    assert ask(url, current) == "9999"


def test_a_next_version_migrates_what_is_there(
    migrated_url: str, release: Callable[[str], None]
) -> None:
    url = read_url(migrated_url)
    release("pass")
    assert migrate(url)
    assert "extra" in tables(url)
    assert sequence_of(url) == 1


def test_a_copy_of_the_file_is_put_aside_before(
    file_url: URL, release: Callable[[str], None]
) -> None:
    before = ask(file_url, current)
    path = sqlite_path(file_url)
    assert path is not None
    assert list(path.parent.glob("*.before-*")) == []
    release("pass")
    migrate(file_url)
    kept = read_url(f"sqlite:///{path}.before-9999")
    assert before == ask(kept, current)
    assert "extra" not in tables(kept)


def test_a_migration_that_fails_leaves_the_old_schema_whole(
    migrated_url: str, release: Callable[[str], None]
) -> None:
    url = read_url(migrated_url)
    before = ask(url, current)
    release('op.execute("INSERT INTO nowhere VALUES (1)")')
    with pytest.raises(StoreFault, match="nowhere"):
        migrate(url)
    assert before == ask(url, current)
    assert "extra" not in tables(url)
    assert sequence_of(url) == 0


def test_a_kill_during_migration_leaves_nothing_half_done(database_url: str) -> None:
    url = read_url(database_url)
    program = (
        "import sys; from bot.store import engine, migrate; "
        "migrate.migrate(engine.read_url(sys.argv[1]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, database_url],
        env=os.environ | {"COHORT_CRASH_AT": "in-migration"},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert tables(url) == set()
    assert migrate(url)
    assert head() == ask(url, current)


def test_a_file_that_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "cohort.db"
    path.write_text("These are my notes. They are rather long, and no database at all.\n" * 40)
    with pytest.raises(StoreFault, match="not a database"):
        migrate(read_url(f"sqlite:///{path}"))
    assert path.read_text().startswith("These are my notes.")


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE account (mine TEXT)")
    with pytest.raises(StoreFault, match="account"):
        migrate(read_url(f"sqlite:///{path}"))
    with closing(sqlite3.connect(path)) as other:
        names = other.execute("SELECT name FROM sqlite_master").fetchall()
    assert names == [("account",)]


def test_a_files_name_begins_with_its_revision_and_alembic_agrees_on_the_last() -> None:
    scripts = ScriptDirectory(str(Path(str(module.__file__)).parent / "migrations"))
    assert scripts.get_current_head() == head()
    for script in scripts.walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")


def test_alembic_stays_away_where_there_is_nothing_to_do(tmp_path: Path) -> None:
    migrate(read_url(f"sqlite:///{tmp_path / 'cohort.db'}"))
    asked = (
        "import sys; from bot.store.engine import read_url; from bot.store.migrate import migrate; "
        f"assert not migrate(read_url('sqlite:///{tmp_path / 'cohort.db'}')); "
        "assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)
