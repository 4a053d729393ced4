"""Why pages are locked, which were merged, and what was undone of all that an account did."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_locks()
    _add_merges()
    _add_undoing()


def _add_locks() -> None:
    op.create_table(
        "page_lock",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("locked_by", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["locked_by"], ["account.id"], name=op.f("fk_page_lock_locked_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_lock_page_id_page"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_page_lock")),
    )


def _add_merges() -> None:
    op.create_table(
        "page_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("stays_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["gone_id"], ["page.id"], name=op.f("fk_page_merge_gone_id_page"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["stays_id"], ["page.id"], name=op.f("fk_page_merge_stays_id_page"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_by"], ["account.id"], name=op.f("fk_page_merge_merged_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_merge")),
    )
    op.create_index(op.f("ix_page_merge_gone_id"), "page_merge", ["gone_id"], unique=False)
    op.create_index(op.f("ix_page_merge_stays_id"), "page_merge", ["stays_id"], unique=False)


def _add_undoing() -> None:
    op.create_table(
        "undoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_undoing_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_undoing_by_id_account"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undoing")),
    )
    op.create_index(op.f("ix_undoing_account_id"), "undoing", ["account_id"], unique=False)
    op.create_table(
        "undone_thing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("undoing_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("is_back", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["undoing_id"], ["undoing.id"], name=op.f("fk_undone_thing_undoing_id_undoing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undone_thing")),
    )
    op.create_index(op.f("ix_undone_thing_undoing_id"), "undone_thing", ["undoing_id"], unique=False)


def downgrade() -> None:
    for table in ("undone_thing", "undoing", "page_merge", "page_lock"):
        op.drop_table(table)
