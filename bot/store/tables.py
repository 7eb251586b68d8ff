"""Every table, as records. They carry no rules: values and rules live in ``bot.core``.

Truth is ``attempt`` and ``event`` (one ``seq`` over both), the rounds and deliveries, and
the people. ``tally``, ``concept_total``, ``board_total`` and ``board_histogram`` are
caches: ``bot.store.rebuild`` makes them again from the truth, and a test proves it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.store.columns import Instant, Numbers

# One metadata of our own naming, so that every constraint can be altered later.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Counter(SQLModel, table=True):
    """The one number that attempts and events draw ``seq`` from."""

    __tablename__ = "counter"
    name: str = Field(primary_key=True)
    value: int = Field(sa_type=BigInteger)


class Learner(SQLModel, table=True):
    """A person, across platforms and groups."""

    __tablename__ = "learner"
    id: int | None = Field(default=None, primary_key=True)
    simulated: bool = False
    created_at: datetime = Field(sa_type=Instant)


class Account(SQLModel, table=True):
    """An identity on one platform."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("platform", "workspace", "external_id"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    workspace: str
    external_id: str
    name: str
    learner_id: int = Field(foreign_key="learner.id", index=True)
    created_at: datetime = Field(sa_type=Instant)


class Group(SQLModel, table=True):
    """A study group: the tenant."""

    __tablename__ = "study_group"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    pack: str
    zone: str
    finish_day: date | None = None
    simulated: bool = False
    paused_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)


class Place(SQLModel, table=True):
    """Where a group's messages go: a channel on one platform."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("platform", "workspace", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="study_group.id", index=True)
    platform: str
    workspace: str
    address: str
    paused_at: datetime | None = Field(default=None, sa_type=Instant)
    pause_reason: str = ""


class Membership(SQLModel, table=True):
    """A learner in a group. ``on_board`` is None until the person has chosen."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("group_id", "learner_id"),)
    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="study_group.id")
    learner_id: int = Field(foreign_key="learner.id", index=True)
    is_lead: bool = False
    on_board: bool | None = None
    alias: str = ""
    joined_at: datetime = Field(sa_type=Instant)
    used_at: datetime = Field(sa_type=Instant)


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
    """A private run of items."""

    __tablename__ = "run"
    id: int | None = Field(default=None, primary_key=True)
    learner_id: int = Field(foreign_key="learner.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    group_id: int | None = Field(default=None, foreign_key="study_group.id")
    pack: str
    domain: str = ""
    wanted: int
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class RunItem(SQLModel, table=True):
    """An item of a private run; ``picked`` is the provisional response."""

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
    shown_at: datetime = Field(sa_type=Instant)


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


class Tally(SQLModel, table=True):
    """Cache: how a round was answered. Cells: ``answers``, ``o2`` (option 2 chosen),
    ``certain+`` and ``certain-`` (that confidence, right or wrong; ``unknown`` too)."""

    __tablename__ = "tally"
    round_id: int = Field(foreign_key="round.id", primary_key=True)
    cell: str = Field(primary_key=True)
    n: int = 0


class ConceptTotal(SQLModel, table=True):
    """Cache: a learner's first picks per concept."""

    __tablename__ = "concept_total"
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
    group_id: int = Field(foreign_key="study_group.id", primary_key=True)
    span: str = Field(primary_key=True)
    points: int = Field(primary_key=True)
    learners: int = 0


class Request(SQLModel, table=True):
    """Something asked of the running bot by another command on the same file."""

    __tablename__ = "request"
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    group_id: int | None = Field(default=None, foreign_key="study_group.id")
    asked_at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str = ""


class RoomMessage(SQLModel, table=True):
    """What the room shows: it is a platform of its own and keeps its messages itself.

    ``nonce`` is the delivery's, so that a message sent twice is stored once.
    """

    __tablename__ = "room_message"
    id: int | None = Field(default=None, primary_key=True)
    place_id: int = Field(foreign_key="place.id", index=True)
    thread_of: int | None = Field(default=None, foreign_key="room_message.id", index=True)
    nonce: str = Field(unique=True)
    card: dict[str, Any] = Field(sa_type=JSON)
    posted_at: datetime = Field(sa_type=Instant)
    edited_at: datetime | None = Field(default=None, sa_type=Instant)
