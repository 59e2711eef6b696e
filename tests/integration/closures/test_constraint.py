import pytest

from desk.bootstrap import Desk
from desk.closures.errors import AlreadyOpen
from desk.closures.model import Act, Application
from tests.conftest import SettableClock
from tests.journey import arrive, start


def add(desk: Desk, application: Application, clock: SettableClock) -> None:
    with desk.transactions.write() as work:
        application.start(Act(application.customer, clock(), work.audit))
        work.closures.add(application)


def test_the_database_allows_one_open_application_for_a_customer(desk: Desk, clock: SettableClock) -> None:
    customer = arrive(desk)
    start(desk, customer)
    with pytest.raises(AlreadyOpen):
        add(desk, Application("second", customer, "c1"), clock)
    assert desk.audit.of("second") == ()


def test_ended_ones_do_not_count(desk: Desk, clock: SettableClock) -> None:
    customer = arrive(desk)
    for _ in range(3):
        start(desk, customer)
        desk.closures.stop(customer)
    add(desk, Application("fourth", customer, "c1"), clock)


def test_another_customer_is_another_matter(desk: Desk, clock: SettableClock) -> None:
    start(desk, arrive(desk))
    add(desk, Application("other", arrive(desk), "c1"), clock)


def test_the_newest_is_the_open_one_else_the_last_to_end(desk: Desk, clock: SettableClock) -> None:
    customer = arrive(desk)
    ended = []
    for _ in range(2):
        ended.append(start(desk, customer).id)
        clock.advance(minutes=1)
        desk.closures.stop(customer)
    newest = desk.closures.newest(customer)
    assert newest is not None
    assert newest.id == ended[-1]
    open_one = start(desk, customer)
    newest = desk.closures.newest(customer)
    assert newest is not None
    assert newest.id == open_one.id
