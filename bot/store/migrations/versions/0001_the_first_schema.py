"""The first schema: people, groups, rounds, deliveries, attempts, events, and caches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Instant, Numbers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "item_version",
        sa.Column("hash", sa.String(), primary_key=True),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("first_shown_at", Instant(), nullable=False),
    )
    op.create_index("ix_item_version_item_id", "item_version", ["item_id"])
    op.create_table(
        "learner",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
    )
    op.create_table(
        "study_group",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("finish_day", sa.Date()),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("paused_at", Instant()),
        sa.Column("created_at", Instant(), nullable=False),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.UniqueConstraint("platform", "workspace", "external_id"),
    )
    op.create_index("ix_account_learner_id", "account", ["learner_id"])
    op.create_table(
        "board_histogram",
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id"), primary_key=True),
        sa.Column("span", sa.String(), primary_key=True),
        sa.Column("points", sa.Integer(), primary_key=True),
        sa.Column("learners", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "board_total",
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id"), primary_key=True),
        sa.Column("span", sa.String(), primary_key=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), primary_key=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("lowest", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("n_right", sa.Integer(), nullable=False),
        sa.Column("practised", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_board_total_rank", "board_total", ["group_id", "span", "listed", "points", "learner_id"]
    )
    op.create_table(
        "concept_total",
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), primary_key=True),
        sa.Column("pack", sa.String(), primary_key=True),
        sa.Column("concept", sa.String(), primary_key=True),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("n_right", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id")),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id")),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_index("ix_event_group_kind", "event", ["group_id", "kind"])
    op.create_index("ix_event_learner_kind", "event", ["learner_id", "kind"])
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id"), nullable=False),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("on_board", sa.Boolean()),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=False),
        sa.UniqueConstraint("group_id", "learner_id"),
    )
    op.create_index("ix_membership_learner_id", "membership", ["learner_id"])
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id"), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("paused_at", Instant()),
        sa.Column("pause_reason", sa.String(), nullable=False),
        sa.UniqueConstraint("platform", "workspace", "address"),
    )
    op.create_index("ix_place_group_id", "place", ["group_id"])
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id")),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("done_at", Instant()),
        sa.Column("outcome", sa.String(), nullable=False),
    )
    op.create_table(
        "schedule",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("closes", sa.String(), nullable=False),
        sa.Column("late_within_s", sa.Integer(), nullable=False),
        sa.Column("seen_until", Instant(), nullable=False),
        sa.Column("next_at", Instant()),
    )
    op.create_index("ix_schedule_group_id", "schedule", ["group_id"])
    op.create_index("ix_schedule_next_at", "schedule", ["next_at"])
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("occasion_kind", sa.String(), nullable=False),
        sa.Column("occasion_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), sa.ForeignKey("place.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lease_until", Instant()),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("wanted_rev", sa.Integer(), nullable=False),
        sa.Column("shown_rev", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("posted_at", Instant()),
        sa.UniqueConstraint("occasion_kind", "occasion_id", "place_id", "kind"),
    )
    op.create_index("ix_delivery_place_id", "delivery", ["place_id"])
    op.create_index("ix_delivery_state_lease", "delivery", ["state", "lease_until"])
    op.create_table(
        "room_message",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("place_id", sa.Integer(), sa.ForeignKey("place.id"), nullable=False),
        sa.Column("thread_of", sa.Integer(), sa.ForeignKey("room_message.id")),
        sa.Column("nonce", sa.String(), nullable=False, unique=True),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("posted_at", Instant(), nullable=False),
        sa.Column("edited_at", Instant()),
    )
    op.create_index("ix_room_message_place_id", "room_message", ["place_id"])
    op.create_index("ix_room_message_thread_of", "room_message", ["thread_of"])
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("schedule_id", sa.Integer(), sa.ForeignKey("schedule.id"), nullable=False),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id"), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), sa.ForeignKey("item_version.hash")),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("concept", sa.String(), nullable=False),
        sa.Column("option_order", Numbers(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("opens_at", Instant(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant()),
        sa.Column("reason", sa.String(), nullable=False),
        sa.UniqueConstraint("schedule_id", "slot"),
    )
    op.create_index("ix_round_group_day", "round", ["group_id", "day"])
    op.create_index("ix_round_group_item", "round", ["group_id", "item_id", "opens_at"])
    op.create_index("ix_round_group_opens", "round", ["group_id", "opens_at"])
    op.create_index("ix_round_state_closes", "round", ["state", "closes_at"])
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id")),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
    )
    op.create_index("ix_run_learner_id", "run", ["learner_id"])
    op.create_table(
        "draft",
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("round.id"), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("response", Numbers(), nullable=False),
        sa.Column("shown_at", Instant()),
        sa.Column("tapped_at", Instant(), nullable=False),
    )
    op.create_table(
        "run_item",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("run.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), sa.ForeignKey("item_version.hash"), nullable=False),
        sa.Column("option_order", Numbers(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("picked", Numbers()),
        sa.Column("shown_at", Instant(), nullable=False),
        sa.UniqueConstraint("run_id", "position"),
    )
    op.create_table(
        "tally",
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("round.id"), primary_key=True),
        sa.Column("cell", sa.String(), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attempt",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=False),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("study_group.id")),
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("round.id")),
        sa.Column("run_item_id", sa.Integer(), sa.ForeignKey("run_item.id")),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), sa.ForeignKey("item_version.hash"), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("concept", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("response", Numbers(), nullable=False),
        sa.Column("confidence", sa.String()),
        sa.Column("intent", sa.String()),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("shown_at", Instant()),
        sa.Column("elapsed_ms", sa.Integer()),
        sa.Column("study_day", sa.Date(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.UniqueConstraint("round_id", "account_id", "phase"),
        sa.UniqueConstraint("run_item_id"),
    )
    op.create_index("ix_attempt_group_day", "attempt", ["group_id", "study_day"])
    op.create_index(
        "ix_attempt_learner_concept", "attempt", ["learner_id", "pack", "concept", "item_id"]
    )
    op.create_index("ix_attempt_learner_day", "attempt", ["learner_id", "study_day"])
    op.create_index(
        "uq_attempt_counted",
        "attempt",
        ["round_id", "learner_id", "phase"],
        unique=True,
        sqlite_where=sa.text("counts = 1 AND round_id IS NOT NULL"),
        postgresql_where=sa.text("counts AND round_id IS NOT NULL"),
    )
    # `seq` numbers attempts and events together. On Postgres a row would make every
    # writer wait for the one before it, so a sequence stands in for it there.
    op.execute("INSERT INTO counter (name, value) VALUES ('seq', 0)")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE seq")


def downgrade() -> None:
    """There is nothing before the first schema."""
    raise RuntimeError("there is nothing before the first schema")
