"""The marker of a demo's database, and the texts on its handset."""

import sqlalchemy as sa
from alembic import op

revision = "0000_demo"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "demo_marker",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_demo_marker"),
    )
    op.create_table(
        "handset_texts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_handset_texts"),
        sa.UniqueConstraint("key", name="uq_handset_texts_key"),
    )
    op.create_index("ix_handset_texts_phone", "handset_texts", ["phone"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("handset_texts")
    op.drop_table("demo_marker")
