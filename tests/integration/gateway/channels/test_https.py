"""Over https, what ties a browser to a login cannot be planted by another host of the shop's domain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.applications import Starlette

from desk.bootstrap import Desk
from desk.channels.model import Arrival
from desk.channels.sealing import digest
from desk.clock import utc_now
from desk.settings import Settings
from tests.integration.gateway.channels.conftest import calling

TICKET = "a-ticket-that-was-said-in-the-app"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"public_url": "https://help.shop.example"})


async def test_the_cookie_belongs_to_this_host_alone(app: Starlette, desk: Desk) -> None:
    desk.channels.take("echo", [Arrival("m1", "app", "ming", {"act": "left"}, left=True)])
    with desk.transactions.write() as work:
        user = work.channels.user_of("echo", "app", "ming", utc_now())
        work.passes.add(digest(TICKET), "bind", {"app_user": user.id}, utc_now() + timedelta(minutes=10))
    async with calling(app) as client:
        cookie = (await client.get(f"/bind/{TICKET}")).headers["set-cookie"]
    assert cookie.startswith("__Host-xiaohu_login=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
