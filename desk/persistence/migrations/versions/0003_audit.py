"""The audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0003_audit"
down_revision = "0002_closures"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "audit_events",
        sa.Column("chain", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", name="pk_audit_events"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("audit_events")
