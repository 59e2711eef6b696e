"""Closing an account whose books are in a core system: once there, recorded here."""

from __future__ import annotations

import pytest

from desk.accounts.model import ObstacleKind
from desk.bootstrap import Desk
from desk.closures.errors import NoLongerEligible, NotEligible
from desk.closures.model import Cause, Stage
from tests.conftest import SettableClock
from tests.fakes.ledger.behaviour import Mode
from tests.fakes.ledger.server import CoreSystem
from tests.integration.closures.core_system.steps import CUSTOMER, DAY, deliver, events, stage_of, waiting
from tests.journey import REVIEWER, SECOND, approve, confirm, notices, number_of, start, submit


def test_two_people_close_the_account_there_and_here(desk: Desk, core: CoreSystem) -> None:
    application = submit(desk, CUSTOMER)
    assert core.books.freezes(CUSTOMER) == []
    deliver(desk)
    assert core.books.freezes(CUSTOMER) == [application.id]
    number = number_of(application)
    desk.closures.approve(number, REVIEWER)
    closed = desk.closures.execute(number, SECOND)
    assert (closed.stage, closed.decided_by) == (Stage.CLOSED, SECOND)
    assert core.books.closings == [application.id]
    assert core.books.freezes(CUSTOMER) == []
    assert waiting(desk) == 0
    assert [notice["stage"] for notice in notices(desk)] == ["approved", "closed"]
    assert events(desk)[-2:] == ["closure.execution_asked", "closure.closed"]
    assert desk.audit.verify().sound
    (obstacle,) = desk.accounts.obstacles(CUSTOMER)
    assert obstacle.kind is ObstacleKind.CLOSED


def test_every_obstacle_there_stands_against_starting(desk: Desk, core: CoreSystem) -> None:
    core.books.lend(CUSTOMER, 500, DAY)
    core.books.accounts[CUSTOMER]["overpaid"] = 7
    with pytest.raises(NotEligible) as refused:
        start(desk, CUSTOMER)
    assert [found.kind for found in refused.value.obstacles] == [
        ObstacleKind.UNPAID_LOAN,
        ObstacleKind.OVERPAID,
    ]


def test_a_loan_taken_there_abandons_the_last_word(desk: Desk, core: CoreSystem) -> None:
    confirm(desk, CUSTOMER)
    core.books.lend(CUSTOMER, 500, DAY)
    with pytest.raises(NotEligible):
        desk.closures.submit(CUSTOMER)
    assert stage_of(desk) is Stage.ABANDONED
    assert waiting(desk) == 0


def test_a_loan_taken_at_the_last_moment_is_the_core_systems_to_refuse(desk: Desk, core: CoreSystem) -> None:
    application = approve(desk, CUSTOMER)
    deliver(desk)
    core.before = lambda verb: core.books.lend(CUSTOMER, 500, DAY) if verb == "close" else None
    with pytest.raises(NoLongerEligible) as refused:
        desk.closures.execute(number_of(application), SECOND)
    assert [found.kind for found in refused.value.obstacles] == [ObstacleKind.UNPAID_LOAN]
    newest = desk.closures.newest(CUSTOMER)
    assert newest is not None
    assert (newest.stage, newest.cause) == (Stage.REJECTED, Cause.NOT_ELIGIBLE)
    assert notices(desk)[-1]["obstacles"] == [
        {"kind": "unpaid_loan", "amount": 500, "due_date": DAY, "count": 1}
    ]
    deliver(desk)
    assert core.books.freezes(CUSTOMER) == []
    assert (core.books.closings, waiting(desk)) == ([], 0)


def test_a_reason_of_its_own_sends_the_customer_to_the_staff(desk: Desk, core: CoreSystem) -> None:
    number = number_of(approve(desk, CUSTOMER))
    core.books.stubborn = True
    with pytest.raises(NoLongerEligible) as refused:
        desk.closures.execute(number, SECOND)
    assert [found.kind for found in refused.value.obstacles] == [ObstacleKind.FROZEN]


def test_an_account_closed_by_somebody_else_rejects_it(desk: Desk, core: CoreSystem) -> None:
    number = number_of(approve(desk, CUSTOMER))
    core.books.change("close", CUSTOMER, "counter")
    with pytest.raises(NoLongerEligible) as refused:
        desk.closures.execute(number, SECOND)
    assert [found.kind for found in refused.value.obstacles] == [ObstacleKind.CLOSED]


def test_orders_reach_it_in_the_order_in_which_they_were_given(
    desk: Desk, core: CoreSystem, clock: SettableClock
) -> None:
    submit(desk, CUSTOMER)
    core.mode = Mode.DOWN
    deliver(desk)
    desk.closures.withdraw(CUSTOMER)
    core.mode = Mode.GOOD
    deliver(desk)
    assert [call[0] for call in core.calls if call[0] != "account"] == []
    clock.advance(seconds=5)
    deliver(desk)
    assert [call[0] for call in core.calls if call[0] != "account"] == ["freeze", "release"]
    assert core.books.freezes(CUSTOMER) == []


def test_who_withdrew_can_start_again_before_it_has_heard_of_it(desk: Desk, core: CoreSystem) -> None:
    first = submit(desk, CUSTOMER)
    deliver(desk)
    desk.closures.withdraw(CUSTOMER)
    assert core.books.freezes(CUSTOMER) == [first.id]
    assert submit(desk, CUSTOMER).id != first.id
    deliver(desk)
    assert len(core.books.freezes(CUSTOMER)) == 1


def test_a_freeze_that_it_refuses_is_given_up_and_holds_up_nothing(desk: Desk, core: CoreSystem) -> None:
    submit(desk, CUSTOMER)
    core.books.change("close", CUSTOMER, "counter")
    deliver(desk)
    assert desk.notices.backlog().dead == 1
    desk.closures.withdraw(CUSTOMER)
    deliver(desk)
    assert waiting(desk) == 0
