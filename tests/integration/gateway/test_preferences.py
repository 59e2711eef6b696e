"""What customers say about where they want to hear of news."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import AsyncClient

from tests.integration.gateway.customer import Customer

AT = "/api/v1/preferences"


async def test_everything_is_wanted_until_they_say_otherwise(client: AsyncClient, customer: Customer) -> None:
    answer = await client.get(AT, headers=customer.headers)
    assert (answer.status_code, answer.json()) == (200, {"sms": True, "push": True})


async def test_what_is_not_named_stays(client: AsyncClient, customer: Customer) -> None:
    await client.put(AT, json={"sms": False}, headers=customer.headers)
    changed = await client.put(AT, json={"push": False}, headers=customer.headers)
    assert changed.json() == {"sms": False, "push": False}
    assert (await client.get(AT, headers=customer.headers)).json() == {"sms": False, "push": False}


@pytest.mark.parametrize("body", [{}, {"sms": "no"}, {"push": 0}, {"sms": None}, {"other": True}])
async def test_what_is_no_wish_changes_nothing(client: AsyncClient, customer: Customer, body: Any) -> None:
    assert (await client.put(AT, json=body, headers=customer.headers)).status_code == 422
    assert (await client.get(AT, headers=customer.headers)).json() == {"sms": True, "push": True}


async def test_visitors_and_strangers_have_none(client: AsyncClient) -> None:
    assert (await client.get(AT)).status_code == 401
    token = (await client.post("/api/v1/visitors")).json()["token"]
    visitor = {"Authorization": f"Bearer {token}"}
    assert (await client.get(AT, headers=visitor)).status_code == 403
    assert (await client.put(AT, json={"sms": False}, headers=visitor)).status_code == 403
