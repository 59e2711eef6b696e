"""What providers need and tell: identities for face checks, and why a code may not have arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0009_providers"
down_revision = "0008_channels"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("customers", sa.Column("id_sealed", sa.String(300), nullable=False, server_default=""))
    op.add_column("one_time_codes", sa.Column("trouble", sa.String(32)))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("one_time_codes", "trouble")
    op.drop_column("customers", "id_sealed")
