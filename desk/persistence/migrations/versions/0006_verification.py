"""Verification: challenges, counts, codes and proofs."""

import sqlalchemy as sa
from alembic import op

revision = "0006_verification"
down_revision = "0005_conversations"


def upgrade() -> None:
    """Make the tables."""
    _challenges()
    _guards()
    _codes()
    _tries()
    _proofs()


def _challenges() -> None:
    op.create_table(
        "challenges",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("application_id", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("required", sa.Integer, nullable=False),
        sa.Column("passed_methods", sa.JSON, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_challenges"),
        sa.UniqueConstraint("token_digest", name="uq_challenges_token_digest"),
    )
    still_open = sa.text("status = 'open'")
    op.create_index(
        "uq_challenges_open_application_id",
        "challenges",
        ["application_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def _guards() -> None:
    op.create_table(
        "verification_guards",
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("password_wrong", sa.Integer, nullable=False),
        sa.Column("password_locks", sa.Integer, nullable=False),
        sa.Column("password_locked_until", sa.DateTime(timezone=True)),
        sa.Column("cleared_at", sa.DateTime(timezone=True)),
        sa.Column("barred_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("customer", name="pk_verification_guards"),
    )


def _codes() -> None:
    op.create_table(
        "one_time_codes",
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("challenge_id", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("customer", name="pk_one_time_codes"),
    )
    op.create_table(
        "code_sendings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("phone_digest", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_code_sendings"),
    )
    op.create_index("ix_code_sendings_customer_at", "code_sendings", ["customer", "at"])
    op.create_index("ix_code_sendings_phone_digest_at", "code_sendings", ["phone_digest", "at"])


def _tries() -> None:
    op.create_table(
        "verification_tries",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("challenge_id", sa.String(32), nullable=False),
        sa.Column("method", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_verification_tries"),
    )
    op.create_index("ix_verification_tries_customer_at", "verification_tries", ["customer", "at"])
    op.create_table(
        "face_sessions",
        sa.Column("challenge_id", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("try_id", sa.String(32), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("challenge_id", name="pk_face_sessions"),
    )


def _proofs() -> None:
    op.create_table(
        "verifications",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("application_id", sa.String(64), nullable=False),
        sa.Column("methods", sa.JSON, nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_verifications"),
    )
    op.create_index("ix_verifications_application_id", "verifications", ["application_id"])


def downgrade() -> None:
    """Drop them."""
    for table in (
        "verifications",
        "face_sessions",
        "verification_tries",
        "code_sendings",
        "one_time_codes",
        "verification_guards",
        "challenges",
    ):
        op.drop_table(table)
