"""News: how each notice went, what customers want to hear where, and from where they verified before."""

import sqlalchemy as sa
from alembic import op

revision = "0010_news"
down_revision = "0009_providers"


def upgrade() -> None:
    """Add the columns and make the tables."""
    op.add_column("outbox", sa.Column("reason", sa.String(100)))
    op.add_column("outbox", sa.Column("settled_at", sa.DateTime(timezone=True)))
    op.create_table(
        "notice_preferences",
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("sms", sa.Boolean, nullable=False),
        sa.Column("push", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("customer", name="pk_notice_preferences"),
    )
    op.create_table(
        "known_places",
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("customer", "digest", name="pk_known_places"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("known_places")
    op.drop_table("notice_preferences")
    op.drop_column("outbox", "settled_at")
    op.drop_column("outbox", "reason")
