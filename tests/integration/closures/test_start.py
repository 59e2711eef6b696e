from datetime import timedelta

import pytest

from desk.bootstrap import Desk
from desk.closures.errors import NoOpenApplication, NotEligible, VerificationBarred
from desk.closures.model import Stage
from tests.conftest import SettableClock
from tests.journey import accept, arrive, confirm, notices, start, submit


def test_it_begins_by_laying_out_the_consequences(desk: Desk) -> None:
    customer = arrive(desk)
    assert desk.closures.stage(customer) is Stage.NONE
    application = start(desk, customer)
    assert application.stage is desk.closures.stage(customer) is Stage.CONSENTING
    assert application.number is None


def test_starting_again_goes_on_with_the_open_one(desk: Desk) -> None:
    customer = arrive(desk)
    assert start(desk, customer).id == accept(desk, customer).id == start(desk, customer).id
    assert desk.closures.stage(customer) is Stage.VERIFYING


def test_starting_while_it_is_filed_shows_the_filed_one(desk: Desk) -> None:
    customer = arrive(desk)
    filed = submit(desk, customer)
    assert start(desk, customer).number == filed.number


@pytest.mark.parametrize(
    ("profile", "kinds"),
    [
        ("unpaid_loan", ["unpaid_loan"]),
        ("instalments", ["instalments"]),
        ("overdue", ["overdue"]),
        ("repayment_in_flight", ["repayment_in_flight"]),
        ("refund_in_flight", ["refund_in_flight"]),
        ("overpaid", ["overpaid"]),
        ("frozen", ["frozen"]),
        ("closed", ["closed"]),
        ("no_account", ["no_account"]),
        ("many_obstacles", ["overdue", "unpaid_loan", "instalments", "refund_in_flight", "overpaid"]),
    ],
)
def test_it_refuses_with_every_obstacle(desk: Desk, profile: str, kinds: list[str]) -> None:
    customer = arrive(desk, profile)
    with pytest.raises(NotEligible) as refused:
        start(desk, customer)
    assert [obstacle.kind.value for obstacle in refused.value.obstacles] == kinds
    assert desk.closures.stage(customer) is Stage.NONE
    assert desk.closures.newest(customer) is None


def test_obstacles_that_come_up_on_the_way_are_told_and_the_application_stays(desk: Desk) -> None:
    customer = arrive(desk)
    accept(desk, customer)
    assert desk.demo is not None
    desk.demo.borrow(customer)
    with pytest.raises(NotEligible):
        start(desk, customer)
    assert desk.closures.stage(customer) is Stage.VERIFYING
    desk.demo.settle(customer)
    assert start(desk, customer).stage is Stage.VERIFYING


def test_after_stopping_a_new_one_can_begin(desk: Desk) -> None:
    customer = arrive(desk)
    first = start(desk, customer)
    assert desk.closures.stop(customer).stage is Stage.ABANDONED
    assert start(desk, customer).id != first.id


def test_stopping_and_accepting_nothing_is_refused(desk: Desk) -> None:
    customer = arrive(desk)
    with pytest.raises(NoOpenApplication):
        desk.closures.stop(customer)
    with pytest.raises(NoOpenApplication):
        desk.closures.accept(customer, "2026-1")


def bar(desk: Desk, customer: str, until_hours: int = 24) -> None:
    """What verification does after the tenth wrong try."""
    application = accept(desk, customer)
    until = desk.closures._clock() + timedelta(hours=until_hours)
    with desk.transactions.write() as work:
        guard = work.challenges.guard(customer)
        guard.barred_until = until
        work.challenges.save_guard(guard)
        desk.closures.verification_failed(work, application.id)


def test_a_failed_verification_ends_it_and_bars_the_next_for_a_day(desk: Desk, clock: SettableClock) -> None:
    customer = arrive(desk)
    bar(desk, customer)
    newest = desk.closures.newest(customer)
    assert newest is not None
    assert (newest.stage, newest.cause) == (Stage.ABANDONED, "verification_failed")
    assert [notice["cause"] for notice in notices(desk)] == ["verification_failed"]
    with pytest.raises(VerificationBarred) as refused:
        start(desk, customer)
    assert refused.value.until == clock() + timedelta(hours=24)
    clock.advance(hours=24)
    assert start(desk, customer).stage is Stage.CONSENTING


def test_an_account_that_is_closed_meanwhile_is_told_so_whatever_the_bar(desk: Desk) -> None:
    customer = arrive(desk)
    bar(desk, customer)
    with desk.transactions.write() as work:
        work.ledger.close(customer, "counter", "boris")
    with pytest.raises(NotEligible) as refused:
        start(desk, customer)
    assert [obstacle.kind.value for obstacle in refused.value.obstacles] == ["closed"]


def test_a_failure_that_comes_late_changes_nothing(desk: Desk) -> None:
    customer = arrive(desk)
    application = confirm(desk, customer)
    with desk.transactions.write() as work:
        desk.closures.verification_failed(work, application.id)
    assert desk.closures.stage(customer) is Stage.CONFIRMING


def test_verification_of_an_unknown_application_is_refused(desk: Desk) -> None:
    with pytest.raises(NoOpenApplication), desk.transactions.write() as work:
        desk.closures.verification_failed(work, "unknown")
