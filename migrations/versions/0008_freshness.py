"""When a page was checked and is due, checks apart from edits, readers' tasks, and owners who agree to be named.

The days of pages that are there already are settled by a job at the next start: they depend on the declared kinds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("page", sa.Column("checked_on", sa.Date(), nullable=True))
    op.add_column("page", sa.Column("checked_against", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("page", sa.Column("due_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_page_due_on"), "page", ["due_on"])
    _add_checks()
    _add_tasks()
    op.create_table(
        "page_care",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        *_belongs("page_care", ("page_id", "page", "CASCADE"), ("account_id", "account", "CASCADE")),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_page_care")),
    )
    op.create_index(op.f("ix_page_care_account_id"), "page_care", ["account_id"])


def _add_checks() -> None:
    op.create_table(
        "page_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("against", sa.String(length=120), nullable=False),
        sa.Column("word", sa.String(length=500), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("signed", sa.String(length=10), nullable=False),
        sa.Column("pen_name", sa.String(length=80), nullable=False),
        sa.Column("created", TIME, nullable=False),
        *_belongs("page_check", ("page_id", "page", "CASCADE"), ("account_id", "account", "SET NULL")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_check")),
    )
    op.create_index(op.f("ix_page_check_account_id"), "page_check", ["account_id"])
    op.create_index("ix_page_check_page_checked", "page_check", ["page_id", "checked_on"])


def _add_tasks() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("claimed_at", TIME, nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_how", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("opened", TIME, nullable=False),
        sa.Column("updated", TIME, nullable=False),
        *_belongs(
            "task", ("page_id", "page", "CASCADE"), ("claimed_by", "account", "SET NULL"),
            ("ended_by", "account", "SET NULL"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )  # fmt: skip
    op.create_index(op.f("ix_task_page_id"), "task", ["page_id"])
    op.create_index("ix_task_state_updated", "task", ["state", "updated"])
    is_open = sa.text("state = 'open'")
    op.create_index("uq_task_open", "task", ["page_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open)
    op.create_table(
        "task_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("created", TIME, nullable=False),
        *_belongs("task_note", ("task_id", "task", "CASCADE")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_note")),
    )
    op.create_index(op.f("ix_task_note_task_id"), "task_note", ["task_id"])


def _belongs(table: str, *columns: tuple[str, str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"), ondelete=gone)
        for name, other, gone in columns
    ]
