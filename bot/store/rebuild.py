"""Making every cache again: fresh rows are counted beside the kept ones, compared, and put in.

What the fresh rows are is counted by ``bot.store.recount``. Only rows that are wrong are
touched, so that a rebuild that finds nothing writes nothing. ``snapshot`` lets two states
be compared whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.store.tx import Row, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """A cache's columns: what identifies a row, and what is kept of it."""

    key: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def columns(self) -> str:
        """All of them, as SQL lists them."""
        return ", ".join(self.key + self.kept)


CACHES = {
    "key_rule": Cache(key=("group_id", "item_hash"), kept=("key",)),
    "tally": Cache(key=("round_id", "cell"), kept=("n",)),
    "concept_total": Cache(key=("learner_id", "pack", "concept"), kept=("domain", "n", "n_right")),
    "memory": Cache(
        key=("learner_id", "pack", "concept"),
        kept=("stability", "difficulty", "last_at", "seq"),
    ),
    "board_total": Cache(
        key=("group_id", "span", "learner_id"),
        kept=("listed", "total", "lowest", "n", "n_right", "practised", "points"),
    ),
    "board_histogram": Cache(key=("group_id", "span", "points"), kept=("learners",)),
}


@contextmanager
def fresh_tables(tx: Tx) -> Iterator[None]:
    """Make an empty ``fresh_…`` table beside each cache, for this transaction alone."""
    for name, cache in CACHES.items():
        tx.run(f"DROP TABLE IF EXISTS fresh_{name}")
        tx.run(f"CREATE TEMP TABLE fresh_{name} AS SELECT {cache.columns} FROM {name} LIMIT 0")
    yield
    for name in CACHES:
        tx.run(f"DROP TABLE fresh_{name}")


def put_fresh(tx: Tx, name: str, group_id: int | None = None) -> int:
    """Put a cache's fresh rows in the place of the kept ones; give how many were wrong.

    A row counts as wrong that is missing, too many, or other than kept. With ``group_id``
    only that group's rows are compared. The fresh table is empty afterwards.
    """
    cache = CACHES[name]
    scope = "" if group_id is None else f" WHERE group_id = {group_id:d}"
    there = _count(tx, f"SELECT COUNT(*) FROM {name}{scope}")
    fresh = _count(tx, f"SELECT COUNT(*) FROM fresh_{name}")
    if not there:
        tx.run(f"INSERT INTO {name} ({cache.columns}) SELECT {cache.columns} FROM fresh_{name}")
        tx.run(f"DELETE FROM fresh_{name}")
        return fresh
    same_key = " AND ".join(f"k.{each} = f.{each}" for each in cache.key)
    other = " OR ".join(f"k.{each} <> f.{each}" for each in cache.kept)
    rows = ", ".join(f"f.{each}" for each in cache.key + cache.kept)
    # Those that are right leave the fresh table; what stays in it is missing or other.
    tx.run(f"DROP TABLE IF EXISTS wrong_{name}")
    tx.run(
        f"CREATE TEMP TABLE wrong_{name} AS SELECT {rows} FROM fresh_{name} f"
        f" LEFT JOIN {name} k ON {same_key} WHERE k.{cache.key[0]} IS NULL OR {other}"
    )
    missing = _count(
        tx,
        f"SELECT COUNT(*) FROM wrong_{name} f WHERE NOT EXISTS"
        f" (SELECT 1 FROM {name} k WHERE {same_key})",
    )
    wrong = _count(tx, f"SELECT COUNT(*) FROM wrong_{name}")
    too_many = there + missing - fresh
    key = ", ".join(cache.key)
    if too_many:
        more = "WHERE" if not scope else f"{scope} AND"
        tx.run(f"DELETE FROM {name} {more} ({key}) NOT IN (SELECT {key} FROM fresh_{name})")
    if wrong:
        tx.run(f"DELETE FROM {name} WHERE ({key}) IN (SELECT {key} FROM wrong_{name})")
        tx.run(f"INSERT INTO {name} ({cache.columns}) SELECT {cache.columns} FROM wrong_{name}")
    tx.run(f"DROP TABLE wrong_{name}")
    tx.run(f"DELETE FROM fresh_{name}")
    return wrong + too_many


def clear(tx: Tx) -> None:
    """Empty every cache."""
    for name in CACHES:
        tx.run(f"DELETE FROM {name}")


def counts(tx: Tx) -> dict[str, int]:
    """Count the rows of each cache."""
    return {name: _count(tx, f"SELECT COUNT(*) FROM {name}") for name in CACHES}


def snapshot(tx: Tx) -> dict[str, list[Row]]:
    """Give every cache's rows in a fixed order, to be compared."""
    return {
        name: [
            tuple(row)
            for row in tx.run(f"SELECT * FROM {name} ORDER BY {', '.join(cache.key)}").fetchall()
        ]
        for name, cache in CACHES.items()
    }


def _count(tx: Tx, statement: str) -> int:
    row = tx.run(statement).fetchone()
    assert row is not None
    return int(row[0])
