"""The kinds of demo customer: what each finds in the books. Amounts are fen."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from desk.accounts.model import Bill, Freeze, FreezeKind, Movement, Period, Plan
from desk.accounts.sql import REFUND, REPAYMENT, SqlAccountLedger, SqlBookkeeping

CREDIT_LIMIT = 500_000
Entry = Callable[[SqlBookkeeping, str, date], None]


def lend(books: SqlBookkeeping, customer: str, today: date) -> None:
    """A loan of 1,200 yuan, due in twelve days."""
    books.lend(customer, "loan-1", 120_000, today + timedelta(days=12))


def _instalments(books: SqlBookkeeping, customer: str, today: date) -> None:
    due = [today + timedelta(days=9 + 30 * month) for month in range(3)]
    periods = tuple(Period(number, 33_350, day) for number, day in enumerate(due, 4))
    books.plan(customer, Plan("plan-1", periods))


def _overdue(books: SqlBookkeeping, customer: str, today: date) -> None:
    books.bill(customer, Bill("bill-1", 86_000, 1_290, today - timedelta(days=6)))


def _repayment(books: SqlBookkeeping, customer: str, today: date) -> None:
    books.move(customer, REPAYMENT, Movement("repayment-1", 50_000, today + timedelta(days=1)))


def _refund(books: SqlBookkeeping, customer: str, today: date) -> None:
    books.move(customer, REFUND, Movement("refund-1", 19_900, today + timedelta(days=3)))


def _overpaid(books: SqlBookkeeping, customer: str, _today: date) -> None:
    books.overpay(customer, 2_580)


def _frozen(books: SqlBookkeeping, customer: str, _today: date) -> None:
    books.freeze(customer, Freeze(FreezeKind.RISK, "risk review", "risk-1"))


def _closed(books: SqlBookkeeping, customer: str, _today: date) -> None:
    SqlAccountLedger(books.session).close(customer, "counter", "counter")


NO_ACCOUNT = "no_account"
PROFILES: Mapping[str, tuple[Entry, ...]] = {
    "clear": (),
    "unpaid_loan": (lend,),
    "instalments": (_instalments,),
    "overdue": (_overdue,),
    "repayment_in_flight": (_repayment,),
    "refund_in_flight": (_refund,),
    "overpaid": (_overpaid,),
    "frozen": (_frozen,),
    "many_obstacles": (lend, _instalments, _overdue, _refund, _overpaid),
    "closed": (_closed,),
    NO_ACCOUNT: (),
}
