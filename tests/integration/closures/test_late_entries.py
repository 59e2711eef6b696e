"""Somebody borrows in the very moment in which the account is closed: one of the two is refused."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy.orm import Session

from desk.accounts.model import AccountStatus, ObstacleKind
from desk.accounts.sql import SqlBookkeeping
from desk.bootstrap import Desk
from desk.closures.errors import NoLongerEligible
from desk.closures.model import Application, Stage
from desk.persistence.engine import for_writing, open_engine
from tests.journey import SECOND, approve, arrive, number_of

DAY = date(2026, 12, 1)


def test_a_loan_that_is_just_being_written_stands_against_the_closing(desk: Desk, database_url: str) -> None:
    customer = arrive(desk)
    number = number_of(approve(desk, customer))
    books = for_writing(open_engine(database_url))
    with ThreadPoolExecutor(1) as pool, Session(books) as session:
        SqlBookkeeping(session).lend(customer, "late", 500, DAY)
        closing: Future[Application] = pool.submit(desk.closures.execute, number, SECOND)
        with pytest.raises(TimeoutError):
            # It waits for the entry, however long this takes.
            closing.result(0.5)
        session.commit()
        with pytest.raises(NoLongerEligible) as refused:
            closing.result(10)
    books.dispose()
    assert [found.kind for found in refused.value.obstacles] == [ObstacleKind.UNPAID_LOAN]
    newest = desk.closures.newest(customer)
    assert newest is not None
    assert newest.stage is Stage.REJECTED
    with desk.transactions.read() as work:
        account = work.ledger.account_of(customer)
    assert account is not None
    assert account.status is AccountStatus.ACTIVE
