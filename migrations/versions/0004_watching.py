"""What people watch, what they are told, the letters about it, and how each wants to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_letters()
    _add_wishes()
    _add_watches()
    _add_notices()


def _add_letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=10), nullable=False),
        sa.Column("week", sa.String(length=10), nullable=True),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=10), nullable=False),
        _belongs_to("letter", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("account_id", "week", name=op.f("uq_letter_account_id")),
    )
    op.create_index(op.f("ix_letter_account_id"), "letter", ["account_id"], unique=False)
    op.create_index(op.f("ix_letter_written"), "letter", ["written"], unique=False)


def _add_wishes() -> None:
    op.create_table(
        "wishes",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("watch_own", sa.Boolean(), nullable=False),
        sa.Column("watched", sa.String(length=10), nullable=False),
        sa.Column("meant", sa.String(length=10), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("refused_address", sa.String(length=254), nullable=False),
        sa.Column("digest_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("feed_hash", sa.String(length=64), nullable=False),
        _belongs_to("wishes", "account_id", "account"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_wishes")),
    )
    op.create_index(op.f("ix_wishes_feed_hash"), "wishes", ["feed_hash"], unique=False)


def _add_watches() -> None:
    op.create_table(
        "watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=1000), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("watch", "account_id", "account"),
        _belongs_to("watch", "page_id", "page"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sa.UniqueConstraint("account_id", "sort", "key", name=op.f("uq_watch_account_id")),
    )
    op.create_index(op.f("ix_watch_page_id"), "watch", ["page_id"], unique=False)
    op.create_index("ix_watch_sort_key", "watch", ["sort", "key"], unique=False)


def _add_notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("happening", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meant", sa.Boolean(), nullable=False),
        sa.Column("via", sa.String(length=10), nullable=False),
        sa.Column("mailed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        _belongs_to("notice", "account_id", "account"),
        _belongs_to("notice", "letter_id", "letter", "SET NULL"),
        _belongs_to("notice", "page_id", "page"),
        _belongs_to("notice", "proposal_id", "proposal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("account_id", "happening", name=op.f("uq_notice_account_id")),
    )
    op.create_index("ix_notice_account_id_id", "notice", ["account_id", "id"], unique=False)
    op.create_index("ix_notice_account_id_read", "notice", ["account_id", "read"], unique=False)
    for column in ("letter_id", "page_id", "proposal_id"):
        op.create_index(op.f(f"ix_notice_{column}"), "notice", [column], unique=False)


def _belongs_to(table: str, column: str, other: str, when_gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=when_gone
    )


def downgrade() -> None:
    for table in ("notice", "watch", "wishes", "letter"):
        op.drop_table(table)
