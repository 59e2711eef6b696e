"""A gateway with the echo app: its platform is a real server, its phones push through the real webhook."""

from __future__ import annotations

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
from tests.integration.gateway.channels.phone import Phone
from tests.integration.gateway.conftest import running


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
) -> Starlette:
    """A gateway that does not run yet."""
    connect = connect_to(platform_url, channels, allowance=GRANTS if limited else None)
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
