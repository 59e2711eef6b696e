"""A platform that takes calls and answers none holds up its own people only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from starlette.applications import Starlette

from desk.bootstrap import Desk
from desk.channels.model import Arrival
from desk.clock import utc_now
from desk.verification.sandbox import SandboxFaces
from gateway.app import build_app
from gateway.channels.model import Contact
from gateway.channels.port import Connect
from gateway.settings import GatewaySettings
from tests.fakes.echo.channel import EchoChannel, connect_to
from tests.integration.gateway.channels.phone import Phone
from tests.integration.gateway.conftest import running
from tests.integration.gateway.customer import eventually

MANY = 20


class Mute:
    """A server that lets everybody in and says nothing."""

    def __init__(self) -> None:
        self.callers = 0
        self.url = ""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.callers += 1
        with suppress(ConnectionError):
            while await reader.read(1024):
                pass
        writer.close()


@pytest.fixture
async def mute() -> AsyncIterator[Mute]:
    found = Mute()
    server = await asyncio.start_server(found, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield found


@pytest.fixture
async def app(
    desk: Desk, gateway_settings: GatewaySettings, faces: SandboxFaces, platform_url: str, mute: Mute
) -> AsyncIterator[Starlette]:
    connects: dict[str, Connect] = {
        "echo": connect_to(platform_url, []),
        "mute": connect_to(mute.url, [], name="mute"),
        "slow": lambda around: Slow(around, mute.url, name="slow"),
    }
    built = build_app(desk, gateway_settings, faces=faces, connects=connects)
    async with running(built):
        yield built


class Slow(EchoChannel):
    """Has to tell its platform who answers, as WeChat customer service has."""

    async def hand_off(self, contact: Contact, *, to_person: bool) -> None:
        await self.surroundings.http.post(f"{self.api}/state", json={"person": to_person})


async def test_people_of_another_app_are_answered_meanwhile(phone: Phone, desk: Desk, mute: Mute) -> None:
    body = {"act": "said", "text": "在吗", "button": None, "ticket": None}
    crowd = [Arrival(key=f"m{n}", app="app", user=f"u{n}", body=body) for n in range(MANY)]
    desk.channels.take("mute", crowd)

    async def callers() -> int:
        return mute.callers

    await eventually(callers, lambda count: count >= 8)
    await phone.type("你好")
    await phone.shows_text("您说的是：你好")


async def test_a_platform_that_is_told_who_answers_holds_up_nobody(
    phone: Phone, desk: Desk, mute: Mute
) -> None:
    body = {"act": "left"}
    desk.channels.take("slow", [Arrival(f"m{n}", "app", f"u{n}", body, left=True) for n in range(4)])
    with desk.transactions.write() as work:
        users = [work.channels.user_of("slow", "app", f"u{n}", utc_now()) for n in range(4)]
    for user in users:
        conversation = desk.conversations.of(user.owner, is_visitor=True)
        desk.conversations.append(conversation.id, [], place=user.id)
        desk.conversations.claim(conversation.id, "小张")

    async def callers() -> int:
        return mute.callers

    await eventually(callers)
    await phone.type("你好")
    await phone.shows_text("您说的是：你好")
