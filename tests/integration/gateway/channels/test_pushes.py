"""A push to a webhook: kept when it is the platform's, refused when it is not."""

from __future__ import annotations

import logging

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette

from desk.bootstrap import Desk
from tests.fakes.echo.channel import EchoChannel
from tests.fakes.echo.platform import EchoPlatform
from tests.integration.gateway.channels.phone import WEBHOOK, Phone


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b'{"id": "1", "user": "ming", "kind": "text", "text": "x"}', 401),
        ({"X-Echo-Signature": "0" * 64}, b'{"id": "1", "user": "ming", "kind": "text"}', 401),
        ({"X-Echo-Signature": "0" * 64}, b"", 401),
    ],
)
async def test_what_is_not_the_platforms_is_refused_and_not_kept(
    client: AsyncClient,
    desk: Desk,
    headers: dict[str, str],
    body: bytes,
    status: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = await client.post(WEBHOOK, content=body, headers=headers)
    assert answer.status_code == status
    assert desk.channels.due(10) == []
    refusals = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(refusals) == 1
    assert "ming" not in str(vars(refusals[0]))


async def test_a_genuine_push_that_cannot_be_read_is_refused(
    client: AsyncClient, platform: EchoPlatform
) -> None:
    body, headers = platform.signed(nothing="known")
    answer = await client.post(WEBHOOK, content=body, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:xiaohu:problem:malformed")


@pytest.mark.parametrize("user", ["", "x" * 256])
async def test_a_name_that_cannot_be_kept_is_refused(phone: Phone, user: str) -> None:
    assert (await phone.push(kind="text", text="hi", user=user)).status_code == 400


async def test_a_push_of_ten_megabytes_is_refused_before_it_is_read(client: AsyncClient) -> None:
    sent = 0

    async def endless() -> object:
        nonlocal sent
        for _ in range(160):
            sent += 65536
            yield b"x" * 65536

    answer = await client.post(WEBHOOK, content=endless())
    assert answer.status_code == 413
    assert sent < 1_000_000


async def test_an_app_that_is_not_configured_is_not_there(client: AsyncClient) -> None:
    assert (await client.post("/webhooks/wechat", content=b"x")).status_code == 404


async def test_the_platform_may_check_the_address(client: AsyncClient) -> None:
    assert (await client.get(f"{WEBHOOK}?echo=4375")).text == "4375"


async def test_what_the_adapter_keeps_is_kept_with_what_came(
    phone: Phone, channels: list[EchoChannel]
) -> None:
    await phone.type("在吗", id="m7")
    assert await channels[0].surroundings.state.get("last") == "m7"


async def test_pushes_of_one_address_have_a_limit_of_their_own(
    echo_app: Starlette, client: AsyncClient
) -> None:
    callers = echo_app.state.parts.callers
    callers._platforms._burst = 0
    assert (await client.get(f"{WEBHOOK}?echo=1")).status_code == 429
    assert (await client.get("/healthz")).status_code == 200
