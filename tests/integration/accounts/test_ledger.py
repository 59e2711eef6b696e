from datetime import date

import pytest
from sqlalchemy.orm import Session

from desk.accounts.errors import NoAccount
from desk.accounts.model import (
    Account,
    AccountStatus,
    Bill,
    Freeze,
    FreezeKind,
    Loan,
    Movement,
    ObstacleKind,
    Period,
    Plan,
)
from desk.accounts.sql import REFUND, REPAYMENT, SqlBookkeeping
from desk.bootstrap import Desk
from tests.journey import arrive

DAY = date(2026, 12, 1)


def account_of(desk: Desk, customer: str) -> Account:
    with desk.transactions.read() as work:
        account = work.ledger.account_of(customer)
    assert account is not None
    return account


def test_everything_in_the_books_comes_back_as_it_was_written(desk: Desk) -> None:
    customer = arrive(desk)
    plan = Plan("p1", (Period(1, 10_000, DAY), Period(2, 10_001, DAY)))
    bill, repayment, refund = Bill("b1", 5_000, 12, DAY), Movement("r", 1, DAY), Movement("f", 2, DAY)
    with Session(desk.transactions._engine) as session, session.begin():
        books = SqlBookkeeping(session)
        books.lend(customer, "l1", 3_000_000_000, DAY)
        books.plan(customer, plan)
        books.bill(customer, bill)
        books.move(customer, REPAYMENT, repayment)
        books.move(customer, REFUND, refund)
        books.overpay(customer, 77)
        books.freeze(customer, Freeze(FreezeKind.DISPUTE, "争议处理", "case-1"))
    account = account_of(desk, customer)
    assert account.loans == (Loan("l1", 3_000_000_000, DAY),)
    assert account.plans == (plan,)
    assert account.bills == (bill,)
    assert (account.repayments_in_flight, account.refunds_in_flight) == ((repayment,), (refund,))
    assert account.overpaid == 77
    assert account.freezes == (Freeze(FreezeKind.DISPUTE, "争议处理", "case-1"),)
    assert account.status is AccountStatus.ACTIVE


def test_freezing_twice_for_the_same_application_is_once(desk: Desk) -> None:
    customer = arrive(desk)
    with desk.transactions.write() as work:
        work.ledger.freeze(customer, "a1")
        work.ledger.freeze(customer, "a1")
    assert [freeze.ref for freeze in account_of(desk, customer).freezes] == ["a1"]


def test_releasing_takes_back_its_own_freeze_only(desk: Desk) -> None:
    customer = arrive(desk, "frozen")
    with desk.transactions.write() as work:
        work.ledger.freeze(customer, "a1")
        work.ledger.release(customer, "a1")
        work.ledger.release(customer, "a1")
        work.ledger.release(customer, "risk-1")
    assert [freeze.kind for freeze in account_of(desk, customer).freezes] == [FreezeKind.RISK]


def test_closing_twice_is_once_and_takes_the_freeze_away(desk: Desk) -> None:
    customer = arrive(desk)
    with desk.transactions.write() as work:
        work.ledger.freeze(customer, "a1")
        work.ledger.close(customer, "a1", "boris")
        work.ledger.close(customer, "a2", "boris")
    account = account_of(desk, customer)
    assert account.status is AccountStatus.CLOSED
    assert account.freezes == ()


def test_a_customer_without_an_account_is_told_so(desk: Desk) -> None:
    customer = arrive(desk, "no_account")
    (obstacle,) = desk.accounts.obstacles(customer)
    assert obstacle.kind is ObstacleKind.NO_ACCOUNT
    with pytest.raises(NoAccount):
        desk.accounts.outstanding(customer)
    with pytest.raises(NoAccount):
        desk.accounts.masked(customer)


def test_nobody_at_all_has_no_account_either(desk: Desk) -> None:
    (obstacle,) = desk.accounts.obstacles("shop/nobody")
    assert obstacle.kind is ObstacleKind.NO_ACCOUNT


def test_outstanding_and_label_come_from_the_books(desk: Desk) -> None:
    customer = arrive(desk, "unpaid_loan")
    assert desk.accounts.outstanding(customer).total == 120_000
    assert desk.accounts.masked(customer) == f"尾号{account_of(desk, customer).number[-4:]}"


def test_the_password_hash_can_be_replaced(desk: Desk) -> None:
    customer = arrive(desk)
    with desk.transactions.write() as work:
        work.customers.set_password_hash(customer, "stronger")
        record = work.customers.get(customer)
        assert work.customers.get("shop/nobody") is None
    assert record is not None
    assert record.password_hash == "stronger"
