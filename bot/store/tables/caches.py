"""Caches: made again from the facts by ``bot.store.rebuild``, and a test proves it.

On SQLite their rows lie in the tree of their key: one look-up finds a row, and what is read
together lies together.
"""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.columns import Numbers

_BY_KEY = {"sqlite_with_rowid": False}


class Tally(SQLModel, table=True):
    """Cache: how a round was answered. Cells: ``answers``, ``o2`` (option 2 chosen),
    ``certain+`` and ``certain-`` (that confidence, right or wrong; ``unknown`` too)."""

    __tablename__ = "tally"
    __table_args__ = _BY_KEY
    round_id: int = Field(foreign_key="round.id", primary_key=True)
    cell: str = Field(primary_key=True)
    n: int = 0


class ConceptTotal(SQLModel, table=True):
    """Cache: a learner's first picks per concept."""

    __tablename__ = "concept_total"
    __table_args__ = _BY_KEY
    learner_id: int = Field(foreign_key="learner.id", primary_key=True)
    pack: str = Field(primary_key=True)
    concept: str = Field(primary_key=True)
    domain: str
    n: int = 0
    n_right: int = 0


class BoardTotal(SQLModel, table=True):
    """Cache: a learner's closed rounds in a group's span of time. Points are tenths.

    ``span`` is a window's key, such as ``week:2026-W48``. ``points`` is what ranks: on a
    week ``total`` less the dropped round plus the bonus for ``practised`` items.
    """

    __tablename__ = "board_total"
    __table_args__ = (
        Index("ix_board_total_rank", "group_id", "span", "listed", "points", "learner_id"),
        Index("ix_board_total_learner", "learner_id", "group_id"),
        _BY_KEY,
    )
    group_id: int = Field(foreign_key="study_group.id", primary_key=True)
    span: str = Field(primary_key=True)
    learner_id: int = Field(foreign_key="learner.id", primary_key=True)
    listed: bool = False
    total: int = 0
    lowest: int = 0
    n: int = 0
    n_right: int = 0
    practised: int = 0
    points: int = 0


class BoardHistogram(SQLModel, table=True):
    """Cache: how many listed learners hold how many points, for a rank without a count."""

    __tablename__ = "board_histogram"
    __table_args__ = _BY_KEY
    group_id: int = Field(foreign_key="study_group.id", primary_key=True)
    span: str = Field(primary_key=True)
    points: int = Field(primary_key=True)
    learners: int = 0


class KeyRule(SQLModel, table=True):
    """Cache: another key for an item's version, by the latest correction.

    ``group_id`` 0 means every group; a group's own rule goes before it.
    """

    __tablename__ = "key_rule"
    __table_args__ = _BY_KEY
    group_id: int = Field(primary_key=True)
    item_hash: str = Field(primary_key=True)
    key: tuple[int, ...] = Field(sa_type=Numbers)
