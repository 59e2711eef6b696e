"""A gateway in front of a real desk on SQLite and a stand-in for the bot."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from desk.bootstrap import Desk, build_desk
from desk.clock import Clock, utc_now
from desk.demo.faces import demo_faces
from desk.settings import Settings
from desk.verification.sandbox import SandboxFaces
from gateway.app import build_app
from gateway.settings import GatewaySettings
from tests.integration.gateway.bot_stand_in import BotStandIn, running_bot
from tests.integration.gateway.customer import Customer
from tests.unit.gateway.tokens import KID, SHARED_KEY

SITES = f"""
[[sites]]
kid = "{KID}"
site = "shop"
algorithm = "HS256"
key = "{SHARED_KEY}"
origins = ["https://shop.example"]
"""


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """SQLite alone: what differs between databases is tested where the desk is."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'xiaohu.db')}"


@pytest.fixture
def clock() -> Clock:
    """The real one: tokens and links end by it."""
    return utc_now


@pytest.fixture
def bot() -> Iterator[BotStandIn]:
    with running_bot("bot_secret-for-tests-".ljust(40, "x")) as stand_in:
        yield stand_in


@pytest.fixture
def settings(settings: Settings, bot: BotStandIn, tmp_path: Path) -> Settings:
    file = tmp_path / "sites.toml"
    file.write_text(SITES, encoding="utf-8")
    places = {"bot_url": bot.url, "actions_url": f"{bot.url}/webhook", "sites_file": file}
    return settings.model_copy(update=places)


@pytest.fixture
def faces(settings: Settings) -> SandboxFaces:
    made = demo_faces(settings)
    assert made is not None
    return made


@pytest.fixture
def desk(settings: Settings, clock: Clock, faces: SandboxFaces) -> Iterator[Desk]:
    """A demo's desk, as `gateway.serve` builds it."""
    built = build_desk(settings, clock=clock, face=faces)
    yield built
    built.close()


@pytest.fixture
def gateway_settings() -> GatewaySettings:
    """The defaults, but faster."""
    return GatewaySettings(bot_timeout=5, worker_interval=0.05, stream_poll=0.05)


@pytest.fixture
async def app(desk: Desk, gateway_settings: GatewaySettings, faces: SandboxFaces) -> AsyncIterator[Starlette]:
    built = build_app(desk, gateway_settings, faces=faces)
    async with running(built):
        yield built


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
async def customer(client: AsyncClient) -> Customer:
    return await Customer(client).arrive()


@asynccontextmanager
async def running(app: Starlette) -> AsyncIterator[None]:
    """The application's lifespan, in a task of its own as a server has it."""
    started, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.router.lifespan_context(app):
            started.set()
            await stop.wait()

    life = asyncio.create_task(live())
    await asyncio.wait([life, asyncio.ensure_future(started.wait())], return_when=asyncio.FIRST_COMPLETED)
    yield
    stop.set()
    await life
