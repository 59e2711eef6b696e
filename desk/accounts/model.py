"""A customer's 备用金 account as the ledger tells it. Amounts are integer fen."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Fen = int


class AccountStatus(StrEnum):
    """Whether the account still exists for its holder."""

    ACTIVE = "active"
    CLOSED = "closed"


class FreezeKind(StrEnum):
    """Why nothing new may be borrowed: a closure under way, a risk decision, or a dispute."""

    CLOSING = "closing"
    RISK = "risk"
    DISPUTE = "dispute"


class ObstacleKind(StrEnum):
    """What can stand against closing, in the order in which a customer is told."""

    NO_ACCOUNT = "no_account"
    CLOSED = "closed"
    ALREADY_CLOSING = "already_closing"
    OVERDUE = "overdue"
    UNPAID_LOAN = "unpaid_loan"
    INSTALMENTS = "instalments"
    REPAYMENT_IN_FLIGHT = "repayment_in_flight"
    REFUND_IN_FLIGHT = "refund_in_flight"
    OVERPAID = "overpaid"
    FROZEN = "frozen"
    DISPUTED = "disputed"


@dataclass(frozen=True)
class Customer:
    """Who the customer is, and what proves it: the phone for codes, the hash of the password.

    ``id_sealed`` is the ID number as ``IdentitySeals`` seals it, empty when none is on file.
    """

    customer: str
    name: str
    phone: str
    password_hash: str
    id_sealed: str = field(default="", repr=False)


@dataclass(frozen=True)
class Identity:
    """The person behind a customer, as a register of persons knows them."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class Loan:
    """Borrowed money that is not paid back yet."""

    ref: str
    amount: Fen
    due_date: date


@dataclass(frozen=True)
class Period:
    """One unpaid period of an instalment plan."""

    number: int
    amount: Fen
    due_date: date


@dataclass(frozen=True)
class Plan:
    """A purchase paid in instalments, with the periods that are still to be paid."""

    ref: str
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class Bill:
    """An unpaid bill; ``penalty`` is what lateness has added so far."""

    ref: str
    principal: Fen
    penalty: Fen
    due_date: date


@dataclass(frozen=True)
class Movement:
    """Money under way between customer and account, expected to arrive on a day."""

    ref: str
    amount: Fen
    expected_on: date


@dataclass(frozen=True)
class Freeze:
    """One reason why the account may not borrow; ``ref`` says who set it."""

    kind: FreezeKind
    reason: str
    ref: str


@dataclass(frozen=True)
class Account:
    """The account with everything that matters to its closing; settled loans and bills are left out.

    ``closed_by`` is the closure application on whose behalf it was closed, if it was one of ours.
    """

    customer: str
    number: str
    holder_name: str
    phone: str
    status: AccountStatus
    credit_limit: Fen
    loans: tuple[Loan, ...] = ()
    plans: tuple[Plan, ...] = ()
    bills: tuple[Bill, ...] = ()
    repayments_in_flight: tuple[Movement, ...] = ()
    refunds_in_flight: tuple[Movement, ...] = ()
    overpaid: Fen = 0
    freezes: tuple[Freeze, ...] = ()
    closed_by: str | None = None

    @property
    def label(self) -> str:
        """The account as it may be shown to anyone who holds a link: its last four digits."""
        return f"尾号{self.number[-4:]}"


@dataclass(frozen=True)
class Obstacle:
    """One kind of thing that stands against closing.

    ``amount`` is the total in fen and ``due_date`` the earliest day (of money under way: when the last of it
    arrives), where the kind has them; ``count`` is how many loans, periods, bills or movements make it up.
    """

    kind: ObstacleKind
    amount: Fen | None = None
    due_date: date | None = None
    count: int = 1


@dataclass(frozen=True)
class Due:
    """One thing to be paid: ``kind`` is unpaid_loan, instalments or overdue."""

    kind: ObstacleKind
    amount: Fen
    due_date: date


@dataclass(frozen=True)
class Outstanding:
    """What the customer still has to pay, earliest first."""

    total: Fen
    items: tuple[Due, ...]
