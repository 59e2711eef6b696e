"""While the core system is away nothing is lost, and what needs no books goes on."""

from __future__ import annotations

import pytest

from desk.accounts.errors import LedgerUnavailable
from desk.bootstrap import Desk
from desk.closures.errors import MoveNotAllowed
from desk.closures.model import Stage
from desk.verification.model import Method
from tests.conftest import SettableClock
from tests.fakes.ledger.behaviour import Mode
from tests.fakes.ledger.server import CoreSystem
from tests.integration.closures.core_system.steps import CUSTOMER, deliver, events, stage_of, waiting
from tests.journey import REVIEWER, SECOND, accept, approve, confirm, number_of, start, submit


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
