"""A desk whose books are in a core system."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.bootstrap import Desk, build_desk
from desk.settings import Settings
from tests.conftest import SettableClock
from tests.fakes.ledger.client import client_for
from tests.fakes.ledger.server import CoreSystem, running_core
from tests.integration.closures.core_system.steps import CUSTOMER


@pytest.fixture
def core() -> Iterator[CoreSystem]:
    with running_core() as running:
        running.books.put(CUSTOMER)
        yield running


@pytest.fixture
def desk(settings: Settings, clock: SettableClock, core: CoreSystem) -> Iterator[Desk]:
    # Never resting: these tests are about what comes back by itself.
    built = build_desk(settings, clock=clock, core=client_for(core, ledger_failures=1000))
    yield built
    built.close()
