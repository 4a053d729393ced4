"""How contributions are signed, rounds and remarks of a proposal, locked pages, and house rules.

A table that others refer to is never made anew on SQLite: dropping it would delete their rows. Plain columns are added.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rule")),
    )
    op.add_column("page", sa.Column("locked", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table in ("revision", "proposal"):
        op.add_column(table, sa.Column("signed", sa.String(length=10), nullable=False, server_default="named"))
        op.add_column(table, sa.Column("pen_name", sa.String(length=80), nullable=False, server_default=""))
    _extend_proposals()
    _add_rounds()
    _add_remarks()


def _extend_proposals() -> None:
    with op.batch_alter_table("proposal") as batch_op:
        batch_op.add_column(sa.Column("code_hash", sa.String(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("via", sa.String(length=10), nullable=False, server_default="edit"))
        batch_op.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("claimed_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("updated", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_proposal_code_hash"), ["code_hash"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_proposal_claimed_by_account"), "account", ["claimed_by"], ["id"], ondelete="SET NULL"
        )
    op.execute("UPDATE proposal SET updated = created")
    with op.batch_alter_table("proposal") as batch_op:
        batch_op.alter_column("updated", existing_type=sa.DateTime(timezone=True), nullable=False)


def _add_rounds() -> None:
    op.create_table(
        "proposal_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("mended_by", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mended_by"], ["account.id"], name=op.f("fk_proposal_round_mended_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_round_proposal_id_proposal"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_round")),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_proposal_round_proposal_id")),
    )
    op.execute(
        'INSERT INTO proposal_round (proposal_id, number, base_number, "values", note, created) '
        'SELECT id, 1, base_number, "values", note, created FROM proposal'
    )


def _add_remarks() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("from_review", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_remark_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_remark_proposal_id_proposal"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_proposal_id"), "remark", ["proposal_id"], unique=False)


def downgrade() -> None:
    op.drop_table("remark")
    op.drop_table("proposal_round")
    op.drop_table("rule")
    with op.batch_alter_table("proposal") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proposal_claimed_by_account"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_proposal_code_hash"))
        for column in ("updated", "claimed_at", "claimed_by", "round", "via", "code_hash", "pen_name", "signed"):
            batch_op.drop_column(column)
    for column in ("pen_name", "signed"):
        op.drop_column("revision", column)
    op.drop_column("page", "locked")
