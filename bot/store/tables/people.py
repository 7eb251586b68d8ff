"""People and groups, the places a group lives in, and who belongs where."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.columns import Instant


class Learner(SQLModel, table=True):
    """A person, across platforms and groups. An empty ``zone`` means the group's.

    After an erasure a learner without any account stays behind: a tombstone.
    """

    __tablename__ = "learner"
    id: int | None = Field(default=None, primary_key=True)
    simulated: bool = False
    zone: str = ""
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
    """A study group: the tenant, with its settings.

    ``verdicts`` is ``at_once`` or ``at_close``. ``holidays`` are ISO dates, or two with a
    slash between. ``nudged_at`` is when the lead was asked about the silence, ``dormant_at``
    since when only weekly reviews are posted. ``waiting_since`` is when it was founded, until
    its lead has begun it. One with ``ended_at`` has no place left.
    """

    __tablename__ = "study_group"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    pack: str
    zone: str
    finish_day: date | None = None
    simulated: bool = False
    paused_at: datetime | None = Field(default=None, sa_type=Instant)
    verdicts: str = "at_once"
    holidays: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    mention: str = ""
    weekly_export: bool = False
    mock_breaks: bool = False
    nudged_at: datetime | None = Field(default=None, sa_type=Instant)
    dormant_at: datetime | None = Field(default=None, sa_type=Instant)
    waiting_since: datetime | None = Field(default=None, sa_type=Instant, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)


class Place(SQLModel, table=True):
    """Where a group's messages go: a channel on one platform; with an account, that person.

    ``name`` is what people there call it. One with ``removed_at`` is the group's no more, and
    its address is free for another.
    """

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("platform", "workspace", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="study_group.id", index=True)
    platform: str
    workspace: str
    address: str
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    paused_at: datetime | None = Field(default=None, sa_type=Instant)
    pause_reason: str = ""
    name: str = ""
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


class Membership(SQLModel, table=True):
    """A learner in a group. ``on_board`` and ``shares`` are None until the person has chosen.

    With ``shares`` the lead sees the person's domain bands and active days.
    """

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("group_id", "learner_id"),)
    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="study_group.id")
    learner_id: int = Field(foreign_key="learner.id", index=True)
    is_lead: bool = False
    on_board: bool | None = None
    shares: bool | None = None
    alias: str = ""
    joined_at: datetime = Field(sa_type=Instant)
    used_at: datetime = Field(sa_type=Instant)


class Reminder(SQLModel, table=True):
    """A person's wish to be reminded in a group, at a wall time in their own zone.

    ``next_at`` is a cache of the next one; None switches it off. Quiet hours are wall times.
    """

    __tablename__ = "reminder"
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    group_id: int = Field(foreign_key="study_group.id", primary_key=True)
    at: str
    quiet_from: str = "21:00"
    quiet_to: str = "08:00"
    next_at: datetime | None = Field(default=None, sa_type=Instant, index=True)


class LinkCode(SQLModel, table=True):
    """A one-time code by which somebody's other account is recognised as theirs.

    ``code`` is its hash. A ``wrong`` one is a guess that missed, kept as long to be counted.
    With a ``group_id`` it opens another place to that group instead.
    """

    __tablename__ = "link_code"
    code: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=Instant)
    wrong: bool = False
    group_id: int | None = Field(default=None, foreign_key="study_group.id", index=True)


class Chore(SQLModel, table=True):
    """What is left to do for one person, in chunks: an erasure, or with ``into_id`` a link.

    A link moves everything of ``learner_id`` to ``into_id``; an erasure goes through their
    events from ``next_seq`` on. The row goes when it is done.
    """

    __tablename__ = "chore"
    id: int | None = Field(default=None, primary_key=True)
    learner_id: int = Field(foreign_key="learner.id")
    into_id: int | None = Field(default=None, foreign_key="learner.id")
    next_seq: int = Field(default=0, sa_type=BigInteger)
    asked_at: datetime = Field(sa_type=Instant)
