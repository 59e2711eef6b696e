"""One running system for all end-to-end tests: Rasa takes seconds to start."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.running import RunningSystem, start, stop
from tests.e2e.shopper import Shopper


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """The system, started once and stopped at the end."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    running = start(tmp_path_factory.mktemp("system"), port)
    yield running
    stop(running)


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
