"""A demo customer's network can be made slow: that one's, and nobody else's."""

from __future__ import annotations

from time import perf_counter

import pytest
from httpx import AsyncClient

from gateway import slow_network
from tests.integration.gateway.customer import Customer

DELAY = 0.3


@pytest.fixture(autouse=True)
def shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_network, "REQUEST_DELAY", DELAY)
    monkeypatch.setattr(slow_network, "PIECE_DELAY", 0.0)


async def seconds_of_history(customer: Customer) -> float:
    began = perf_counter()
    await customer.history()
    return perf_counter() - began


async def set_network(client: AsyncClient, customer: Customer, *, slow: bool) -> None:
    answer = await client.post(f"/demo/customers/{customer.id}/network", json={"slow": slow})
    assert answer.status_code == 204


async def test_a_slow_network_is_that_customers_own(client: AsyncClient) -> None:
    slow, other = await Customer(client).arrive(), await Customer(client).arrive()
    await set_network(client, slow, slow=True)
    assert await seconds_of_history(slow) >= DELAY
    assert await seconds_of_history(other) < DELAY


async def test_it_is_quick_again_when_switched_back(client: AsyncClient) -> None:
    customer = await Customer(client).arrive()
    await set_network(client, customer, slow=True)
    await set_network(client, customer, slow=False)
    assert await seconds_of_history(customer) < DELAY


async def test_what_is_said_over_a_slow_network_arrives_once(client: AsyncClient) -> None:
    customer = await Customer(client).arrive()
    await set_network(client, customer, slow=True)
    await customer.say("你好")
    assert [one["role"] for one in await customer.history()] == ["user", "bot"]


@pytest.mark.parametrize("body", [{}, {"slow": "yes"}, {"slow": 1}, {"slow": None}])
async def test_anything_but_yes_or_no_is_refused(client: AsyncClient, body: dict[str, object]) -> None:
    customer = await Customer(client).arrive()
    answer = await client.post(f"/demo/customers/{customer.id}/network", json=body)
    assert answer.status_code == 422


async def test_a_call_without_a_token_is_not_held_up(client: AsyncClient) -> None:
    customer = await Customer(client).arrive()
    await set_network(client, customer, slow=True)
    began = perf_counter()
    assert (await client.get("/api/v1/messages")).status_code == 401
    assert perf_counter() - began < DELAY
