"""The adapter in front of the fake platform, with a clock that both share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from desk.knowledge import Knowledge
from gateway.channels.feishu import connect
from gateway.channels.feishu.channel import Feishu
from gateway.channels.model import Contact
from gateway.channels.port import Surroundings
from tests.conftest import KNOWLEDGE, SettableClock
from tests.fakes.feishu import FakeFeishu, running_feishu
from tests.fakes.state import MemoryState

USER = "ou_7dede290d6a27698b969a7fd70ca53da"
PUBLIC_URL = "https://chat.example"


@pytest.fixture
def platform(clock: SettableClock) -> Iterator[FakeFeishu]:
    with running_feishu(clock=clock) as feishu:
        feishu.known.add(USER)
        yield feishu


@pytest.fixture
def state(clock: SettableClock) -> MemoryState:
    return MemoryState(clock)


@pytest.fixture
async def channel(
    platform: FakeFeishu, state: MemoryState, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Feishu]:
    for name, value in platform.keys.environment(platform.base).items():
        monkeypatch.setenv(name, value)
    async with httpx.AsyncClient() as http:
        words = Knowledge(KNOWLEDGE).message
        made = connect(Surroundings(http, state, words, clock, PUBLIC_URL))
        assert made is not None
        yield made


@pytest.fixture
def contact(platform: FakeFeishu) -> Contact:
    return Contact("feishu", platform.keys.app_id, USER)
