"""What is kept about whole workspaces: an app's installations, and who has sent us away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.columns import Instant


class Departure(SQLModel, table=True):
    """A workspace that has removed the app: its people are erased from ``purge_at`` on.

    The row goes when that is done, or when the workspace comes back before.
    """

    __tablename__ = "departure"
    platform: str = Field(primary_key=True)
    workspace: str = Field(primary_key=True)
    reason: str
    left_at: datetime = Field(sa_type=Instant)
    purge_at: datetime = Field(sa_type=Instant, index=True)


class SlackInstallation(SQLModel, table=True):
    """The app in one Slack workspace; an organisation-wide one has an empty ``workspace``.

    Both tokens are kept as they are given, and they are given encrypted. ``scopes`` are
    separated by commas.
    """

    __tablename__ = "slack_installation"
    __table_args__ = (UniqueConstraint("workspace", "enterprise"),)
    id: int | None = Field(default=None, primary_key=True)
    workspace: str
    enterprise: str
    bot_token: str
    refresh_token: str = ""
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    bot_user: str
    app_id: str
    scopes: str
    installed_by: str
    installed_at: datetime = Field(sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
