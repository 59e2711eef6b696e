"""The page that plays the phones of every app, in front of the real adapters."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.clock import utc_now
from desk.knowledge import Knowledge
from gateway.channels.model import Inbound, Payload, Push
from gateway.channels.port import Channel, Surroundings
from gateway.channels.registry import connected, discovered
from tests.conftest import KNOWLEDGE
from tests.fakes.phones.hands import AllApps, running_apps
from tests.fakes.phones.server import build_server
from tests.fakes.serving import served
from tests.fakes.state import MemoryState
from tests.unit.channels.messages import message

APPS = ["wechat", "kf", "wecom", "feishu", "dingtalk"]
PUSHED = ["wechat", "wecom", "feishu", "dingtalk"]  # the customer service pushes no contents


@dataclass
class Hook:
    """A webhook that takes what the adapters take."""

    channels: dict[str, Channel] = field(default_factory=dict)
    took: list[Inbound] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)

    async def push(self, request: Request) -> Response:
        headers, body = {k.lower(): v for k, v in request.headers.items()}, await request.body()
        channel = self.channels[request.path_params["channel"]]
        answer = await channel.receive(Push(request.method, dict(request.query_params), headers, body))
        self.took += answer.inbound
        self.came.set()
        return Response(answer.body, answer.status, media_type=answer.media_type)


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
def apps(hook: Hook) -> Iterator[AllApps]:
    app = Starlette(routes=[Route("/webhooks/{channel}", hook.push, methods=["GET", "POST"])])
    with served(app) as gateway, running_apps(gateway) as running:
        yield running


@pytest.fixture
async def page(apps: AllApps) -> AsyncIterator[httpx.AsyncClient]:
    with served(build_server(apps.hands)) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
            yield client


@pytest.fixture
async def channels(
    apps: AllApps, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[dict[str, Channel]]:
    for name, value in apps.environment.items():
        monkeypatch.setenv(name, value)
    async with httpx.AsyncClient(trust_env=False) as http:
        state, words = MemoryState(utc_now), Knowledge(KNOWLEDGE).message
        around = Surroundings(http, state, words, utc_now, "http://127.0.0.1:8000")
        hook.channels = dict(connected(discovered(), lambda _: around))
        yield hook.channels


async def test_there_is_a_phone_for_every_app_of_the_gateway(page: httpx.AsyncClient) -> None:
    assert set((await page.get("/phones")).json()) == set(APPS) == set(discovered())
    assert "咋注销啊" in (await page.get("/")).text


async def test_the_settings_that_it_gives_connect_every_app(channels: dict[str, Channel]) -> None:
    assert set(channels) == set(APPS)


@pytest.mark.parametrize("name", PUSHED)
async def test_what_is_typed_on_a_phone_reaches_its_adapter(
    name: str, channels: dict[str, Channel], hook: Hook, page: httpx.AsyncClient
) -> None:
    assert (await page.post(f"/phones/{name}/say", json={"words": "咋注销啊"})).status_code == 204
    (inbound,) = hook.took
    assert (inbound.contact.channel, inbound.text) == (name, "咋注销啊")
    (mine,) = (await page.get(f"/phones/{name}")).json()
    assert (mine["text"], mine["mine"]) == ("咋注销啊", True)


@pytest.mark.parametrize("name", PUSHED)
async def test_an_answer_is_shown_and_its_choice_can_be_tapped(
    name: str, channels: dict[str, Channel], hook: Hook, page: httpx.AsyncClient
) -> None:
    await page.post(f"/phones/{name}/say", json={"words": "咋注销啊"})
    inbound = hook.took.pop()
    await _answer(channels[name], inbound)
    shown = (await page.get(f"/phones/{name}")).json()[-1]
    assert "要继续吗" in shown["text"]
    assert shown["choices"] == ["继续", "先不办了"]
    await page.post(f"/phones/{name}/tap", json={"words": "先不办了"})
    tapped = hook.took.pop()
    assert (tapped.button or tapped.text) in {"b1-2", "先不办了", "2"}


async def _answer(channel: Channel, inbound: Inbound) -> None:
    payloads: list[Payload] = list(
        channel.render([message("要继续吗？", "继续", "先不办了")], room=2, key="0" * 28)
    )
    for payload in payloads:
        await channel.send(inbound.contact, payload, inbound.reply_to)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/phones/telegram/say", 404), ("/phones/feishu/dance", 404), ("/phones/feishu", 405)],
)
async def test_what_there_is_not_is_refused(path: str, status: int, page: httpx.AsyncClient) -> None:
    assert (await page.post(path, json={"words": "你好"})).status_code == status


async def test_another_site_cannot_speak_for_the_phones(page: httpx.AsyncClient, hook: Hook) -> None:
    assert (await page.post("/phones/feishu/say", data={"words": "你好"})).status_code == 415
    assert hook.took == []


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b'{"words": 5}', b'{"words": "  "}'])
async def test_nothing_said_is_nothing_shown(body: bytes, page: httpx.AsyncClient) -> None:
    await page.post("/phones/feishu/say", content=body, headers={"Content-Type": "application/json"})
    assert (await page.get("/phones/feishu")).json() == []
