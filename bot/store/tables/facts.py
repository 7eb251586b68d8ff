"""What happened, for good: attempts and events in one order, and jobs asked of the running bot."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.store.columns import Instant, Numbers


class Counter(SQLModel, table=True):
    """The one number that attempts and events draw ``seq`` from."""

    __tablename__ = "counter"
    name: str = Field(primary_key=True)
    value: int = Field(sa_type=BigInteger)


class Attempt(SQLModel, table=True):
    """A response given, marked and kept for good. ``points`` are tenths, fixed at marking."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("round_id", "account_id", "phase"),
        UniqueConstraint("run_item_id"),
        Index(
            "uq_attempt_counted",
            "round_id",
            "learner_id",
            "phase",
            unique=True,
            sqlite_where=text("counts = 1 AND round_id IS NOT NULL"),
            postgresql_where=text("counts AND round_id IS NOT NULL"),
        ),
        Index("ix_attempt_learner_concept", "learner_id", "pack", "concept", "item_id"),
        Index("ix_attempt_learner_day", "learner_id", "study_day"),
        Index("ix_attempt_group_day", "group_id", "study_day"),
        Index("ix_attempt_version", "item_hash", "group_id", "seq"),
        Index(
            "ix_attempt_intent",
            "learner_id",
            "pack",
            sqlite_where=text("intent IS NOT NULL"),
            postgresql_where=text("intent IS NOT NULL"),
        ),
    )
    seq: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    learner_id: int = Field(foreign_key="learner.id")
    account_id: int = Field(foreign_key="account.id")
    group_id: int | None = Field(default=None, foreign_key="study_group.id")
    round_id: int | None = Field(default=None, foreign_key="round.id")
    run_item_id: int | None = Field(default=None, foreign_key="run_item.id")
    pack: str
    item_id: str
    item_hash: str = Field(foreign_key="item_version.hash")
    domain: str
    concept: str
    source: str
    phase: int = 1
    response: tuple[int, ...] = Field(sa_type=Numbers)
    confidence: str | None = None
    intent: str | None = None
    is_right: bool
    share: float
    points: int
    counts: bool = True
    shown_at: datetime | None = Field(default=None, sa_type=Instant)
    elapsed_ms: int | None = None
    study_day: date
    at: datetime = Field(sa_type=Instant)


class Event(SQLModel, table=True):
    """Anything else that derived state follows from, in the order of ``seq``."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_group_kind", "group_id", "kind"),
        Index("ix_event_learner_kind", "learner_id", "kind"),
    )
    seq: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    group_id: int | None = Field(default=None, foreign_key="study_group.id")
    learner_id: int | None = Field(default=None, foreign_key="learner.id")
    kind: str
    payload: dict[str, Any] = Field(default={}, sa_column=Column(JSON, nullable=False))
    at: datetime = Field(sa_type=Instant)


class Request(SQLModel, table=True):
    """Something asked of the running bot by another command on the same file."""

    __tablename__ = "request"
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    group_id: int | None = Field(default=None, foreign_key="study_group.id")
    asked_at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str = ""


class Remark(SQLModel, table=True):
    """A job: mark a group's past answers to a version again, in chunks, from ``next_seq`` on.

    ``group_id`` 0 means the answers given outside of any group. ``event_seq`` is the correction
    that asked for it. Of ``answers`` marked again ``right_before`` were right, ``right_after`` are.
    """

    __tablename__ = "remark"
    id: int | None = Field(default=None, primary_key=True)
    group_id: int
    item_hash: str = Field(foreign_key="item_version.hash")
    key: tuple[int, ...] = Field(sa_type=Numbers)
    event_seq: int = Field(sa_type=BigInteger)
    next_seq: int = Field(default=0, sa_type=BigInteger)
    answers: int = 0
    changed: int = 0
    right_before: int = 0
    right_after: int = 0
    asked_at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
