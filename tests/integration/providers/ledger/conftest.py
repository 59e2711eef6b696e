"""The fake core system, and our client in front of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from providers.ledger.client import LedgerClient
from tests.fakes.ledger.client import client_for
from tests.fakes.ledger.server import CoreSystem, running_core


@pytest.fixture
def core() -> Iterator[CoreSystem]:
    with running_core() as running:
        yield running


@pytest.fixture
def client(core: CoreSystem) -> Iterator[LedgerClient]:
    made = client_for(core)
    yield made
    made.disconnect()
