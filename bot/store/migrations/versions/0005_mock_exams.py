"""Mock exams: sittings beside private runs, what was done with each item, breaks as a setting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Instant, Numbers

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and the column with what holds for the groups that are there."""
    op.create_table(
        "sitting",
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("run.id"), primary_key=True),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("deadline", Instant(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("looked_at", Instant()),
        sa.Column("break_left_s", sa.Integer(), nullable=False),
        sa.Column("break_since", Instant()),
        sa.Column("handed_in_at", Instant()),
        sa.Column("by_clock", sa.Boolean(), nullable=False),
    )
    running = sa.text("handed_in_at IS NULL")
    op.create_index(
        "ix_sitting_deadline",
        "sitting",
        ["deadline"],
        sqlite_where=running,
        postgresql_where=running,
    )
    op.create_table(
        "sitting_item",
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("run.id"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("scored", sa.Boolean(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("marked", sa.Boolean(), nullable=False),
        sa.Column("first", Numbers()),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("spent_ms", sa.Integer(), nullable=False),
    )
    # In batch mode the table would be made anew, which rows that point at it forbid.
    op.add_column(
        "study_group",
        sa.Column("mock_breaks", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
