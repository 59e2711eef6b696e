"""The conversation as a stream, over a real server."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from httpx import AsyncClient, Response
from starlette.applications import Starlette
from uvicorn import Config

from desk.bootstrap import Desk, build_desk
from desk.clock import utc_now
from desk.conversations.model import Reply
from desk.settings import Settings
from gateway.app import build_app
from gateway.serve import Server
from gateway.settings import GatewaySettings
from tests.integration.gateway.customer import Customer, conversation_of, link_for
from tests.unit.gateway.tokens import signed

EVENTS = "/api/v1/events"
Event = dict[str, Any]


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[tuple[Server, str]]:
    """The application on a free port; stopped at the end if it was not before."""
    config = Config(app, port=0, log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=5)
    server = Server(config, app.state.parts)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    port = server.servers[0].sockets[0].getsockname()[1]

    async def live() -> None:
        await server.main_loop()
        await server.shutdown()

    life = asyncio.create_task(live())
    yield server, f"http://127.0.0.1:{port}"
    server.should_exit = True
    await life


@pytest.fixture
async def app(desk: Desk, gateway_settings: GatewaySettings) -> Starlette:
    return build_app(desk, gateway_settings)


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[AsyncClient]:
    async with serving(app) as (_, url), AsyncClient(base_url=url, timeout=10) as client:
        yield client


@asynccontextmanager
async def listening(
    customer: Customer, last: str | None = None, token: str | None = None
) -> AsyncIterator[tuple[Response, AsyncIterator[Event]]]:
    headers = {"Authorization": f"Bearer {token or customer.token}"}
    if last is not None:
        headers["Last-Event-ID"] = last
    async with asyncio.timeout(10), customer.client.stream("GET", EVENTS, headers=headers) as answer:
        yield answer, events(answer)


async def events(answer: Response) -> AsyncIterator[Event]:
    """The events of a stream as a browser reads them; pings are comments."""
    event: Event = {}
    async for line in answer.aiter_lines():
        if not line and event:
            yield event
            event = {}
        elif line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            event[name] = value


async def test_an_event_is_a_message_with_its_position(customer: Customer) -> None:
    turn = await customer.say("你好")
    async with listening(customer) as (answer, found):
        first = await anext(found)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert (first["id"], first["event"]) == ("1", "message")
    assert json.loads(first["data"]) == turn[0]


async def test_it_goes_on_after_the_last_one_known(customer: Customer) -> None:
    await customer.say("一")
    await customer.say("二")
    async with listening(customer, last="3") as (_, found):
        assert (await anext(found))["id"] == "4"


@pytest.mark.parametrize("last", ["", "x", "-1", "1.5", "9" * 40])
async def test_a_position_that_is_none_begins_at_the_beginning(customer: Customer, last: str) -> None:
    await customer.say("一")
    async with listening(customer, last=last) as (_, found):
        assert (await anext(found))["id"] == "1"


async def test_new_messages_come_as_they_are_written(customer: Customer) -> None:
    async with listening(customer) as (_, found):
        await customer.say("你好")
        assert [(await anext(found))["id"] for _ in range(2)] == ["1", "2"]
        await customer.say("再见")
        assert [(await anext(found))["id"] for _ in range(2)] == ["3", "4"]


async def test_two_windows_of_one_customer_see_the_same(customer: Customer) -> None:
    async with listening(customer) as (_, one), listening(customer) as (_, two):
        await customer.say("你好")
        assert await anext(one) == await anext(two)


async def test_nobody_elses_messages_come(client: AsyncClient) -> None:
    mine, other = await Customer(client).arrive(), await Customer(client).arrive()
    async with listening(mine) as (_, found):
        await other.say("别人的话")
        await mine.say("我的话")
        assert json.loads((await anext(found))["data"])["text"] == "我的话"


async def test_what_another_process_writes_shows_within_a_second(
    customer: Customer, settings: Settings, desk: Desk
) -> None:
    other_process = build_desk(settings, clock=utc_now)
    async with listening(customer) as (_, found):
        began = time.monotonic()
        other_process.conversations.append(conversation_of(desk, customer), [Reply("审核有结果了")])
        assert json.loads((await anext(found))["data"])["text"] == "审核有结果了"
        assert time.monotonic() - began < 1.5
    other_process.close()


async def test_a_passed_verification_shows_in_the_stream_by_itself(customer: Customer, desk: Desk) -> None:
    link = link_for(desk, customer)
    async with listening(customer) as (_, found):
        await customer.client.post(f"{link}/password", json={"password": customer.password})
        assert json.loads((await anext(found))["data"])["card"]["kind"] == "confirmation"


async def test_a_long_conversation_comes_whole(customer: Customer, desk: Desk) -> None:
    desk.conversations.append(conversation_of(desk, customer), [Reply(f"第{n}条") for n in range(450)])
    async with listening(customer) as (_, found):
        assert [int((await anext(found))["id"]) for _ in range(450)] == list(range(1, 451))


async def test_it_ends_when_its_token_does(customer: Customer) -> None:
    now = int(time.time())
    token = signed(iat=now, exp=now + 2)
    async with listening(customer, token=token) as (_, found):
        assert [event async for event in found] == []
    assert time.time() >= now + 2
    async with listening(customer, token=token) as (answer, _):
        assert answer.status_code == 401


async def test_asking_for_the_headers_only_opens_no_stream(customer: Customer) -> None:
    async with asyncio.timeout(5):
        answer = await customer.client.head(EVENTS, headers=customer.headers)
    assert answer.status_code == 200


async def test_open_streams_are_counted_and_forgotten(customer: Customer, app: Starlette) -> None:
    async with listening(customer) as (_, found):
        await customer.say("你好")
        await anext(found)
        assert "xiaohu_streams 1.0" in (await customer.client.get("/metrics")).text
    async with asyncio.timeout(5):
        while app.state.parts.hub._watchers:
            await customer.client.get("/healthz")
    assert "xiaohu_streams 0.0" in (await customer.client.get("/metrics")).text


async def test_closing_the_gateway_ends_the_streams_at_once(app: Starlette) -> None:
    async with serving(app) as (server, url), AsyncClient(base_url=url) as client:
        customer = await Customer(client).arrive()
        async with listening(customer) as (_, found):
            await customer.say("你好")
            await anext(found)
            began = time.monotonic()
            server.should_exit = True
            rest = [event async for event in found]
            assert [event["id"] for event in rest] == ["2"]
            assert time.monotonic() - began < 3


async def test_a_body_that_is_never_finished_is_given_up(
    desk: Desk, gateway_settings: GatewaySettings
) -> None:
    hasty = gateway_settings.model_copy(update={"body_timeout": 0.1})
    async with serving(build_app(desk, hasty)) as (_, url):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        head = "POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        token = f"Authorization: Bearer {signed()}\r\n"
        writer.write(f"{head}{token}Content-Length: 100\r\n\r\n{{".encode())
        async with asyncio.timeout(5):
            assert b" 400 " in await reader.readline()
        writer.close()


async def test_a_caller_who_hangs_up_in_the_middle_is_no_failure(
    client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    host = client.base_url
    _, writer = await asyncio.open_connection(host.host, host.port or 80)
    head = "POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    token = f"Authorization: Bearer {signed()}\r\n"
    writer.write(f"{head}{token}Content-Length: 100\r\n\r\n{{".encode())
    await writer.drain()
    writer.close()
    await client.get("/healthz")
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
