"""A customer-service account, the platform it is on, and somebody in WeChat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest

from gateway.channels.kf.channel import Kf
from gateway.channels.kf.settings import KfSettings
from gateway.channels.model import Inbound
from gateway.channels.port import Surroundings
from tests.conftest import SettableClock
from tests.fakes.state import MemoryState
from tests.fakes.wecom import Customer, FakeKf
from tests.fakes.wecom.service import ACCOUNT
from tests.unit.channels.around import Mailbox, MemoryIntake, surroundings

Make = Callable[..., Kf]
Fetch = Callable[[], Awaitable[list[Inbound]]]


@pytest.fixture
def platform(clock: SettableClock) -> Iterator[FakeKf]:
    fake = FakeKf(clock=clock)
    fake.pusher = Mailbox.instead_of(fake.pusher)
    with fake.running():
        yield fake


@pytest.fixture
def customer(platform: FakeKf) -> Customer:
    return platform.customer()


@pytest.fixture
async def around(clock: SettableClock) -> AsyncIterator[Surroundings]:
    async with surroundings(clock) as given:
        yield given


@pytest.fixture
def intake(around: Surroundings) -> MemoryIntake:
    assert isinstance(around.state, MemoryState)
    return MemoryIntake(around.state)


@pytest.fixture
def make(platform: FakeKf, around: Surroundings) -> Make:
    """A channel with these settings besides the credentials."""

    def made(**settings: Any) -> Kf:
        usual = {
            "corp_id": platform.corp_id,
            "accounts": ACCOUNT,
            "secret": platform.secret,
            "token": platform.pusher.token,
            "aes_key": platform.pusher.aes_key,
            "api_base": platform.url,
        }
        return Kf(KfSettings.model_validate(usual | settings), around)

    return made


@pytest.fixture
def channel(make: Make) -> Kf:
    return make()


@pytest.fixture
def fetch(platform: FakeKf, channel: Kf, intake: MemoryIntake) -> Fetch:
    """Hand the newest push to the channel, fetch, and return what is new."""

    async def fetched() -> list[Inbound]:
        known = set(intake.took)
        assert isinstance(platform.pusher, Mailbox)
        answer = await channel.receive(platform.pusher.last)
        assert answer.body == "success"
        await intake.take(answer.inbound, state=answer.state)
        await channel.fetcher.fetch(ACCOUNT, intake)
        return [one for key, one in intake.took.items() if key not in known]

    return fetched
