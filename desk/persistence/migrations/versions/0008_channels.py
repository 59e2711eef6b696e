"""Messaging apps: app users, inbox, allowances, deliveries, shared values, passes, ties of links."""

import sqlalchemy as sa
from alembic import op

revision = "0008_channels"
down_revision = "0007_notices"

_UNSENT = sa.text("place IS NOT NULL AND last_seq > sent_seq")


def upgrade() -> None:
    """Make the tables, and keep with each conversation where it goes on."""
    op.add_column("conversations", sa.Column("place", sa.String(32)))
    op.add_column("conversations", sa.Column("sent_seq", sa.Integer, nullable=False, server_default="0"))
    op.create_index(
        "ix_conversations_place",
        "conversations",
        ["place"],
        sqlite_where=_UNSENT,
        postgresql_where=_UNSENT,
    )
    _users()
    _inbox()
    _deliveries()
    _values()
    _passes()


def _users() -> None:
    op.create_table(
        "app_users",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("app", sa.String(255), nullable=False),
        sa.Column("user", sa.String(255), nullable=False),
        sa.Column("identity", sa.String(255), nullable=False),
        sa.Column("owner", sa.String(255), nullable=False),
        sa.Column("blocked", sa.Boolean, nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("with_person", sa.Boolean, nullable=False),
        sa.Column("offered", sa.JSON, nullable=False),
        sa.Column("reply_to", sa.Text, nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_app_users"),
        sa.UniqueConstraint("channel", "app", "user", name="uq_app_users_channel_app_user"),
    )
    op.create_index("ix_app_users_owner", "app_users", ["owner"])


def _inbox() -> None:
    op.create_table(
        "channel_inbox",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("app_user_id", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["app_user_id"], ["app_users.id"], name="fk_channel_inbox_app_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_channel_inbox"),
        sa.UniqueConstraint("channel", "digest", name="uq_channel_inbox_channel_digest"),
    )
    op.create_index("ix_channel_inbox_state_not_before", "channel_inbox", ["state", "not_before"])
    op.create_index("ix_channel_inbox_app_user_id_state", "channel_inbox", ["app_user_id", "state"])


def _deliveries() -> None:
    op.create_table(
        "channel_allowances",
        sa.Column("app_user_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("messages", sa.Integer, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["app_user_id"], ["app_users.id"], name="fk_channel_allowances_app_user_id"),
        sa.PrimaryKeyConstraint("app_user_id", "kind", name="pk_channel_allowances"),
    )
    op.create_table(
        "channel_deliveries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("app_user_id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("of_conversation", sa.Boolean, nullable=False),
        sa.Column("reply_to", sa.Text),
        sa.Column("body", sa.Text),
        sa.Column("error", sa.String(200)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["app_user_id"], ["app_users.id"], name="fk_channel_deliveries_app_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_channel_deliveries"),
        sa.UniqueConstraint("key", name="uq_channel_deliveries_key"),
    )
    op.create_index("ix_channel_deliveries_state_not_before", "channel_deliveries", ["state", "not_before"])
    op.create_index("ix_channel_deliveries_app_user_id_state", "channel_deliveries", ["app_user_id", "state"])


def _values() -> None:
    op.create_table(
        "channel_values",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("channel", "name", name="pk_channel_values"),
    )
    op.create_table(
        "channel_leases",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("holder", sa.String(32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "name", name="pk_channel_leases"),
    )


def _passes() -> None:
    op.create_table(
        "channel_passes",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_channel_passes"),
    )
    op.create_index("ix_channel_passes_expires_at", "channel_passes", ["expires_at"])
    op.create_table(
        "channel_links",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("app_user_id", sa.String(32)),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["app_user_id"], ["app_users.id"], name="fk_channel_links_app_user_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_channel_links"),
    )
    op.create_index("ix_channel_links_expires_at", "channel_links", ["expires_at"])


def downgrade() -> None:
    """Drop them."""
    tables = ("links", "passes", "leases", "values", "deliveries", "allowances", "inbox")
    for table in tables:
        op.drop_table(f"channel_{table}")
    op.drop_table("app_users")
    op.drop_index("ix_conversations_place", "conversations")
    for column in ("sent_seq", "place"):
        op.drop_column("conversations", column)
