"""The learning engine: memories of concepts, the ability model's terms and how far it has come."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from bot.core.memory import Memory, answered, recall_of
from bot.store.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PAGE = 5_000
_READ = ("learner_id", "pack", "concept", "confidence", "is_right", "at", "seq")


def upgrade() -> None:
    """Add the tables, and the memories of what was answered before; the model folds by itself."""
    memory = op.create_table(
        "memory",
        sa.Column("learner_id", sa.Integer(), primary_key=True),
        sa.Column("pack", sa.String(), primary_key=True),
        sa.Column("concept", sa.String(), primary_key=True),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ability_term",
        sa.Column("generation", sa.Integer(), primary_key=True),
        sa.Column("pack", sa.String(), primary_key=True),
        sa.Column("sort", sa.String(), primary_key=True),
        sa.Column("owner", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("mean", sa.Float(), nullable=False),
        sa.Column("variance", sa.Float(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ability_cursor",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("next_seq", sa.BigInteger(), nullable=False),
        sa.Column("building", sa.Integer(), nullable=False),
        sa.Column("building_seq", sa.BigInteger(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("sweeping", sa.Boolean(), nullable=False),
        sa.Column("packs", sa.JSON(), nullable=False),
    )
    with op.batch_alter_table("run") as table:
        table.add_column(sa.Column("drill", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("run_item") as table:
        table.add_column(sa.Column("intent", sa.String()))
    op.create_index(
        "ix_attempt_intent",
        "attempt",
        ["learner_id", "pack"],
        sqlite_where=sa.text("intent IS NOT NULL"),
        postgresql_where=sa.text("intent IS NOT NULL"),
    )
    no = "0" if op.get_bind().dialect.name == "sqlite" else "false"
    op.execute(
        "INSERT INTO ability_cursor (id, generation, next_seq, building, building_seq, stale,"
        f" sweeping, packs) VALUES (1, 1, 0, 0, 0, {no}, {no}, '{{}}')"
    )
    _remember(memory)


def _remember(memory: sa.Table) -> None:
    """Fold the answers that are there into memories, in the order in which they were given."""
    attempt = sa.table(
        "attempt",
        *(sa.column(name) for name in ("seq", "learner_id", "pack", "concept", "confidence")),
        sa.column("is_right", sa.Boolean()),
        sa.column("counts", sa.Boolean()),
        sa.column("phase", sa.Integer()),
        sa.column("at", Instant()),
    )
    query = (
        sa.select(*(attempt.c[name] for name in _READ))
        .where(attempt.c.counts, attempt.c.phase == 1)
        .order_by(attempt.c.learner_id, attempt.c.pack, attempt.c.concept, attempt.c.seq)
    )
    kept: dict[tuple[int, str, str], tuple[Memory, int]] = {}
    at: datetime
    for learner, pack, concept, confidence, is_right, at, seq in op.get_bind().execute(query):
        key = (learner, pack, concept)
        before = kept[key][0] if key in kept else None
        recall = recall_of(is_right=is_right, confidence=confidence, first=before is None)
        kept[key] = (answered(before, recall, at), seq)
    rows = [
        {
            "learner_id": key[0],
            "pack": key[1],
            "concept": key[2],
            "stability": found.stability,
            "difficulty": found.difficulty,
            "last_at": found.last,
            "seq": seq,
        }
        for key, (found, seq) in kept.items()
    ]
    for start in range(0, len(rows), _PAGE):
        op.bulk_insert(memory, rows[start : start + _PAGE])
