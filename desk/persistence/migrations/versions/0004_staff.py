"""Staff accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0004_staff"
down_revision = "0003_audit"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "staff_members",
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("passphrase_hash", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong_tries", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("key", name="pk_staff_members"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("staff_members")
