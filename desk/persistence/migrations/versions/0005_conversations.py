"""Conversations: transcripts, turns, buttons and what customers think of them."""

import sqlalchemy as sa
from alembic import op

revision = "0005_conversations"
down_revision = "0004_staff"


def upgrade() -> None:
    """Make the tables."""
    _conversations()
    _turns()
    _messages()
    _opinions()


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(255), nullable=False),
        sa.Column("is_visitor", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("question", sa.String(64)),
        sa.Column("sender", sa.String(32), nullable=False),
        sa.Column("session_turns", sa.Integer, nullable=False),
        sa.Column("last_turn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_requested_at", sa.DateTime(timezone=True)),
        sa.Column("claimed_by", sa.String(100)),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("owner", name="uq_conversations_owner"),
    )
    op.create_index("ix_conversations_person_requested_at", "conversations", ["person_requested_at"])
    op.create_table(
        "senders",
        sa.Column("sender", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_senders_conversation_id"),
        sa.PrimaryKeyConstraint("sender", name="pk_senders"),
    )


def _turns() -> None:
    op.create_table(
        "turns",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("sender", sa.String(32), nullable=False),
        sa.Column("intent", sa.String(64)),
        sa.Column("stale", sa.Boolean, nullable=False),
        sa.Column("masked", sa.Boolean, nullable=False),
        sa.Column("bare_secret", sa.Boolean, nullable=False),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_turns_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.UniqueConstraint("conversation_id", "client_id", name="uq_turns_conversation_id_client_id"),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("card", sa.JSON),
        sa.Column("question", sa.String(64)),
        sa.Column("application_id", sa.String(64)),
        sa.Column("turn_id", sa.String(32)),
        sa.Column("key", sa.String(200)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_messages_conversation_id"
        ),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_messages_turn_id"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("conversation_id", "key", name="uq_messages_conversation_id_key"),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_messages_conversation_id_seq"),
    )
    op.create_index("ix_messages_turn_id", "messages", ["turn_id"])
    op.create_table(
        "buttons",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("message_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("intent", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(32)),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_buttons_message_id"),
        sa.PrimaryKeyConstraint("id", name="pk_buttons"),
    )
    op.create_index("ix_buttons_message_id", "buttons", ["message_id"])


def _opinions() -> None:
    op.create_table(
        "ratings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("comment", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_ratings_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ratings"),
    )
    op.create_index("ix_ratings_conversation_id", "ratings", ["conversation_id"])
    op.create_table(
        "message_feedback",
        sa.Column("message_id", sa.String(32), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_message_feedback_message_id"),
        sa.PrimaryKeyConstraint("message_id", name="pk_message_feedback"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("message_feedback", "ratings", "buttons", "messages", "turns", "senders", "conversations"):
        op.drop_table(table)
