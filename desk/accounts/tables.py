"""The tables of customers and their accounts."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Integer, String, Table

from desk.accounts.model import AccountStatus, FreezeKind
from desk.persistence.registry import EnumText, metadata


def _ref() -> Column[str]:
    return Column("ref", String(64), primary_key=True)


def _customer() -> Column[str]:
    return Column("customer", ForeignKey("accounts.customer"), primary_key=True)


customers = Table(
    "customers",
    metadata,
    Column("customer", String(255), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("phone", String(20), nullable=False, index=True),
    Column("password_hash", String(200), nullable=False),
    Column("id_sealed", String(300), nullable=False, server_default=""),
)
accounts = Table(
    "accounts",
    metadata,
    Column("customer", ForeignKey("customers.customer"), primary_key=True),
    Column("number", String(32), nullable=False, unique=True),
    Column("status", EnumText(AccountStatus), nullable=False),
    Column("credit_limit", BigInteger, nullable=False),
    Column("overpaid", BigInteger, nullable=False, server_default="0"),
    Column("closed_by", String(64)),
)
loans = Table(
    "loans",
    metadata,
    _customer(),
    _ref(),
    Column("amount", BigInteger, nullable=False),
    Column("due_date", Date, nullable=False),
)
periods = Table(
    "instalment_periods",
    metadata,
    _customer(),
    Column("plan", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("amount", BigInteger, nullable=False),
    Column("due_date", Date, nullable=False),
)
bills = Table(
    "bills",
    metadata,
    _customer(),
    _ref(),
    Column("principal", BigInteger, nullable=False),
    Column("penalty", BigInteger, nullable=False),
    Column("due_date", Date, nullable=False),
)
movements = Table(
    "movements",
    metadata,
    _customer(),
    _ref(),
    Column("direction", String(16), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("expected_on", Date, nullable=False),
)
freezes = Table(
    "freezes",
    metadata,
    _customer(),
    _ref(),
    Column("kind", EnumText(FreezeKind), nullable=False),
    Column("reason", String(200), nullable=False),
)
DEBTS = (loans, periods, bills, movements, freezes)
