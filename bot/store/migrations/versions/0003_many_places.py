"""Many places: names, codes that open one, groups not begun or ended, workspaces that come and go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables, and columns with what holds for the rows that are there."""
    op.create_table(
        "departure",
        sa.Column("platform", sa.String(), primary_key=True),
        sa.Column("workspace", sa.String(), primary_key=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("left_at", Instant(), nullable=False),
        sa.Column("purge_at", Instant(), nullable=False),
    )
    op.create_index("ix_departure_purge_at", "departure", ["purge_at"])
    op.create_table(
        "slack_installation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("enterprise", sa.String(), nullable=False),
        sa.Column("bot_token", sa.String(), nullable=False),
        sa.Column("refresh_token", sa.String(), nullable=False),
        sa.Column("expires_at", Instant()),
        sa.Column("bot_user", sa.String(), nullable=False),
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("installed_by", sa.String(), nullable=False),
        sa.Column("installed_at", Instant(), nullable=False),
        sa.Column("removed_at", Instant()),
        sa.UniqueConstraint("workspace", "enterprise"),
    )
    with op.batch_alter_table("place") as table:
        table.add_column(sa.Column("name", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("removed_at", Instant()))
    op.execute(
        "UPDATE place SET name = (SELECT name FROM study_group WHERE id = place.group_id)"
        " WHERE account_id IS NULL"
    )
    with op.batch_alter_table("study_group") as table:
        table.add_column(sa.Column("waiting_since", Instant()))
        table.add_column(sa.Column("ended_at", Instant()))
        table.create_index("ix_study_group_waiting_since", ["waiting_since"])
    with op.batch_alter_table("link_code") as table:
        table.add_column(sa.Column("group_id", sa.Integer()))
        table.create_foreign_key("fk_link_code_group_id", "study_group", ["group_id"], ["id"])
        table.create_index("ix_link_code_group_id", ["group_id"])
