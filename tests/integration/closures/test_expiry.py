import pytest

from desk.bootstrap import Desk
from desk.closures.model import Cause, Stage
from tests.conftest import SettableClock
from tests.journey import accept, arrive, confirm, notices, start, submit


@pytest.mark.parametrize("reach", [start, accept, confirm])
def test_it_ends_after_thirty_days_without_a_move(desk: Desk, clock: SettableClock, reach) -> None:  # type: ignore[no-untyped-def]
    customer = arrive(desk)
    reach(desk, customer)
    clock.advance(days=30, seconds=-1)
    assert desk.closures.expire_stale() == 0
    clock.advance(seconds=1)
    assert desk.closures.expire_stale() == 1
    assert desk.closures.expire_stale() == 0
    newest = desk.closures.newest(customer)
    assert newest is not None
    assert (newest.stage, newest.cause) == (Stage.ABANDONED, Cause.EXPIRED)
    assert [notice["cause"] for notice in notices(desk)] == ["expired"]


def test_asking_for_the_stage_ends_a_stale_one(desk: Desk, clock: SettableClock) -> None:
    customer = arrive(desk)
    first = start(desk, customer)
    clock.advance(days=30)
    assert desk.closures.stage(customer) is Stage.NONE
    assert start(desk, customer).id != first.id


def test_each_move_begins_the_thirty_days_anew(desk: Desk, clock: SettableClock) -> None:
    customer = arrive(desk)
    start(desk, customer)
    clock.advance(days=29)
    accept(desk, customer)
    clock.advance(days=29)
    assert desk.closures.stage(customer) is Stage.VERIFYING


def test_what_is_filed_never_expires(desk: Desk, clock: SettableClock) -> None:
    customer = arrive(desk)
    submit(desk, customer)
    clock.advance(days=400)
    assert desk.closures.expire_stale(clock()) == 0
    assert desk.closures.stage(customer) is Stage.SUBMITTED


def test_the_system_is_named_as_the_one_who_ended_it(desk: Desk, clock: SettableClock) -> None:
    application = start(desk, arrive(desk))
    clock.advance(days=31)
    desk.closures.expire_stale()
    assert [event.actor for event in desk.audit.of(application.id)][-1] == "system"
