"""Everything that is held about a person, row by row, whichever table it stands in.

The tables are found by their references to a learner or an account, so that one added later
is not forgotten. It gives plain values; nothing is left out but what only points at others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import Table
from sqlmodel import SQLModel, col, select

from bot.core.ability import Sort
from bot.store import people
from bot.store.events import own_events
from bot.store.tables import AbilityCursor, AbilityTerm, Delivery, ItemVersion, Place
from bot.store.tx import Tx

#: A row as JSON can hold it.
Held: TypeAlias = dict[str, object]
#: Tables that hang on a person's rows of another table: (table, column, table above).
_BELOW = (
    ("run_item", "run_id", "run"),
    ("sitting", "run_id", "run"),
    ("sitting_item", "run_id", "run"),
    ("room_message", "place_id", "place"),
    ("delivery", "place_id", "place"),
)
PAGE = 500


def tables_about() -> dict[str, list[tuple[str, str]]]:
    """Give each table that refers to people: its columns and what each refers to.

    The first column is the one that says whose a row is.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                if key.column.table.name in ("learner", "account"):
                    found.setdefault(table.name, []).append((column.name, key.column.table.name))
    return found


def held(tx: Tx, learner_id: int) -> Iterator[tuple[str, Held]]:
    """Give (table, row) of everything held about a person, some hundred rows at a time."""
    accounts: list[object] = [account.id for account in people.accounts_of(tx, learner_id)]
    keys: dict[str, list[object]] = {"learner": [learner_id], "account": accounts}
    yield from _rows(tx, "learner", "id", [learner_id])
    for name, columns in tables_about().items():
        if name == "chore":
            continue  # a note to ourselves, gone within seconds
        column, above = columns[0]
        yield from _rows(tx, name, column, keys[above])
    yield from _ability(tx, learner_id)
    for name, column, above in _BELOW:
        yield from _rows(tx, name, column, _ids(tx, above, keys))
    yield from _rows(tx, "bulletin", "id", [*_told(tx, accounts), *_written(tx, learner_id)])


def items_of(tx: Tx, hashes: Sequence[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Give (hash, content) of item versions, complete."""
    for start in range(0, len(hashes), PAGE):
        query = select(ItemVersion).where(col(ItemVersion.hash).in_(hashes[start : start + PAGE]))
        for row in tx.exec(query):
            yield row.hash, row.content


def _rows(tx: Tx, name: str, column: str, values: Sequence[object]) -> Iterator[tuple[str, Held]]:
    table: Table = SQLModel.metadata.tables[name]
    for start in range(0, len(values), PAGE):
        query = (
            table.select()
            .where(table.c[column].in_(values[start : start + PAGE]))
            .order_by(*table.primary_key.columns)
            .execution_options(yield_per=PAGE)
        )
        for row in tx.execute(query).mappings():
            yield name, {key: _plain(value) for key, value in row.items()}


def _ability(tx: Tx, learner_id: int) -> Iterator[tuple[str, Held]]:
    """Give what the ability model thinks of a person now and thought as weeks began."""
    query = (
        select(AbilityTerm)
        .join(AbilityCursor, col(AbilityCursor.generation) == col(AbilityTerm.generation))
        .where(
            AbilityTerm.owner == learner_id,
            col(AbilityTerm.sort).in_((Sort.MEMBER.value, Sort.DOMAIN.value, Sort.PAST.value)),
        )
        .order_by(col(AbilityTerm.pack), col(AbilityTerm.sort), col(AbilityTerm.name))
    )
    for term in tx.exec(query):
        said = {"pack": term.pack, "sort": term.sort, "name": term.name}
        yield "ability_term", {**said, "mean": term.mean, "variance": term.variance, "n": term.n}


def _ids(tx: Tx, name: str, keys: dict[str, list[object]]) -> list[object]:
    column, above = tables_about()[name][0]
    table = SQLModel.metadata.tables[name]
    query = table.select().where(table.c[column].in_(keys[above])).with_only_columns(table.c.id)
    return list(tx.execute(query).scalars())


def _told(tx: Tx, accounts: Sequence[object]) -> list[object]:
    query = (
        select(col(Delivery.occasion_id))
        .join(Place, col(Place.id) == col(Delivery.place_id))
        .where(col(Place.account_id).in_(accounts), Delivery.occasion_kind == "bulletin")
    )
    found: list[object] = []
    found += tx.exec(query).all()
    return found


def _written(tx: Tx, learner_id: int) -> list[object]:
    """Give the ids of the explanations that a person has put into threads."""
    return [event.payload["bulletin"] for event in own_events(tx, learner_id, ("explained",))]


def _plain(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value


def as_line(row: Held) -> str:
    """Write a row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, separators=(", ", ": "))
