"""Searches counted by day, wanted pages with the searches they answer, and who is told once they are written."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("in_vain", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked")),
        sa.UniqueConstraint("day", "key_hash", name=op.f("uq_asked_day")),
    )
    op.create_table(
        "wanted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("settled", sa.Date(), nullable=True),
        _foreign("wanted", "claimed_by", "account", "SET NULL"),
        _foreign("wanted", "page_id", "page", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted")),
    )
    for column in ("state", "claimed_by", "page_id"):
        op.create_index(op.f(f"ix_wanted_{column}"), "wanted", [column])
    op.create_table(
        "wanted_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wanted_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        _foreign("wanted_words", "wanted_id", "wanted", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted_words")),
    )
    op.create_index(op.f("ix_wanted_words_wanted_id"), "wanted_words", ["wanted_id"])
    op.create_table(
        "asker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _foreign("asker", "account_id", "account", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asker")),
    )
    for column in ("account_id", "token_hash"):
        op.create_index(op.f(f"ix_asker_{column}"), "asker", [column])


def _foreign(table: str, column: str, target: str, gone: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=gone)


def downgrade() -> None:
    for table in ("asker", "wanted_words", "wanted", "asked"):
        op.drop_table(table)
