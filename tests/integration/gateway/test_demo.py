"""The demo shop: customers on demand, and none of it outside demo mode."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from desk.accounts.model import ObstacleKind
from desk.bootstrap import Desk
from gateway.app import build_app
from gateway.settings import GatewaySettings
from tests.integration.gateway.customer import CALL, Customer

PROFILES = [
    "clear",
    "unpaid_loan",
    "instalments",
    "overdue",
    "repayment_in_flight",
    "refund_in_flight",
    "overpaid",
    "frozen",
    "many_obstacles",
    "closed",
    "no_account",
]


@pytest.mark.parametrize("profile", PROFILES)
async def test_every_profile_of_the_contract_can_be_made(client: AsyncClient, profile: str) -> None:
    answer = await client.post("/demo/customers", json={"profile": profile})
    made = answer.json()
    assert answer.status_code == 201
    assert set(made) == {"customer_id", "name", "token", "phone", "payment_password"}
    assert re.fullmatch(r"\d{6}", made["payment_password"])
    own = {"Authorization": f"Bearer {made['token']}"}
    assert (await client.get(CALL, headers=own)).status_code == 200


@pytest.mark.parametrize(
    "body", [{}, {"profile": "rich"}, {"profile": None}, {"profile": ["clear"]}, {"profile": {}}]
)
async def test_a_profile_that_is_none_is_refused(client: AsyncClient, body: dict[str, Any]) -> None:
    answer = await client.post("/demo/customers", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


async def test_each_customer_has_a_phone_of_their_own(client: AsyncClient) -> None:
    customers = [await Customer(client).arrive() for _ in range(3)]
    assert len({customer.phone for customer in customers}) == 3


async def test_settling_clears_and_borrowing_obstructs(client: AsyncClient, desk: Desk) -> None:
    customer = await Customer(client).arrive("many_obstacles")
    assert desk.accounts.obstacles(customer.owner)
    assert (await client.post(f"/demo/customers/{customer.id}/settle")).status_code == 200
    assert desk.accounts.obstacles(customer.owner) == ()
    assert (await client.post(f"/demo/customers/{customer.id}/borrow")).status_code == 200
    assert [one.kind for one in desk.accounts.obstacles(customer.owner)] == [ObstacleKind.UNPAID_LOAN]


async def test_a_token_can_be_renewed(client: AsyncClient, customer: Customer) -> None:
    answer = (await client.post(f"/demo/customers/{customer.id}/token")).json()
    assert answer["expires_in"] == 900
    await customer.say("你好")
    customer.token = answer["token"]
    assert len(await customer.history()) == 2


@pytest.mark.parametrize("call", ["settle", "borrow", "token"])
@pytest.mark.parametrize("customer_id", ["nobody", "%00", "x" * 300, "客户"])
async def test_a_customer_who_was_never_made_is_not_found(
    client: AsyncClient, customer_id: str, call: str
) -> None:
    assert (await client.post(f"/demo/customers/{customer_id}/{call}")).status_code == 404


async def test_a_customer_without_an_account_cannot_borrow(client: AsyncClient) -> None:
    customer = await Customer(client).arrive("no_account")
    assert (await client.post(f"/demo/customers/{customer.id}/borrow")).status_code == 409


@pytest.mark.parametrize("phone", ["19900000000", "x", "%00", "1" * 99])
async def test_a_phone_that_received_nothing_is_empty(client: AsyncClient, phone: str) -> None:
    answer = await client.get(f"/demo/phones/{phone}")
    assert (answer.status_code, answer.json()) == (200, [])


async def test_the_shop_and_all_it_loads_are_there(client: AsyncClient) -> None:
    assert (await client.get("/demo", follow_redirects=True)).status_code == 200
    page = await client.get("/demo/")
    assert page.headers["content-type"].startswith("text/html")
    for loaded in re.findall(r'(?:src|href)="([^"#]+)"', page.text):
        found = await client.get(str(page.url.join(loaded)))
        assert found.status_code == 200, loaded


async def test_outside_demo_mode_there_is_no_demo(desk: Desk, gateway_settings: GatewaySettings) -> None:
    plain = build_app(_without_demo(desk), gateway_settings)
    async with AsyncClient(transport=ASGITransport(plain), base_url="http://127.0.0.1:8000") as client:
        for path in ("/demo", "/demo/", "/demo/phones/1", "/demo/main.js"):
            assert (await client.get(path)).status_code == 404
        assert (await client.post("/demo/customers", json={"profile": "clear"})).status_code == 404


async def test_outside_demo_mode_a_demo_token_is_worthless(
    desk: Desk, gateway_settings: GatewaySettings, customer: Customer
) -> None:
    plain = build_app(_without_demo(desk), gateway_settings)
    async with AsyncClient(transport=ASGITransport(plain), base_url="http://127.0.0.1:8000") as client:
        assert (await client.get(CALL, headers=customer.headers)).status_code == 401


def _without_demo(desk: Desk) -> Desk:
    return replace(desk, demo=None)
