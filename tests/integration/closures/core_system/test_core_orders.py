"""Orders to the core system are never given up over a fault of our own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from desk.bootstrap import Desk
from desk.closures.errors import ClosingUnderWay
from desk.closures.model import Stage
from desk.errors import DatabaseBusy
from tests.conftest import SettableClock
from tests.fakes.ledger.behaviour import Mode
from tests.fakes.ledger.server import CoreSystem
from tests.integration.closures.core_system.steps import CUSTOMER
from tests.journey import SECOND, approve, number_of


@contextmanager
def no_record_can_be_made(desk: Desk) -> Iterator[None]:
    """Another writer is in the way of every change to an application."""

    def refuse(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("UPDATE closure_applications"):
            raise DatabaseBusy

    engine = desk.transactions._lasting  # type: ignore[attr-defined]
    event.listen(engine, "before_cursor_execute", refuse)
    yield
    event.remove(engine, "before_cursor_execute", refuse)


def test_a_closing_that_cannot_be_recorded_after_a_long_outage_is_recorded_later(
    desk: Desk, core: CoreSystem, clock: SettableClock
) -> None:
    number = number_of(approve(desk, CUSTOMER))
    desk.notices.deliver(desk.core_orders)
    core.before = lambda verb: setattr(core, "mode", Mode.CUT) if verb == "close" else None
    with pytest.raises(ClosingUnderWay):
        desk.closures.execute(number, SECOND)
    core.mode = Mode.DOWN
    for _ in range(15):
        clock.advance(seconds=31)
        desk.notices.deliver(desk.core_orders)
    core.before, core.mode = lambda _verb: None, Mode.GOOD
    clock.advance(seconds=31)
    with no_record_can_be_made(desk):
        desk.notices.deliver(desk.core_orders)
    assert len(core.books.closings) == 1
    with pytest.raises(ClosingUnderWay):
        desk.closures.withdraw(CUSTOMER)
    clock.advance(seconds=31)
    desk.notices.deliver(desk.core_orders)
    newest = desk.closures.newest(CUSTOMER)
    assert newest is not None
    assert newest.stage is Stage.CLOSED
    assert desk.notices.backlog().dead == 0
