"""Customers and the ledger of their accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0001_accounts"
down_revision = "0000_demo"

ENTRIES = ("loans", "instalment_periods", "bills", "movements", "freezes")


def upgrade() -> None:
    """Make the tables."""
    _people()
    _debts()
    _hindrances()


def _people() -> None:
    op.create_table(
        "customers",
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("customer", name="pk_customers"),
    )
    op.create_index("ix_customers_phone", "customers", ["phone"])
    op.create_table(
        "accounts",
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("credit_limit", sa.BigInteger, nullable=False),
        sa.Column("overpaid", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("closed_by", sa.String(64)),
        sa.PrimaryKeyConstraint("customer", name="pk_accounts"),
        sa.UniqueConstraint("number", name="uq_accounts_number"),
        sa.ForeignKeyConstraint(["customer"], ["customers.customer"], name="fk_accounts_customer"),
    )


def _debts() -> None:
    _entries(
        "loans",
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("due_date", sa.Date, nullable=False),
    )
    _entries(
        "instalment_periods",
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("due_date", sa.Date, nullable=False),
        key=("plan", "number"),
    )
    _entries(
        "bills",
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("principal", sa.BigInteger, nullable=False),
        sa.Column("penalty", sa.BigInteger, nullable=False),
        sa.Column("due_date", sa.Date, nullable=False),
    )


def _hindrances() -> None:
    _entries(
        "movements",
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("direction", sa.String(16), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("expected_on", sa.Date, nullable=False),
    )
    _entries(
        "freezes",
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in reversed(("customers", "accounts", *ENTRIES)):
        op.drop_table(table)


def _entries(name: str, *columns: sa.Column[object], key: tuple[str, ...] = ("ref",)) -> None:
    op.create_table(
        name,
        sa.Column("customer", sa.String(255), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("customer", *key, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["customer"], ["accounts.customer"], name=f"fk_{name}_customer"),
    )
