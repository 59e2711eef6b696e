"""What an operator asks: alive, ready, and the figures."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from desk.bootstrap import Desk
from gateway.app import build_app
from gateway.settings import GatewaySettings
from tests.integration.gateway.customer import Customer


async def test_it_is_ready_when_database_bot_and_actions_are(client: AsyncClient) -> None:
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert answer.json()["checks"] == {"database": "ok", "bot": "ok", "actions": "ok"}


async def test_without_the_bot_it_lives_but_is_not_ready(client: AsyncClient, bot: Any) -> None:
    bot.healthy = False
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.json()["checks"] == {"database": "ok", "bot": "down", "actions": "down"}
    assert (await client.get("/healthz")).status_code == 200


async def test_without_the_database_it_is_not_ready(
    client: AsyncClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OSError("gone")

    monkeypatch.setattr(desk.notices, "backlog", away)
    assert (await client.get("/readyz")).json()["checks"]["database"] == "down"


async def test_the_figures_are_for_this_machine(client: AsyncClient) -> None:
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert "xiaohu_outbox_depth 0.0" in answer.text


@pytest.mark.parametrize("peer", ["203.0.113.9", "2001:db8::1", "10.0.0.1"])
async def test_nobody_else_reads_the_figures(app: Starlette, peer: str) -> None:
    async with AsyncClient(transport=ASGITransport(app, client=(peer, 1)), base_url="http://x") as client:
        assert (await client.get("/metrics")).status_code == 403
        forged = {"X-Forwarded-For": "127.0.0.1"}
        assert (await client.get("/metrics", headers=forged)).status_code == 403


async def test_what_a_proxy_on_this_machine_passes_on_is_not_from_this_machine(client: AsyncClient) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9"}
    assert (await client.get("/metrics", headers=forwarded)).status_code == 403


async def test_a_configured_address_reads_the_figures(desk: Desk) -> None:
    scraped = GatewaySettings(metrics_addresses="10.0.0.0/8")  # type: ignore[arg-type]
    transport = ASGITransport(build_app(desk, scraped), client=("10.1.2.3", 1))
    async with AsyncClient(transport=transport, base_url="http://x") as client:
        assert (await client.get("/metrics")).status_code == 200


async def test_the_figures_name_routes_and_never_paths(client: AsyncClient, customer: Customer) -> None:
    await client.get(f"/demo/phones/{customer.phone}")
    await client.get("/nothing/like/this")
    figures = (await client.get("/metrics")).text
    assert 'route="/demo/phones/{phone}"' in figures
    assert 'route="none"' in figures
    assert customer.phone not in figures
