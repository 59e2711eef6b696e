"""The tables of the messaging apps."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from desk.channels.model import LONGEST_FIELD, DeliveryState, InboxState
from desk.persistence.registry import EnumText, UtcDateTime, metadata

app_users = Table(
    "app_users",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("app", String(LONGEST_FIELD), nullable=False),
    Column("user", String(LONGEST_FIELD), nullable=False),
    Column("identity", String(LONGEST_FIELD), nullable=False),
    Column("owner", String(255), nullable=False, index=True),
    Column("blocked", Boolean, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("with_person", Boolean, nullable=False),
    Column("offered", JSON, nullable=False),
    Column("reply_to", Text, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("bound_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "app", "user"),
)

inbox = Table(
    "channel_inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("app_user_id", ForeignKey("app_users.id"), nullable=False),
    Column("state", EnumText(InboxState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("body", Text),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "digest"),
    Index("ix_channel_inbox_state_not_before", "state", "not_before"),
    Index("ix_channel_inbox_app_user_id_state", "app_user_id", "state"),
)

allowances = Table(
    "channel_allowances",
    metadata,
    Column("app_user_id", ForeignKey("app_users.id"), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("messages", Integer, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

deliveries = Table(
    "channel_deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("app_user_id", ForeignKey("app_users.id"), nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("state", EnumText(DeliveryState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("of_conversation", Boolean, nullable=False),
    Column("reply_to", Text),
    Column("body", Text),
    Column("error", String(200)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Index("ix_channel_deliveries_state_not_before", "state", "not_before"),
    Index("ix_channel_deliveries_app_user_id_state", "app_user_id", "state"),
)

values = Table(
    "channel_values",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("value", Text, nullable=False),
    Column("expires_at", UtcDateTime),
)

leases = Table(
    "channel_leases",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("holder", String(32), nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

passes = Table(
    "channel_passes",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("purpose", String(32), nullable=False),
    Column("data", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

links = Table(
    "channel_links",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("app_user_id", ForeignKey("app_users.id")),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)
