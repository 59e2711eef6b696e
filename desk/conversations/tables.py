"""The tables of the transcripts."""

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
    text,
)

from desk.conversations.model import Role, State
from desk.persistence.registry import EnumText, UtcDateTime, metadata

_UNSENT = text("place IS NOT NULL AND last_seq > sent_seq")

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(255), nullable=False, unique=True),
    Column("is_visitor", Boolean, nullable=False),
    Column("state", EnumText(State), nullable=False),
    Column("question", String(64)),
    Column("sender", String(32), nullable=False),
    Column("session_turns", Integer, nullable=False),
    Column("last_turn_at", UtcDateTime, nullable=False),
    Column("person_requested_at", UtcDateTime),
    Column("claimed_by", String(100)),
    Column("last_seq", Integer, nullable=False),
    Column("place", String(32)),
    Column("sent_seq", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_conversations_person_requested_at", "person_requested_at"),
    # Only what a messaging app has still to be told: as small as the work there is.
    Index("ix_conversations_place", "place", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
)

senders = Table(
    "senders",
    metadata,
    Column("sender", String(32), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("began_at", UtcDateTime, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("sender", String(32), nullable=False),
    Column("intent", String(64)),
    Column("stale", Boolean, nullable=False),
    Column("masked", Boolean, nullable=False),
    Column("bare_secret", Boolean, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "client_id"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("role", EnumText(Role), nullable=False),
    Column("text", Text, nullable=False),
    Column("card", JSON(none_as_null=True)),
    Column("question", String(64)),
    Column("application_id", String(64)),
    Column("turn_id", ForeignKey("turns.id"), index=True),
    Column("key", String(200)),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "seq"),
    UniqueConstraint("conversation_id", "key"),
)

buttons = Table(
    "buttons",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("message_id", ForeignKey("messages.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("intent", String(64), nullable=False),
    Column("stage", String(32)),
)

ratings = Table(
    "ratings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("score", Integer, nullable=False),
    Column("comment", Text),
    Column("created_at", UtcDateTime, nullable=False),
)

feedback = Table(
    "message_feedback",
    metadata,
    Column("message_id", ForeignKey("messages.id"), primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", Text),
    Column("created_at", UtcDateTime, nullable=False),
)
