"""Comments on pages, and who is mentioned in them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("signed", sa.String(length=10), nullable=False),
        sa.Column("pen_name", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("resolved", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("became", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited", sa.DateTime(timezone=True), nullable=True),
        _foreign("page_id", "page", "CASCADE"),
        _foreign("thread_id", "comment", "CASCADE"),
        _foreign("answers_id", "comment", "SET NULL"),
        _foreign("author_id", "account", "SET NULL"),
        _foreign("resolved_by", "account", "SET NULL"),
        _foreign("proposal_id", "proposal", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("author_id", "key", name=op.f("uq_comment_author_id")),
    )
    op.create_index("ix_comment_page_id_thread_id", "comment", ["page_id", "thread_id"], unique=False)
    op.create_index("ix_comment_state", "comment", ["state", "id"], unique=False)
    op.create_index(op.f("ix_comment_thread_id"), "comment", ["thread_id"], unique=False)
    op.create_index(op.f("ix_comment_answers_id"), "comment", ["answers_id"], unique=False)
    op.create_table(
        "comment_mention",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _foreign("comment_id", "comment", "CASCADE", "comment_mention"),
        _foreign("account_id", "account", "CASCADE", "comment_mention"),
        sa.PrimaryKeyConstraint("comment_id", "account_id", name=op.f("pk_comment_mention")),
    )


def _foreign(column: str, target: str, ondelete: str, table: str = "comment") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    op.drop_table("comment_mention")
    op.drop_table("comment")
