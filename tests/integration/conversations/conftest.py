"""A customer with a conversation, and one with an application under way."""

import pytest

from desk.bootstrap import Desk
from desk.conversations.model import Conversation
from desk.demo.service import DemoCustomer


@pytest.fixture
def customer(desk: Desk) -> DemoCustomer:
    assert desk.demo is not None
    return desk.demo.create("clear")


@pytest.fixture
def conversation(desk: Desk, customer: DemoCustomer) -> Conversation:
    return desk.conversations.of(customer.customer, is_visitor=False)


@pytest.fixture
def visitor(desk: Desk) -> Conversation:
    return desk.conversations.of("visitor/7f6c", is_visitor=True)
