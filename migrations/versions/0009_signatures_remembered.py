"""How accounts signed last, and versions whose words were removed for good."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "usual_signature",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("signed", sa.String(length=10), nullable=False),
        sa.Column("pen_name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_usual_signature_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_usual_signature")),
    )
    op.add_column("revision", sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("revision", "removed")
    op.drop_table("usual_signature")
