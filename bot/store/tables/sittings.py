"""Mock exams as they are sat: beside a run its clock, beside each of its items what was done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from bot.store.columns import Instant, Numbers


class Sitting(SQLModel, table=True):
    """A run that is a mock exam. It is over once ``handed_in_at`` is set.

    ``place`` is the number of the item that is open, ``looked_at`` since when it is on a
    screen. ``deadline`` has the breaks in it: all that is left of them while one lasts.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        Index(
            "ix_sitting_deadline",
            "deadline",
            sqlite_where=text("handed_in_at IS NULL"),
            postgresql_where=text("handed_in_at IS NULL"),
        ),
    )
    run_id: int = Field(foreign_key="run.id", primary_key=True)
    form: str
    minutes: int
    deadline: datetime = Field(sa_type=Instant)
    place: int = 1
    looked_at: datetime | None = Field(default=None, sa_type=Instant)
    break_left_s: int = 0
    break_since: datetime | None = Field(default=None, sa_type=Instant)
    handed_in_at: datetime | None = Field(default=None, sa_type=Instant)
    by_clock: bool = False


class SittingItem(SQLModel, table=True):
    """An item of a sitting, beside its ``run_item``. ``first`` is what was chosen at first.

    ``met`` says that its owner had met the item before; one that is not ``scored`` is on trial.
    """

    __tablename__ = "sitting_item"
    run_id: int = Field(foreign_key="run.id", primary_key=True)
    position: int = Field(primary_key=True)
    scored: bool
    met: bool
    marked: bool = False
    first: tuple[int, ...] | None = Field(default=None, sa_type=Numbers)
    changes: int = 0
    spent_ms: int = 0
