"""Two houses with the same books: one keeps them in our database, one in a core system of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import uuid4

from sqlalchemy.orm import Session

from desk.accounts.model import Account, Bill, Customer, Freeze, FreezeKind, Loan, Movement, Period, Plan
from desk.accounts.sql import REFUND, REPAYMENT, SqlBookkeeping
from desk.bootstrap import Desk, build_desk
from desk.clock import Clock
from desk.settings import Settings
from tests.fakes.ledger.client import client_for
from tests.fakes.ledger.server import CoreSystem, running_core

DAY = date(2026, 12, 1)
LOAN, PLAN = Loan("l1", 3_000_000_000, DAY), Plan("p1", (Period(1, 10_000, DAY), Period(2, 10_001, DAY)))
BILL = Bill("b1", 5_000, 12, DAY)
REPAID, REFUNDED = Movement("r1", 1, DAY), Movement("f1", 2, DAY)
DISPUTE = Freeze(FreezeKind.DISPUTE, "争议处理", "case-1")


class House(Protocol):
    """What a test does to the books behind everybody's back, and how it waits for them."""

    desk: Desk

    def open(self) -> str:
        """A new customer with an account that nothing stands against."""

    def burden(self, customer: str) -> None:
        """One of everything that can stand against closing."""

    def deliver(self) -> None:
        """Carry out what the books were told."""


@dataclass
class OwnTables:
    """The books in our database."""

    desk: Desk

    def open(self) -> str:
        customer = f"shop/{uuid4().hex}"
        with self.desk.transactions.write() as work:
            work.customers.add(Customer(customer, "王芳", "19900001111", ""))
        with self._books() as books:
            books.open(customer, f"6012{uuid4().int % 10**12:012}", 500_000)
        return customer

    def burden(self, customer: str) -> None:
        with self._books() as books:
            books.lend(customer, LOAN.ref, LOAN.amount, LOAN.due_date)
            books.plan(customer, PLAN)
            books.bill(customer, BILL)
            books.move(customer, REPAYMENT, REPAID)
            books.move(customer, REFUND, REFUNDED)
            books.overpay(customer, 77)
            books.freeze(customer, DISPUTE)

    def deliver(self) -> None:
        """They were told at once."""

    @contextmanager
    def _books(self) -> Iterator[SqlBookkeeping]:
        with Session(self.desk.transactions._engine) as session, session.begin():
            yield SqlBookkeeping(session)


@dataclass
class CoreElsewhere:
    """The books in a core system, reached over HTTP."""

    desk: Desk
    core: CoreSystem

    def open(self) -> str:
        customer = f"shop/{uuid4().hex}"
        self.core.books.put(customer)
        return customer

    def burden(self, customer: str) -> None:
        day = DAY.isoformat()
        self.core.books.put(
            customer,
            loans=[{"ref": LOAN.ref, "amount": LOAN.amount, "due_date": day}],
            plans=[
                {
                    "ref": PLAN.ref,
                    "periods": [
                        {"number": p.number, "amount": p.amount, "due_date": day} for p in PLAN.periods
                    ],
                }
            ],
            bills=[{"ref": BILL.ref, "principal": BILL.principal, "penalty": BILL.penalty, "due_date": day}],
            repayments_in_flight=[{"ref": REPAID.ref, "amount": REPAID.amount, "expected_on": day}],
            refunds_in_flight=[{"ref": REFUNDED.ref, "amount": REFUNDED.amount, "expected_on": day}],
            overpaid=77,
            freezes=[{"kind": DISPUTE.kind.value, "reason": DISPUTE.reason, "ref": DISPUTE.ref}],
        )

    def deliver(self) -> None:
        self.desk.notices.deliver(self.desk.core_orders)


@contextmanager
def own_tables(settings: Settings, clock: Clock) -> Iterator[OwnTables]:
    """A house that keeps its books with us."""
    desk = build_desk(settings, clock=clock)
    yield OwnTables(desk)
    desk.close()


@contextmanager
def core_elsewhere(settings: Settings, clock: Clock) -> Iterator[CoreElsewhere]:
    """A house with a core system."""
    with running_core() as core:
        desk = build_desk(settings, clock=clock, core=client_for(core))
        yield CoreElsewhere(desk, core)
        desk.close()


def account_of(desk: Desk, customer: str) -> Account | None:
    """The account as a transaction sees it."""
    with desk.transactions.read(about=customer) as work:
        return work.ledger.account_of(customer)
