"""Closure applications, one open for each customer."""

import sqlalchemy as sa
from alembic import op

revision = "0002_closures"
down_revision = "0001_accounts"

TABLE = "closure_applications"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("timeline", sa.Text, nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.String(32)),
        sa.Column("consent_version", sa.String(64)),
        sa.Column("consented_at", sa.DateTime(timezone=True)),
        sa.Column("proof_id", sa.String(64)),
        sa.Column("proven_at", sa.DateTime(timezone=True)),
        sa.Column("submitted_at", sa.DateTime(timezone=True)),
        sa.Column("due_date", sa.Date),
        sa.Column("approved_by", sa.String(100)),
        sa.Column("decided_by", sa.String(100)),
        sa.Column("cause", sa.String(32)),
        sa.Column("reason", sa.Text),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("number", name=f"uq_{TABLE}_number"),
        sa.UniqueConstraint("proof_id", name=f"uq_{TABLE}_proof_id"),
    )
    op.create_index(f"ix_{TABLE}_customer", TABLE, ["customer"])
    op.create_index(f"ix_{TABLE}_stage", TABLE, ["stage"])
    still_open = sa.text("ended_at IS NULL")
    op.create_index(
        f"uq_{TABLE}_open",
        TABLE,
        ["customer"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table(TABLE)
