"""A gateway with the echo app: its platform is a real server, its phones push through the real webhook."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from desk.bootstrap import Desk
from desk.verification.sandbox import SandboxFaces
from gateway.app import build_app
from gateway.settings import GatewaySettings
from tests.fakes.echo.channel import GRANTS, EchoChannel, connect_to
from tests.fakes.echo.platform import EchoPlatform
from tests.fakes.serving import served
from tests.integration.gateway.bot_stand_in import BotStandIn, says
from tests.integration.gateway.channels.browser import Browser
from tests.integration.gateway.channels.phone import Phone, link_in
from tests.integration.gateway.conftest import running
from tests.integration.gateway.customer import Customer


@pytest.fixture
def platform() -> EchoPlatform:
    return EchoPlatform()


@pytest.fixture
def platform_url(platform: EchoPlatform) -> Iterator[str]:
    with served(platform.app()) as url:
        yield url


@pytest.fixture
def limited(request: pytest.FixtureRequest, platform: EchoPlatform) -> bool:
    """Whether the platform allows only so many messages: a test asks for it by its name."""
    platform.strict = "strict" in request.keywords
    return platform.strict


@pytest.fixture
def channels() -> list[EchoChannel]:
    """The adapters that were made, newest last."""
    return []


@pytest.fixture
def echo_app(
    desk: Desk,
    gateway_settings: GatewaySettings,
    faces: SandboxFaces,
    platform_url: str,
    limited: bool,
    channels: list[EchoChannel],
    request: pytest.FixtureRequest,
) -> Starlette:
    """A gateway that does not run yet."""
    options = {"allowance": GRANTS if limited else None, "has_login": "no_login" not in request.keywords}
    connect = connect_to(platform_url, channels, **options)
    return build_app(desk, gateway_settings, faces=faces, connects={"echo": connect})


@pytest.fixture
async def app(echo_app: Starlette) -> AsyncIterator[Starlette]:
    async with running(echo_app):
        yield echo_app


@pytest.fixture
def phone(client: AsyncClient, platform: EchoPlatform) -> Phone:
    return Phone(client, platform, "ming")


@asynccontextmanager
async def calling(app: Starlette) -> AsyncIterator[AsyncClient]:
    """A client of a gateway, whether it runs or not."""
    async with AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
async def browser(app: Starlette) -> AsyncIterator[Browser]:
    async with Browser(app) as browser:
        yield browser


@pytest.fixture
async def stranger(app: Starlette) -> AsyncIterator[Browser]:
    """Somebody else's browser."""
    async with Browser(app) as browser:
        yield browser


@pytest.fixture
def asks_to_log_in(bot: BotStandIn) -> None:
    """A bot that has a question about an account before it."""
    card = {"kind": "login"}
    bot.brain = lambda turn: [says("请先登录。", card=card)] if turn.get("text") == "注销" else [says("好的")]


@pytest.fixture
async def bound(phone: Phone, customer: Customer, browser: Browser, asks_to_log_in: None) -> Phone:
    """A phone whose person has become a customer."""
    await phone.type("注销")
    form = await browser.open(link_in(await phone.shows_text("/bind/"), "bind"))
    page = await browser.submit(await browser.submit(form, customer_id=customer.id))
    if code := re.search(r'class="purpose code">(\w+)<', page.text):
        await phone.type(code[1])
    await phone.shows_text("绑定好了")
    return phone


@pytest.fixture
async def link(phone: Phone, asks_to_log_in: None) -> str:
    """The way to the page on which somebody in the app becomes a customer."""
    await phone.type("注销")
    return link_in(await phone.shows_text("/bind/"), "bind")
