"""Records by the driver's own SQL: the same objects that the session gives, much cheaper.

A press reads about ten single rows, and the session's way to each costs more than everything
else that the press does. Here a row goes from the driver into a record that the session then
owns as if it had loaded it. It knows mapped classes and columns, and nothing of their meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Dialect, Table, TypeDecorator, inspect
from sqlalchemy.orm import Mapper, configure_mappers, make_transient_to_detached
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

Record = TypeVar("Record", bound=SQLModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How rows of a table become records.

    ``attributes`` stand in column order; ``readers`` are those whose values a driver gives
    otherwise than we have them.
    """

    mapper: Mapper[Any]
    select: str
    by_key: str
    key: tuple[int, ...]
    attributes: tuple[str, ...]
    readers: tuple[tuple[str, Callable[[Any], Any]], ...]


@lru_cache(maxsize=128)
def plan_of(kind: type[SQLModel], dialect: Dialect) -> Plan:
    """Make the plan of a mapped class on a database."""
    configure_mappers()  # a program's first read may come before the session's first query
    mapper: Mapper[Any] = inspect(kind)
    table = mapper.local_table
    assert isinstance(table, Table)
    columns, keys = list(table.columns), list(table.primary_key)
    names = ", ".join(f"{table.name}.{column.name}" for column in columns)
    attributes = tuple(mapper.get_property_by_column(column).key for column in columns)
    readers = (_reader(column.type, dialect) for column in columns)
    return Plan(
        mapper=mapper,
        select=f"SELECT {names} FROM {table.name} ",
        by_key=f"WHERE {' AND '.join(f'{column.name} = ?' for column in keys)}",
        key=tuple(columns.index(column) for column in keys),
        attributes=attributes,
        readers=tuple(
            (name, read) for name, read in zip(attributes, readers, strict=True) if read is not None
        ),
    )


def build(plan: Plan, row: tuple[Any, ...]) -> SQLModel:
    """Make a record of a row, in the state of one that a session has let go of unchanged."""
    record: SQLModel = plan.mapper.class_manager.new_instance()
    values = record.__dict__
    values.update(zip(plan.attributes, row, strict=True))
    for name, read in plan.readers:
        if values[name] is not None:
            values[name] = read(values[name])
    make_transient_to_detached(record)
    return record


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Give what turns a driver's value into ours; psycopg gives Python's own values already."""
    if dialect.name != "sqlite" and not isinstance(kind, TypeDecorator):
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)
