"""A provider of face checks that takes its time keeps nobody else from proving who they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette

from desk.bootstrap import Desk, build_desk
from desk.clock import Clock
from desk.settings import Settings
from gateway.app import build_app
from gateway.settings import GatewaySettings
from tests.fakes.clouds.server import Manner
from tests.fakes.clouds.server import running as playing
from tests.fakes.faces.aliyun import FakeAliyunFaces
from tests.integration.gateway.conftest import running
from tests.integration.gateway.customer import Customer, eventually, link_for
from tests.integration.providers.conftest import aliyun_verifier

MANY = 12
FACE = {"consent": True, "device": '{"deviceType":"h5"}'}


@pytest.fixture
def provider() -> Iterator[FakeAliyunFaces]:
    fake = FakeAliyunFaces(manner=Manner.SILENT)
    with playing(fake):
        yield fake


@pytest.fixture
def desk(settings: Settings, clock: Clock, provider: FakeAliyunFaces) -> Iterator[Desk]:
    patient = replace(aliyun_verifier(provider), seconds=20)
    built = build_desk(settings, clock=clock, face=patient)
    yield built
    built.close()


@pytest.fixture
async def app(desk: Desk, gateway_settings: GatewaySettings) -> AsyncIterator[Starlette]:
    built = build_app(desk, gateway_settings)
    async with running(built):
        yield built


async def test_a_password_is_compared_while_many_faces_wait(
    client: AsyncClient, desk: Desk, provider: FakeAliyunFaces
) -> None:
    crowd = [link_for(desk, await Customer(client).arrive()) for _ in range(MANY)]
    someone = await Customer(client).arrive()
    link = link_for(desk, someone)
    waiting = [asyncio.create_task(client.post(f"{one}/face", json=FACE)) for one in crowd]

    async def calls() -> int:
        return len(provider.calls)

    await eventually(calls, lambda count: count >= 4)
    async with asyncio.timeout(5):
        assert (await client.get(f"{link}/challenge")).json()["status"] == "open"
        tried = await client.post(f"{link}/password", json={"password": someone.password})
    assert tried.json()["status"] == "passed"
    assert not any(task.done() for task in waiting)
    provider.stopped.set()
    assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {409}
