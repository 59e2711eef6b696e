"""Customers at the other end of the running system."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.running import RunningSystem
from tests.e2e.shopper import Shopper


@pytest.fixture
def arrive(system: RunningSystem) -> Iterator[Callable[..., Shopper]]:
    """Make a customer with a profile, "clear" unless said otherwise."""
    shoppers: list[Shopper] = []

    def make(profile: str = "clear") -> Shopper:
        shoppers.append(Shopper.arrive(system.url, profile))
        return shoppers[-1]

    yield make
    for shopper in shoppers:
        shopper.client.close()
