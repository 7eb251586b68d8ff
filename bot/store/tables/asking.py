"""What is asked and posted: schedules, rounds, messages owed, provisional picks, private runs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.columns import Instant, Numbers


class Schedule(SQLModel, table=True):
    """When a group's question is posted. ``next_at`` is a cache of the next opening.

    ``days`` are ISO weekdays as digits, ``at`` and ``closes`` wall times in the group's
    zone. Slots opening after ``seen_until`` have not been decided yet.
    """

    __tablename__ = "schedule"
    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="study_group.id", index=True)
    kind: str = "daily"
    days: str
    at: str
    closes: str
    late_within_s: int
    seen_until: datetime = Field(sa_type=Instant)
    next_at: datetime | None = Field(default=None, sa_type=Instant, index=True)


class ItemVersion(SQLModel, table=True):
    """Every version of an item ever shown, complete."""

    __tablename__ = "item_version"
    hash: str = Field(primary_key=True)
    item_id: str = Field(index=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    first_shown_at: datetime = Field(sa_type=Instant)


class Round(SQLModel, table=True):
    """An item shown to a group from open to close; or a slot left out, with its reason.

    The unique slot is the claim: whoever inserts the row posts the slot, once.
    """

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("schedule_id", "slot"),
        Index("ix_round_group_day", "group_id", "day"),
        Index("ix_round_group_opens", "group_id", "opens_at"),
        Index("ix_round_group_item", "group_id", "item_id", "opens_at"),
        Index("ix_round_state_closes", "state", "closes_at"),
        Index("ix_round_item_hash", "item_hash"),
    )
    id: int | None = Field(default=None, primary_key=True)
    schedule_id: int = Field(foreign_key="schedule.id")
    group_id: int = Field(foreign_key="study_group.id")
    slot: str
    day: date
    state: str
    pack: str
    item_id: str = ""
    item_hash: str | None = Field(default=None, foreign_key="item_version.hash")
    domain: str = ""
    concept: str = ""
    option_order: tuple[int, ...] = Field(default=(), sa_type=Numbers)
    difficulty: float = 0.0
    opens_at: datetime = Field(sa_type=Instant)
    closes_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: str = ""


class Delivery(SQLModel, table=True):
    """A message owed to a place (engine: pending -> sending -> posted, or the reason not).

    ``wanted_rev`` beyond ``shown_rev`` means that the posted message must be edited.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("occasion_kind", "occasion_id", "place_id", "kind"),
        Index("ix_delivery_state_lease", "state", "lease_until"),
    )
    id: int | None = Field(default=None, primary_key=True)
    occasion_kind: str
    occasion_id: int
    place_id: int = Field(foreign_key="place.id", index=True)
    kind: str
    state: str
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    fence: int = 0
    attempts: int = 0
    remote_id: str = ""
    wanted_rev: int = 0
    shown_rev: int = 0
    error: str = ""
    created_at: datetime = Field(sa_type=Instant)
    posted_at: datetime | None = Field(default=None, sa_type=Instant)


class Draft(SQLModel, table=True):
    """A provisional pick: counts at the close unless it is locked before."""

    __tablename__ = "draft"
    round_id: int = Field(foreign_key="round.id", primary_key=True)
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    response: tuple[int, ...] = Field(sa_type=Numbers)
    shown_at: datetime | None = Field(default=None, sa_type=Instant)
    tapped_at: datetime = Field(sa_type=Instant)


class Run(SQLModel, table=True):
    """A private run of items. ``plan`` names them where they were chosen beforehand.

    ``drill`` says which drill it is, such as ``overlap`` or ``overlap/kms``; mostly none.
    """

    __tablename__ = "run"
    id: int | None = Field(default=None, primary_key=True)
    learner_id: int = Field(foreign_key="learner.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    group_id: int | None = Field(default=None, foreign_key="study_group.id")
    pack: str
    domain: str = ""
    source: str = "practice"
    plan: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    drill: str = ""
    wanted: int
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class RunItem(SQLModel, table=True):
    """An item of a private run; ``picked`` is the provisional response.

    ``intent`` is what the person said decides it, before they saw its options.
    """

    __tablename__ = "run_item"
    __table_args__ = (UniqueConstraint("run_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="run.id")
    position: int
    item_id: str
    item_hash: str = Field(foreign_key="item_version.hash")
    option_order: tuple[int, ...] = Field(sa_type=Numbers)
    reason: str = ""
    picked: tuple[int, ...] | None = Field(default=None, sa_type=Numbers)
    intent: str | None = None
    shown_at: datetime = Field(sa_type=Instant)


class Bulletin(SQLModel, table=True):
    """Anything else that is posted: a review, a design round, a correction, a reminder.

    The unique slot is the claim, as for a round. ``content`` is all that its card needs.
    ``round_id`` names the question in whose thread it stands. One without ``closes_at`` is
    never closed.
    """

    __tablename__ = "bulletin"
    __table_args__ = (
        UniqueConstraint("group_id", "kind", "slot"),
        Index("ix_bulletin_state_closes", "state", "closes_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="study_group.id")
    kind: str
    slot: str
    state: str
    content: dict[str, Any] = Field(sa_type=JSON)
    round_id: int | None = Field(default=None, foreign_key="round.id")
    opens_at: datetime = Field(sa_type=Instant)
    closes_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
