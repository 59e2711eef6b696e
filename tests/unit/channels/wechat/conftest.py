"""An Official Account, the platform it is on, and somebody with a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from gateway.channels.model import Answer
from gateway.channels.port import Surroundings
from gateway.channels.wechat.channel import WeChat
from gateway.channels.wechat.settings import WeChatSettings
from tests.conftest import SettableClock
from tests.fakes.wechat import FakeWeChat, Phone
from tests.unit.channels.around import Mailbox, surroundings

Make = Callable[..., WeChat]


@pytest.fixture
def platform(clock: SettableClock) -> Iterator[FakeWeChat]:
    fake = FakeWeChat(clock=clock)
    fake.pusher = Mailbox.instead_of(fake.pusher)
    with fake.running():
        yield fake


@pytest.fixture
def phone(platform: FakeWeChat) -> Phone:
    return platform.phone()


@pytest.fixture
async def around(clock: SettableClock) -> AsyncIterator[Surroundings]:
    async with surroundings(clock) as given:
        yield given


@pytest.fixture
def make(platform: FakeWeChat, around: Surroundings) -> Make:
    """A channel with these settings besides the credentials."""

    def made(**settings: Any) -> WeChat:
        usual = {
            "app_id": platform.app_id,
            "app_secret": platform.secret,
            "token": platform.pusher.token,
            "aes_key": platform.pusher.aes_key,
            "api_base": platform.url,
        }
        return WeChat(WeChatSettings.model_validate(usual | settings), around)

    return made


@pytest.fixture
def channel(make: Make) -> WeChat:
    return make()


@pytest.fixture
def receive(platform: FakeWeChat, channel: WeChat) -> Callable[[], Any]:
    """Hand the newest push to the channel."""

    async def received() -> Answer:
        assert isinstance(platform.pusher, Mailbox)
        return await channel.receive(platform.pusher.last)

    return received
