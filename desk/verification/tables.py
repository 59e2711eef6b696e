"""The tables of verification. No token, code or password is in any of them."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, text

from desk.persistence.registry import EnumText, UtcDateTime, metadata
from desk.verification.model import Method, Status, Trouble
from desk.verification.ports import Outcome

challenges = Table(
    "challenges",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("customer", String(255), nullable=False),
    Column("application_id", String(64), nullable=False),
    Column("conversation_id", String(64), nullable=False),
    Column("purpose", String(32), nullable=False),
    Column("required", Integer, nullable=False),
    Column("passed_methods", JSON, nullable=False),
    Column("status", EnumText(Status), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(
        "uq_challenges_open_application_id",
        "application_id",
        unique=True,
        sqlite_where=text("status = 'open'"),
        postgresql_where=text("status = 'open'"),
    ),
)

guards = Table(
    "verification_guards",
    metadata,
    Column("customer", String(255), primary_key=True),
    Column("password_wrong", Integer, nullable=False),
    Column("password_locks", Integer, nullable=False),
    Column("password_locked_until", UtcDateTime),
    Column("cleared_at", UtcDateTime),
    Column("barred_until", UtcDateTime),
)

codes = Table(
    "one_time_codes",
    metadata,
    Column("customer", String(255), primary_key=True),
    Column("challenge_id", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("trouble", EnumText(Trouble)),
)

sendings = Table(
    "code_sendings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer", String(255), nullable=False),
    Column("phone_digest", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_code_sendings_customer_at", "customer", "at"),
    Index("ix_code_sendings_phone_digest_at", "phone_digest", "at"),
)

tries = Table(
    "verification_tries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("customer", String(255), nullable=False),
    Column("challenge_id", String(32), nullable=False),
    Column("method", EnumText(Method), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome", EnumText(Outcome), nullable=False),
    Index("ix_verification_tries_customer_at", "customer", "at"),
)

faces = Table(
    "face_sessions",
    metadata,
    Column("challenge_id", String(32), primary_key=True),
    Column("reference", String(200), nullable=False),
    Column("try_id", String(32), nullable=False),
    Column("consented_at", UtcDateTime, nullable=False),
)

known_places = Table(
    "known_places",
    metadata,
    Column("customer", String(255), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("first_at", UtcDateTime, nullable=False),
)

proofs = Table(
    "verifications",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("customer", String(255), nullable=False),
    Column("application_id", String(64), nullable=False, index=True),
    Column("methods", JSON, nullable=False),
    Column("passed_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)
