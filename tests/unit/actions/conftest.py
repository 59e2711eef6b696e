"""People to talk with."""

from collections.abc import Callable

import pytest

from desk.bootstrap import Desk
from tests.unit.actions.talk import Talk

Meet = Callable[..., Talk]


@pytest.fixture
def meet(desk: Desk) -> Meet:
    """A customer of a demo profile."""
    assert desk.demo
    demo = desk.demo

    def met(profile: str = "clear") -> Talk:
        customer = demo.create(profile)
        return Talk(desk, customer.customer, password=customer.payment_password)

    return met


@pytest.fixture
def customer(meet: Meet) -> Talk:
    return meet("clear")


@pytest.fixture
def visitor(desk: Desk) -> Talk:
    return Talk(desk, "visitor/5f0c", is_visitor=True)
