"""The tables that only a demo fills: the marker of its database, and the texts on its handset."""

from sqlalchemy import Column, Integer, String, Table, Text

from desk.persistence.registry import UtcDateTime, metadata

demo_marker = Table(
    "demo_marker",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("created_at", UtcDateTime, nullable=False),
)
handset_texts = Table(
    "handset_texts",
    metadata,
    Column("id", Integer, primary_key=True),
    # The sender's name for the message: one that is delivered again is not shown twice.
    Column("key", String(200), nullable=False, unique=True),
    Column("phone", String(20), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
)
