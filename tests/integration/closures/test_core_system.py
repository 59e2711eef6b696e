"""Closing an account whose books are in a core system: once there, recorded here, whatever fails between."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from desk.accounts.errors import LedgerUnavailable
from desk.accounts.model import ObstacleKind
from desk.bootstrap import Desk, build_desk
from desk.closures.errors import ClosingUnderWay, FourEyes, MoveNotAllowed, NoLongerEligible, NotEligible
from desk.closures.model import Cause, Stage
from desk.settings import Settings
from desk.verification.model import Method
from tests.conftest import SettableClock
from tests.fakes.ledger.behaviour import Mode
from tests.fakes.ledger.client import client_for
from tests.fakes.ledger.server import CoreSystem, running_core
from tests.journey import REVIEWER, SECOND, accept, approve, confirm, notices, number_of, start, submit

CUSTOMER, DAY = "shop/42", "2026-12-01"


@pytest.fixture
def core() -> Iterator[CoreSystem]:
    with running_core() as running:
        running.books.put(CUSTOMER)
        yield running


@pytest.fixture
def desk(settings: Settings, clock: SettableClock, core: CoreSystem) -> Iterator[Desk]:
    # Never resting: these tests are about what comes back by itself.
    built = build_desk(settings, clock=clock, core=client_for(core, ledger_failures=1000))
    yield built
    built.close()


def deliver(desk: Desk) -> None:
    desk.notices.deliver(desk.core_orders)


def stage_of(desk: Desk) -> Stage:
    newest = desk.closures.newest(CUSTOMER)
    assert newest is not None
    return newest.stage


def events(desk: Desk) -> list[str]:
    newest = desk.closures.newest(CUSTOMER)
    assert newest is not None
    return [event.kind for event in desk.audit.of(newest.id) if event.kind.startswith("closure.")]


def waiting(desk: Desk) -> int:
    return desk.notices.backlog(desk.core_orders.keys()).waiting


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


@pytest.mark.parametrize("mode", [Mode.DOWN, Mode.HANGING, Mode.UNSIGNED, Mode.MISSING])
def test_while_it_is_away_no_stage_changes(desk: Desk, core: CoreSystem, mode: Mode) -> None:
    core.mode = mode
    with pytest.raises(LedgerUnavailable):
        start(desk, CUSTOMER)
    assert desk.closures.newest(CUSTOMER) is None
    core.mode = Mode.GOOD
    confirm(desk, CUSTOMER)
    core.mode = mode
    with pytest.raises(LedgerUnavailable):
        desk.closures.submit(CUSTOMER)
    assert stage_of(desk) is Stage.CONFIRMING
    core.mode = Mode.GOOD
    number = number_of(desk.closures.submit(CUSTOMER))
    desk.closures.approve(number, REVIEWER)
    core.mode = mode
    with pytest.raises(LedgerUnavailable):
        desk.closures.execute(number, SECOND)
    assert stage_of(desk) is Stage.APPROVED
    assert core.books.closings == []
    assert "closure.execution_asked" not in events(desk)


def test_what_needs_no_books_works_while_it_is_away(desk: Desk, core: CoreSystem) -> None:
    number = number_of(submit(desk, CUSTOMER))
    core.mode = Mode.DOWN
    assert desk.closures.submit(CUSTOMER).number == number
    assert start(desk, CUSTOMER).number == number
    assert desk.closures.approve(number, REVIEWER).stage is Stage.APPROVED
    assert desk.closures.withdraw(CUSTOMER).stage is Stage.WITHDRAWN
    with pytest.raises(MoveNotAllowed):
        desk.closures.execute(number, SECOND)


@pytest.mark.parametrize("mode", [Mode.HANGING, Mode.CUT, Mode.UNSIGNED])
def test_an_answer_that_is_lost_is_asked_for_again(
    desk: Desk, core: CoreSystem, clock: SettableClock, mode: Mode
) -> None:
    number = number_of(approve(desk, CUSTOMER))
    deliver(desk)
    core.before = lambda verb: setattr(core, "mode", mode) if verb == "close" else None
    with pytest.raises(ClosingUnderWay):
        desk.closures.execute(number, SECOND)
    assert stage_of(desk) is Stage.APPROVED
    assert len(core.books.closings) == 1
    core.before, core.mode = lambda _verb: None, Mode.GOOD
    clock.advance(seconds=60)
    deliver(desk)
    assert stage_of(desk) is Stage.CLOSED
    assert len(core.books.closings) == 1
    assert events(desk).count("closure.closed") == 1
    assert waiting(desk) == 0


def test_what_is_being_closed_cannot_be_withdrawn(desk: Desk, core: CoreSystem) -> None:
    number = number_of(approve(desk, CUSTOMER))
    core.before = lambda verb: setattr(core, "mode", Mode.CUT) if verb == "close" else None
    with pytest.raises(ClosingUnderWay):
        desk.closures.execute(number, SECOND)
    with pytest.raises(ClosingUnderWay):
        desk.closures.withdraw(CUSTOMER)
    assert stage_of(desk) is Stage.APPROVED


def test_executing_again_after_a_lost_answer_finishes_it(desk: Desk, core: CoreSystem) -> None:
    number = number_of(approve(desk, CUSTOMER))
    core.before = lambda verb: setattr(core, "mode", Mode.CUT) if verb == "close" else None
    with pytest.raises(ClosingUnderWay):
        desk.closures.execute(number, SECOND)
    core.before, core.mode = lambda _verb: None, Mode.GOOD
    with pytest.raises(FourEyes):
        desk.closures.execute(number, REVIEWER)
    assert desk.closures.execute(number, SECOND).stage is Stage.CLOSED
    assert len(core.books.closings) == 1
    assert events(desk).count("closure.execution_asked") == 1


def test_two_executors_at_once_close_once(desk: Desk, core: CoreSystem) -> None:
    number = number_of(approve(desk, CUSTOMER))

    def execute(by: str) -> Stage:
        try:
            return desk.closures.execute(number, by).stage
        except MoveNotAllowed as late:
            return late.stage

    with ThreadPoolExecutor(4) as pool:
        stages = set(pool.map(execute, [SECOND, "丙", "丁", "戊"]))
        deliver(desk)
    assert stages == {Stage.CLOSED}
    assert len(core.books.closings) == 1
    assert events(desk).count("closure.closed") == 1
    assert [notice["stage"] for notice in notices(desk)].count("closed") == 1


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


def test_a_refusal_that_is_lost_rejects_it_all_the_same(
    desk: Desk, core: CoreSystem, clock: SettableClock
) -> None:
    number = number_of(approve(desk, CUSTOMER))
    deliver(desk)

    def lend_and_break_off(verb: str) -> None:
        if verb == "close":
            core.books.lend(CUSTOMER, 500, DAY)
            core.mode = Mode.CUT

    core.before = lend_and_break_off
    with pytest.raises(ClosingUnderWay):
        desk.closures.execute(number, SECOND)
    core.before, core.mode = lambda _verb: None, Mode.GOOD
    clock.advance(seconds=60)
    deliver(desk)
    assert stage_of(desk) is Stage.REJECTED
    assert notices(desk)[-1]["stage"] == "rejected"


def test_a_reason_of_its_own_sends_the_customer_to_the_staff(desk: Desk, core: CoreSystem) -> None:
    number = number_of(approve(desk, CUSTOMER))
    core.books.stubborn = True
    with pytest.raises(NoLongerEligible) as refused:
        desk.closures.execute(number, SECOND)
    assert [found.kind for found in refused.value.obstacles] == [ObstacleKind.FROZEN]


def test_a_closing_whose_record_was_lost_is_taken_up_again(desk: Desk, core: CoreSystem) -> None:
    application = approve(desk, CUSTOMER)
    core.books.change("close", CUSTOMER, application.id)
    assert desk.closures.execute(number_of(application), SECOND).stage is Stage.CLOSED
    assert core.books.closings == [application.id]


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


def test_it_is_waited_for_as_long_as_it_takes(desk: Desk, core: CoreSystem, clock: SettableClock) -> None:
    application = submit(desk, CUSTOMER)
    core.mode = Mode.DOWN
    for _ in range(30):
        deliver(desk)
        clock.advance(seconds=31)
    assert (waiting(desk), desk.notices.backlog().dead) == (1, 0)
    core.mode = Mode.GOOD
    deliver(desk)
    assert core.books.freezes(CUSTOMER) == [application.id]


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


def test_nobody_waits_for_it_inside_a_transaction(desk: Desk, core: CoreSystem) -> None:
    def write_meanwhile(_verb: str) -> None:
        # On SQLite this would wait for whoever holds the database, and fail.
        desk.conversations.of("visitor/meanwhile", is_visitor=True)
        with desk.transactions.write() as work:
            work.challenges.guard(CUSTOMER)

    core.before = write_meanwhile
    number = number_of(approve(desk, CUSTOMER))
    deliver(desk)
    assert desk.closures.execute(number, SECOND).stage is Stage.CLOSED
    assert core.count("account") >= 3


def test_codes_go_to_the_phone_that_it_has_now(desk: Desk, core: CoreSystem) -> None:
    accept(desk, CUSTOMER)
    core.books.accounts[CUSTOMER]["phone"] = "19922223333"
    token = desk.verification.link(CUSTOMER).token
    view = desk.verification.view(token)
    assert view.account == "尾号2222"
    usable = {method.method for method in view.methods if method.available}
    assert usable == {Method.SMS}
    desk.verification.send_code(token)
    shown = desk.verification.view(token).code_sent_to
    assert shown is not None
    assert shown.endswith("3333")


def test_the_verification_page_is_shown_while_it_is_away(desk: Desk, core: CoreSystem) -> None:
    accept(desk, CUSTOMER)
    token = desk.verification.link(CUSTOMER).token
    core.mode = Mode.DOWN
    assert desk.verification.view(token).account == ""
    core.mode = Mode.GOOD
    assert desk.verification.view(token).account == "尾号2222"
    core.mode = Mode.DOWN
    assert desk.verification.view(token).account == "尾号2222"


def test_no_new_link_is_made_while_it_is_away(desk: Desk, core: CoreSystem) -> None:
    accept(desk, CUSTOMER)
    core.mode = Mode.DOWN
    with pytest.raises(LedgerUnavailable):
        desk.verification.link(CUSTOMER)
    core.mode = Mode.GOOD
    assert desk.verification.link(CUSTOMER).token
