"""How many streams stay open at once: each asks the database again and again."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest
from httpx import AsyncClient

from gateway.settings import GatewaySettings
from tests.integration.gateway.customer import Customer, eventually
from tests.integration.gateway.test_stream import EVENTS, app, client, listening

__all__ = ["app", "client"]


@pytest.fixture
def gateway_settings() -> GatewaySettings:
    return GatewaySettings(worker_interval=0.05, stream_poll=0.05, customer_streams=2, address_streams=3)


async def opened(stack: AsyncExitStack, customer: Customer) -> int:
    answer, _ = await stack.enter_async_context(listening(customer))
    return answer.status_code


async def test_a_customer_cannot_open_one_too_many(customer: Customer) -> None:
    async with AsyncExitStack() as stack:
        assert [await opened(stack, customer) for _ in range(2)] == [200, 200]
        refused = await customer.client.get(EVENTS, headers=customer.headers)
    assert refused.status_code == 429
    assert refused.json()["retry_after"] == int(refused.headers["retry-after"]) == 15


async def test_an_address_cannot_with_many_tokens_either(client: AsyncClient) -> None:
    async with AsyncExitStack() as stack:
        statuses = [await opened(stack, await Customer(client).arrive()) for _ in range(4)]
    assert statuses == [200, 200, 200, 429]


async def test_many_at_once_get_no_more_than_there_is_room_for(customer: Customer) -> None:
    async with AsyncExitStack() as stack:
        statuses = await asyncio.gather(*(opened(stack, customer) for _ in range(8)))
    assert sorted(statuses) == [200] * 2 + [429] * 6


async def test_a_stream_that_has_ended_makes_room(customer: Customer) -> None:
    async with AsyncExitStack() as stack:
        assert [await opened(stack, customer) for _ in range(2)] == [200, 200]
    async with AsyncExitStack() as stack:
        assert await eventually(lambda: opened(stack, customer), lambda status: status == 200)


async def test_turns_are_taken_while_there_is_no_room_for_streams(customer: Customer) -> None:
    async with AsyncExitStack() as stack:
        assert [await opened(stack, customer) for _ in range(3)] == [200, 200, 429]
        assert len(await customer.say("你好")) == 2
