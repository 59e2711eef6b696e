"""Customers and the ledger in the database."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Row, Select, Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from desk.accounts.model import (
    Account,
    AccountStatus,
    Bill,
    Customer,
    Freeze,
    FreezeKind,
    Loan,
    Movement,
    Period,
    Plan,
)
from desk.accounts.tables import DEBTS, accounts, bills, customers, freezes, loans, movements, periods
from desk.persistence.statements import changed, insert_if_new

REPAYMENT, REFUND = "repayment", "refund"
_CUSTOMER: BindParameter[str] = bindparam("customer")
_ACCOUNT = (
    select(accounts, customers.c.name, customers.c.phone)
    .join(customers, customers.c.customer == accounts.c.customer)
    .where(accounts.c.customer == _CUSTOMER)
)
_ACCOUNT_HELD = _ACCOUNT.with_for_update(of=accounts)


class SqlCustomerRecords:
    """The customers within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, customer: str) -> Customer | None:
        """See the port."""
        row = self._session.execute(select(customers).where(customers.c.customer == customer)).first()
        return Customer(**row._mapping) if row else None

    def add(self, record: Customer) -> None:
        """See the port."""
        self._session.execute(insert(customers).values(vars(record)))

    def set_contact(self, customer: str, name: str, phone: str) -> None:
        """See the port."""
        contact = {"name": name, "phone": phone}
        new = {"customer": customer, "password_hash": "", **contact}
        if not insert_if_new(self._session, customers, new):
            mine = update(customers).where(customers.c.customer == customer)
            self._session.execute(mine.values(**contact))

    def set_password_hash(self, customer: str, password_hash: str) -> None:
        """See the port."""
        mine = update(customers).where(customers.c.customer == customer)
        self._session.execute(mine.values(password_hash=password_hash))

    def set_id_sealed(self, customer: str, id_sealed: str) -> bool:
        """See the port."""
        mine = update(customers).where(customers.c.customer == customer)
        return changed(self._session, mine.values(id_sealed=id_sealed)) == 1


class SqlAccountLedger:
    """The books in our own database, changed in the same transaction as the application.

    Args:
        writing: holds an account that is looked at until the transaction ends. An entry that is just being
            made is waited for, and none is made between the look and the closing.
    """

    def __init__(self, session: Session, *, writing: bool = False) -> None:
        self._session = session
        self._account = _ACCOUNT_HELD if writing else _ACCOUNT

    def account_of(self, customer: str) -> Account | None:
        """See the port."""
        found = self._session.execute(self._account, {"customer": customer}).first()
        if found is None:
            return None
        moving = self._rows(movements, customer)
        return Account(
            customer=customer,
            number=found.number,
            holder_name=found.name,
            phone=found.phone,
            status=found.status,
            credit_limit=found.credit_limit,
            overpaid=found.overpaid,
            closed_by=found.closed_by,
            loans=tuple(Loan(row.ref, row.amount, row.due_date) for row in self._rows(loans, customer)),
            plans=_plans(self._rows(periods, customer)),
            bills=tuple(Bill(r.ref, r.principal, r.penalty, r.due_date) for r in self._rows(bills, customer)),
            repayments_in_flight=_movements(moving, REPAYMENT),
            refunds_in_flight=_movements(moving, REFUND),
            freezes=tuple(Freeze(r.kind, r.reason, r.ref) for r in self._rows(freezes, customer)),
        )

    def freeze(self, customer: str, ref: str) -> None:
        """See the port."""
        row = {"customer": customer, "ref": ref, "kind": FreezeKind.CLOSING, "reason": "closing"}
        insert_if_new(self._session, freezes, row)

    def release(self, customer: str, ref: str) -> None:
        """See the port."""
        own = delete(freezes).where(freezes.c.customer == customer, freezes.c.ref == ref)
        self._session.execute(own.where(freezes.c.kind == FreezeKind.CLOSING))

    def close(self, customer: str, ref: str, by: str) -> bool:  # noqa: ARG002 - the port's
        """See the port."""
        open_one = update(accounts).where(
            accounts.c.customer == customer, accounts.c.status == AccountStatus.ACTIVE
        )
        self._session.execute(open_one.values(status=AccountStatus.CLOSED, closed_by=ref))
        self.release(customer, ref)
        return True

    def is_closing(self, customer: str, ref: str) -> bool:  # noqa: ARG002 - the port's
        """See the port; here it is closed at once."""
        return False

    def _rows(self, table: Table, customer: str) -> list[Row[Any]]:
        return list(self._session.execute(_entries(table), {"customer": customer}))


class SqlBookkeeping:
    """Entries in the books, for whoever fills them: an import, or the demo."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def open(self, customer: str, number: str, credit_limit: int) -> None:
        """A new account for a known customer."""
        row = {"customer": customer, "number": number, "credit_limit": credit_limit}
        self.session.execute(insert(accounts).values(**row, status=AccountStatus.ACTIVE, overpaid=0))

    def lend(self, customer: str, ref: str, amount: int, due_date: date) -> None:
        """A new loan."""
        self._add(loans, customer, ref=ref, amount=amount, due_date=due_date)

    def plan(self, customer: str, plan: Plan) -> None:
        """A new instalment plan."""
        for period in plan.periods:
            self._add(periods, customer, plan=plan.ref, **vars(period))

    def bill(self, customer: str, bill: Bill) -> None:
        """A new bill."""
        self._add(bills, customer, **vars(bill))

    def move(self, customer: str, direction: str, movement: Movement) -> None:
        """Money on its way: ``repayment`` or ``refund``."""
        self._add(movements, customer, direction=direction, **vars(movement))

    def overpay(self, customer: str, amount: int) -> None:
        """Money that is the customer's own."""
        mine = update(accounts).where(accounts.c.customer == customer)
        self.session.execute(mine.values(overpaid=amount))

    def freeze(self, customer: str, freeze: Freeze) -> None:
        """A freeze by somebody else than a closure."""
        self._add(freezes, customer, **vars(freeze))

    def settle(self, customer: str) -> None:
        """Everything paid, arrived and lifted; the freeze of a closure under way stays."""
        for table in DEBTS:
            own = delete(table).where(table.c.customer == customer)
            if table is freezes:
                own = own.where(freezes.c.kind != FreezeKind.CLOSING)
            self.session.execute(own)
        self.overpay(customer, 0)

    def _add(self, table: Table, customer: str, **values: object) -> None:
        self.session.execute(insert(table).values(customer=customer, **values))


@cache
def _entries(table: Table) -> Select[Any]:
    """A customer's entries of one kind; built once for each table."""
    return select(table).where(table.c.customer == _CUSTOMER).order_by(*table.primary_key.columns)


def _plans(rows: Iterable[Row[Any]]) -> tuple[Plan, ...]:
    return tuple(
        Plan(ref, tuple(Period(row.number, row.amount, row.due_date) for row in own))
        for ref, own in groupby(rows, key=lambda row: row.plan)
    )


def _movements(rows: Iterable[Row[Any]], direction: str) -> tuple[Movement, ...]:
    return tuple(Movement(r.ref, r.amount, r.expected_on) for r in rows if r.direction == direction)
