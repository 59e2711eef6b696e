"""An answer of the core system that is lost on the way changes nothing in the end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk.bootstrap import Desk
from desk.closures.errors import ClosingUnderWay, FourEyes, MoveNotAllowed
from desk.closures.model import Stage
from tests.conftest import SettableClock
from tests.fakes.ledger.behaviour import Mode
from tests.fakes.ledger.server import CoreSystem
from tests.integration.closures.core_system.steps import CUSTOMER, DAY, deliver, events, stage_of, waiting
from tests.journey import REVIEWER, SECOND, approve, notices, number_of


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


def test_a_closing_whose_record_was_lost_is_taken_up_again(desk: Desk, core: CoreSystem) -> None:
    application = approve(desk, CUSTOMER)
    core.books.change("close", CUSTOMER, application.id)
    assert desk.closures.execute(number_of(application), SECOND).stage is Stage.CLOSED
    assert core.books.closings == [application.id]
