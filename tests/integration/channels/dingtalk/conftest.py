"""The adapter in front of the fake platform, with a clock that both share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest

from desk.knowledge import Knowledge
from gateway.channels.dingtalk import connect
from gateway.channels.dingtalk.channel import DingTalk
from gateway.channels.model import Contact
from gateway.channels.port import Surroundings
from tests.conftest import KNOWLEDGE, SettableClock
from tests.fakes.dingtalk import FakeDingTalk, running_dingtalk
from tests.fakes.dingtalk.robot import Person
from tests.fakes.state import MemoryState

MEMBER = Person.member("manager4220")
OUTSIDER = Person.outsider("guest")
PUBLIC_URL = "https://chat.example"
Connected = Callable[..., AbstractAsyncContextManager[DingTalk]]


@pytest.fixture
def platform(clock: SettableClock) -> Iterator[FakeDingTalk]:
    with running_dingtalk(clock=clock) as dingtalk:
        dingtalk.members.add(MEMBER.staff_id)
        yield dingtalk


@pytest.fixture
def state(clock: SettableClock) -> MemoryState:
    return MemoryState(clock)


@pytest.fixture
def connected(
    platform: FakeDingTalk, state: MemoryState, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> Connected:
    @asynccontextmanager
    async def make(**environment: str | None) -> AsyncIterator[DingTalk]:
        for name, value in {**platform.keys.environment(platform.base), **environment}.items():
            monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
        async with httpx.AsyncClient() as http:
            made = connect(Surroundings(http, state, Knowledge(KNOWLEDGE).message, clock, PUBLIC_URL))
            assert made is not None
            yield made

    return make


@pytest.fixture
async def channel(connected: Connected) -> AsyncIterator[DingTalk]:
    async with connected() as made:
        yield made


@pytest.fixture
def contact(platform: FakeDingTalk) -> Contact:
    return Contact("dingtalk", platform.keys.client_id, MEMBER.staff_id)
