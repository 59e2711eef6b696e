"""An application of WeCom, the platform it is on, and a member."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from gateway.channels.model import Answer
from gateway.channels.port import Surroundings
from gateway.channels.wecom.channel import WeCom
from gateway.channels.wecom.settings import WeComSettings
from tests.conftest import SettableClock
from tests.fakes.wecom import FakeWeCom, Member
from tests.unit.channels.around import Mailbox, surroundings

Make = Callable[..., WeCom]


@pytest.fixture
def platform(clock: SettableClock) -> Iterator[FakeWeCom]:
    fake = FakeWeCom(clock=clock)
    fake.pusher = Mailbox.instead_of(fake.pusher)
    with fake.running():
        yield fake


@pytest.fixture
def member(platform: FakeWeCom) -> Member:
    return platform.member()


@pytest.fixture
async def around(clock: SettableClock) -> AsyncIterator[Surroundings]:
    async with surroundings(clock) as given:
        yield given


@pytest.fixture
def make(platform: FakeWeCom, around: Surroundings) -> Make:
    """A channel with these settings besides the credentials."""

    def made(**settings: Any) -> WeCom:
        usual = {
            "corp_id": platform.corp_id,
            "agent_id": platform.agent_id,
            "secret": platform.secret,
            "token": platform.pusher.token,
            "aes_key": platform.pusher.aes_key,
            "api_base": platform.url,
        }
        return WeCom(WeComSettings.model_validate(usual | settings), around)

    return made


@pytest.fixture
def channel(make: Make) -> WeCom:
    return make()


@pytest.fixture
def receive(platform: FakeWeCom, channel: WeCom) -> Callable[[], Any]:
    """Hand the newest push to the channel."""

    async def received() -> Answer:
        assert isinstance(platform.pusher, Mailbox)
        return await channel.receive(platform.pusher.last)

    return received
