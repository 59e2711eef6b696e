"""What surrounds every call: ids, headers, foreign pages, limits, and a database that is locked."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from desk.bootstrap import Desk
from desk.settings import Settings
from gateway.app import build_app
from gateway.settings import GatewaySettings
from tests.integration.gateway.customer import CALL, Customer

SHOP = {"Origin": "https://shop.example"}


async def test_every_answer_has_an_id_that_the_log_has_too(
    client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "gateway.access")
    answer = await client.get("/healthz")
    facts = [record.facts for record in caplog.records if record.name == "gateway.access"][-1]  # type: ignore[attr-defined]
    assert facts["request_id"] == answer.headers["x-request-id"]
    assert (facts["route"], facts["status"]) == ("/healthz", 200)


async def test_an_id_from_the_proxy_is_kept_when_it_is_one(client: AsyncClient) -> None:
    given = {"X-Request-ID": "proxy-1234.abc"}
    assert (await client.get("/healthz", headers=given)).headers["x-request-id"] == "proxy-1234.abc"
    forged = {"X-Request-ID": "x" * 200}
    assert (await client.get("/healthz", headers=forged)).headers["x-request-id"] != "x" * 200


@pytest.mark.parametrize(
    "path", ["/healthz", "/nothing", CALL, "/openapi.json", "/demo/", "/assets/verify.js"]
)
async def test_every_answer_has_the_security_headers(client: AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors" in headers["content-security-policy"]
    assert "server" not in headers


async def test_data_may_be_framed_by_nobody(client: AsyncClient) -> None:
    policy = (await client.get("/openapi.json")).headers["content-security-policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'"


async def test_behind_https_browsers_are_told_to_stay_there(
    desk: Desk, gateway_settings: GatewaySettings, client: AsyncClient
) -> None:
    assert "strict-transport-security" not in (await client.get("/healthz")).headers
    public = desk.settings.model_copy(update={"public_url": "https://close.example"})
    object.__setattr__(desk, "settings", public)
    async with AsyncClient(
        transport=ASGITransport(build_app(desk, gateway_settings)), base_url="http://x"
    ) as other:
        assert "max-age" in (await other.get("/healthz")).headers["strict-transport-security"]


async def test_a_sites_page_may_call_and_read_the_answer(client: AsyncClient) -> None:
    answer = await client.post("/api/v1/visitors", headers=SHOP)
    assert answer.headers["access-control-allow-origin"] == "https://shop.example"
    assert "Retry-After" in answer.headers["access-control-expose-headers"]


async def test_a_sites_page_is_told_before_it_calls(client: AsyncClient) -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = await client.options(CALL, headers={**SHOP, **asked})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (
        200,
        "https://shop.example",
    )


async def test_refusals_can_be_read_by_a_sites_page_too(client: AsyncClient) -> None:
    answer = await client.get(CALL, headers=SHOP)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (
        401,
        "https://shop.example",
    )


async def test_another_page_reads_nothing(client: AsyncClient) -> None:
    foreign = {"Origin": "https://evil.example"}
    assert (
        "access-control-allow-origin" not in (await client.post("/api/v1/visitors", headers=foreign)).headers
    )


async def test_an_unexpected_failure_is_a_problem_and_a_logged_error_without_values(
    client: AsyncClient,
    desk: Desk,
    customer: Customer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the customer said 秘密")

    monkeypatch.setattr(desk.conversations, "history", broken)
    answer = await client.get(CALL, headers=customer.headers)
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert "秘密" not in answer.text
    assert "Traceback" not in answer.text
    assert [record.levelname for record in caplog.records].count("ERROR") == 1


class TestALockedDatabase:
    @pytest.fixture
    def lock(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
        """Somebody else who is writing."""
        file = settings.database_url.removeprefix("sqlite:///")
        connection = sqlite3.connect(file, isolation_level=None)
        yield connection
        connection.close()

    async def test_it_is_503_and_nothing_is_lost(
        self, customer: Customer, lock: sqlite3.Connection, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await customer.say("之前")
        for connection in _connections(desk):
            connection.execute("PRAGMA busy_timeout=50")
        lock.execute("BEGIN IMMEDIATE")
        client_id = "5f0c8f6e-8d0b-4b52-9d0c-0a7b1f1d2c3e"
        refused = await customer.post(text="之中", client_id=client_id)
        assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
        assert refused.headers["retry-after"] == "1"
        lock.execute("ROLLBACK")
        own, answer = await customer.say("之中", client_id=client_id)
        assert (own["seq"], answer["seq"]) == (3, 4)


def _connections(desk: Desk) -> Iterator[Any]:
    """Every connection that the desk's pool holds now."""
    engine = desk.transactions._engine
    held = [engine.raw_connection() for _ in range(engine.pool.checkedin())]  # type: ignore[attr-defined]
    yield from (connection.driver_connection for connection in held)
    for connection in held:
        connection.close()
