"""The gateway beside a core system: it carries out orders, and says how it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from httpx import AsyncClient

from desk.bootstrap import Desk, build_desk
from desk.clock import Clock
from desk.settings import Settings
from desk.verification.sandbox import SandboxFaces
from gateway.metrics import Metrics
from tests.fakes.ledger.behaviour import Mode
from tests.fakes.ledger.client import client_for
from tests.fakes.ledger.server import CoreSystem, running_core
from tests.integration.gateway.customer import Customer, eventually, submitted


@pytest.fixture
def core() -> Iterator[CoreSystem]:
    with running_core() as running:
        yield running


@pytest.fixture
def desk(settings: Settings, clock: Clock, faces: SandboxFaces, core: CoreSystem) -> Iterator[Desk]:
    built = build_desk(settings, clock=clock, face=faces, core=client_for(core))
    yield built
    built.close()


@pytest.fixture
async def shopper(customer: Customer, core: CoreSystem) -> Customer:
    """A demo customer whose account is in the core system."""
    core.books.put(customer.owner, phone=customer.phone)
    return customer


async def test_a_submitted_application_freezes_the_account_there(
    shopper: Customer, desk: Desk, core: CoreSystem
) -> None:
    submitted(desk, shopper)

    async def frozen() -> list[str]:
        return core.books.freezes(shopper.owner)

    assert len(await eventually(frozen)) == 1


async def test_without_it_the_gateway_is_degraded_but_serves(client: AsyncClient, core: CoreSystem) -> None:
    answer = await client.get("/readyz")
    assert (answer.json()["status"], answer.json()["checks"]["ledger"]) == ("ready", "ok")
    core.mode = Mode.DOWN

    async def status() -> tuple[int, str, str]:
        answer = await client.get("/readyz")
        return answer.status_code, answer.json()["status"], answer.json()["checks"]["ledger"]

    assert await eventually(status, lambda found: found[1] != "ready") == (200, "degraded", "down")


async def test_what_it_has_not_taken_is_counted(
    client: AsyncClient, shopper: Customer, desk: Desk, core: CoreSystem
) -> None:
    number = submitted(desk, shopper)
    core.mode = Mode.DOWN
    desk.closures.reject(number, "anna", "资料不全")
    text = (await client.get("/metrics")).text
    assert "xiaohu_ledger_waiting 2.0" in text or "xiaohu_ledger_waiting 1.0" in text


def test_every_call_is_counted_by_how_it_ended(core: CoreSystem) -> None:
    metrics = Metrics()
    client = client_for(core, metrics.ledger_called)
    client.account_of("shop/1")
    client.disconnect()
    shown = metrics.exposition().decode()
    assert 'xiaohu_ledger_calls_total{outcome="ok",verb="account"} 1.0' in shown
    assert 'xiaohu_ledger_seconds_count{verb="account"} 1.0' in shown
