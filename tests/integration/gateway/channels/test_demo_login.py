"""The demo shop's login, where people from the apps say who they are."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.integration.gateway.channels.browser import GATEWAY, Browser
from tests.integration.gateway.customer import Customer


@pytest.mark.parametrize(
    "return_to",
    [
        "https://evil.example/",
        f"{GATEWAY}/bind/return?state=x&y=z",
        f"{GATEWAY}.evil.example/bind/return?state=x",
        "",
    ],
)
async def test_the_demos_login_sends_a_token_nowhere_else(
    browser: Browser, customer: Customer, return_to: str
) -> None:
    assert (await browser.step(f"/demo/login?return_to={quote(return_to)}")).status_code == 422
    sent = await browser.post("/demo/login", return_to=return_to, customer_id=customer.id)
    assert sent.status_code == 422


@pytest.mark.parametrize("customer_id", ["", "nobody", "../x", "5f0c9a3e7b1d4c2896e0a1b2c3d4e5f6"])
async def test_the_demos_login_knows_only_demo_customers(browser: Browser, customer_id: str) -> None:
    sent = await browser.post(
        "/demo/login", return_to=f"{GATEWAY}/bind/return?state=abc", customer_id=customer_id
    )
    assert sent.status_code == 404
