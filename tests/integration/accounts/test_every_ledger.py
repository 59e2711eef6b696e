"""What the port promises, asked of every ledger: our own tables, and a core system over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from desk.accounts.model import Account, AccountStatus, ObstacleKind
from desk.settings import Settings
from tests.conftest import SettableClock
from tests.integration.accounts.houses import (
    BILL,
    DISPUTE,
    LOAN,
    PLAN,
    REFUNDED,
    REPAID,
    House,
    account_of,
    core_elsewhere,
    own_tables,
)

EVERY = set(ObstacleKind) - {
    ObstacleKind.NO_ACCOUNT,
    ObstacleKind.CLOSED,
    ObstacleKind.ALREADY_CLOSING,
    ObstacleKind.FROZEN,
}


@pytest.fixture(params=[own_tables, core_elsewhere])
def house(request: pytest.FixtureRequest, settings: Settings, clock: SettableClock) -> Iterator[House]:
    with request.param(settings, clock) as made:
        yield made


def known(house: House, customer: str) -> Account:
    account = account_of(house.desk, customer)
    assert account is not None
    return account


def test_everything_in_the_books_is_told(house: House) -> None:
    customer = house.open()
    house.burden(customer)
    account = known(house, customer)
    assert (account.loans, account.plans, account.bills) == ((LOAN,), (PLAN,), (BILL,))
    assert (account.repayments_in_flight, account.refunds_in_flight) == ((REPAID,), (REFUNDED,))
    assert (account.overpaid, account.freezes, account.status) == (77, (DISPUTE,), AccountStatus.ACTIVE)
    assert (account.holder_name, account.phone, account.credit_limit) == ("王芳", "19900001111", 500_000)


def test_every_obstacle_is_found_at_once(house: House) -> None:
    customer = house.open()
    assert house.desk.accounts.obstacles(customer) == ()
    house.burden(customer)
    assert {found.kind for found in house.desk.accounts.obstacles(customer)} == EVERY
    assert house.desk.accounts.outstanding(customer).total == LOAN.amount + 20_001 + 5_012


def test_nobody_has_no_account(house: House) -> None:
    assert account_of(house.desk, "shop/nobody") is None
    (obstacle,) = house.desk.accounts.obstacles("shop/nobody")
    assert obstacle.kind is ObstacleKind.NO_ACCOUNT
    assert house.desk.accounts.label("shop/nobody") == ""


def test_freezing_twice_for_the_same_reference_is_once(house: House) -> None:
    customer = house.open()
    for _ in range(2):
        with house.desk.transactions.write() as work:
            work.ledger.freeze(customer, "a1")
        house.deliver()
    assert [freeze.ref for freeze in known(house, customer).freezes] == ["a1"]


def test_a_change_that_is_undone_never_happened(house: House) -> None:
    customer = house.open()

    def freeze_and_fail() -> None:
        with house.desk.transactions.write() as work:
            work.ledger.freeze(customer, "a1")
            raise RuntimeError("undo")

    with pytest.raises(RuntimeError, match="undo"):
        freeze_and_fail()
    house.deliver()
    assert known(house, customer).freezes == ()


def test_releasing_takes_back_its_own_freeze_only(house: House) -> None:
    customer = house.open()
    house.burden(customer)
    with house.desk.transactions.write() as work:
        work.ledger.freeze(customer, "a1")
        work.ledger.freeze(customer, "a2")
        work.ledger.release(customer, "a1")
        work.ledger.release(customer, DISPUTE.ref)
    house.deliver()
    assert {freeze.ref for freeze in known(house, customer).freezes} == {"a2", DISPUTE.ref}


def test_somebody_elses_freeze_for_closing_stands_against_it(house: House) -> None:
    customer = house.open()
    with house.desk.transactions.write() as work:
        work.ledger.freeze(customer, "counter")
    house.deliver()
    (obstacle,) = house.desk.accounts.obstacles(customer, application_id="a1")
    assert obstacle.kind is ObstacleKind.ALREADY_CLOSING
    assert house.desk.accounts.obstacles(customer, application_id="counter") == ()


def test_the_label_is_the_end_of_the_number(house: House) -> None:
    customer = house.open()
    assert house.desk.accounts.label(customer) == known(house, customer).label
    assert known(house, customer).label == replace(known(house, customer), customer="x/y").label
