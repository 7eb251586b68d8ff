"""The life of a group: bulletins, settings, consent, reminders, linked accounts, other keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Instant, Numbers

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables, and columns with what holds for the rows that are there."""
    op.create_table(
        "bulletin",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("round.id")),
        sa.Column("opens_at", Instant(), nullable=False),
        sa.Column("closes_at", Instant()),
        sa.Column("closed_at", Instant()),
        sa.UniqueConstraint("group_id", "kind", "slot"),
    )
    op.create_index("ix_bulletin_state_closes", "bulletin", ["state", "closes_at"])
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("item_hash", sa.String(), sa.ForeignKey("item_version.hash"), nullable=False),
        sa.Column("key", Numbers(), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), nullable=False),
        sa.Column("next_seq", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("right_before", sa.Integer(), nullable=False),
        sa.Column("right_after", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("done_at", Instant()),
    )
    op.create_index("ix_remark_done_at", "remark", ["done_at"])
    op.create_table(
        "key_rule",
        sa.Column("group_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("item_hash", sa.String(), primary_key=True),
        sa.Column("key", Numbers(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reminder",
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id"), primary_key=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("quiet_from", sa.String(), nullable=False),
        sa.Column("quiet_to", sa.String(), nullable=False),
        sa.Column("next_at", Instant()),
    )
    op.create_index("ix_reminder_next_at", "reminder", ["next_at"])
    op.create_table(
        "link_code",
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("wrong", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_link_code_account_id", "link_code", ["account_id"])
    op.create_index("ix_attempt_version", "attempt", ["item_hash", "group_id", "seq"])
    op.create_index("ix_round_item_hash", "round", ["item_hash"])
    op.create_table(
        "chore",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=False),
        sa.Column("into_id", sa.Integer(), sa.ForeignKey("learner.id")),
        sa.Column("next_seq", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
    )
    op.create_index("ix_board_total_learner", "board_total", ["learner_id", "group_id"])
    with op.batch_alter_table("learner") as table:
        table.add_column(sa.Column("zone", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("study_group") as table:
        table.add_column(
            sa.Column("verdicts", sa.String(), nullable=False, server_default="at_once")
        )
        table.add_column(sa.Column("holidays", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("mention", sa.String(), nullable=False, server_default=""))
        table.add_column(
            sa.Column("weekly_export", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("nudged_at", Instant()))
        table.add_column(sa.Column("dormant_at", Instant()))
    with op.batch_alter_table("place") as table:
        table.add_column(sa.Column("account_id", sa.Integer()))
        table.create_foreign_key("fk_place_account_id", "account", ["account_id"], ["id"])
        table.create_index("ix_place_account_id", ["account_id"])
    with op.batch_alter_table("membership") as table:
        table.add_column(sa.Column("shares", sa.Boolean()))
    with op.batch_alter_table("run") as table:
        table.add_column(
            sa.Column("source", sa.String(), nullable=False, server_default="practice")
        )
        table.add_column(sa.Column("plan", sa.JSON(), nullable=False, server_default="[]"))
