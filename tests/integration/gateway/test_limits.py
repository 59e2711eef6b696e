"""Who calls too often is told when to come back."""

from __future__ import annotations

import pytest
from httpx import ASGITransport, AsyncClient

from desk.bootstrap import Desk
from gateway.app import build_app
from gateway.settings import GatewaySettings
from tests.integration.gateway.conftest import running
from tests.integration.gateway.customer import CALL, Customer


@pytest.fixture
def gateway_settings() -> GatewaySettings:
    return GatewaySettings(customer_rate=0.5, address_burst=30, address_rate=0.5, reading_factor=3)


async def test_20_messages_go_and_the_next_is_told_to_wait(customer: Customer) -> None:
    answers = [await customer.post(text="你好") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    problem = answers[-1].json()
    assert problem["retry_after"] >= 1
    assert answers[-1].headers["retry-after"] == str(problem["retry_after"])


async def test_reading_goes_on_while_writing_has_to_wait(customer: Customer) -> None:
    for _ in range(21):
        await customer.post(text="你好")
    assert len(await customer.history()) == 40


async def test_reading_has_a_limit_of_its_own(customer: Customer) -> None:
    codes = [(await customer.client.get(CALL, headers=customer.headers)).status_code for _ in range(70)]
    assert (codes[:60], codes[-1]) == ([200] * 60, 429)
    assert (await customer.post(text="你好")).status_code == 200


async def test_an_address_has_a_limit_whoever_it_claims_to_be(client: AsyncClient) -> None:
    codes = [(await client.post(CALL, json={})).status_code for _ in range(31)]
    assert codes == [401] * 30 + [429]


async def test_a_forwarded_address_from_nobody_changes_nothing(client: AsyncClient) -> None:
    codes = [
        (await client.post(CALL, json={}, headers={"X-Forwarded-For": f"198.51.100.{number}"})).status_code
        for number in range(31)
    ]
    assert codes[-1] == 429


async def test_behind_a_configured_proxy_each_address_counts(
    desk: Desk, gateway_settings: GatewaySettings
) -> None:
    proxied = gateway_settings.model_copy(
        update={
            "trusted_proxies": GatewaySettings(
                trusted_proxies="127.0.0.1"  # type: ignore[arg-type]
            ).trusted_proxies
        }
    )
    app = build_app(desk, proxied)
    async with running(app), AsyncClient(transport=ASGITransport(app), base_url="http://x") as client:
        codes = [
            (
                await client.post(CALL, json={}, headers={"X-Forwarded-For": f"198.51.100.{number}"})
            ).status_code
            for number in range(31)
        ]
    assert codes == [401] * 31
