"""One access token for all replicas."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from gateway.channels.port import TransportError
from gateway.channels.wxtoken import AccessToken, Issued, issued
from tests.conftest import SettableClock
from tests.fakes.state import MemoryState


class Platform:
    """Gives tokens out, as often as it is asked to force one."""

    def __init__(self) -> None:
        self.asked: list[bool] = []
        self.number = 1

    async def fetch(self, force: bool) -> Issued:
        self.asked.append(force)
        await asyncio.sleep(0)
        self.number += force
        return Issued(f"token-{self.number}", timedelta(hours=2))


@pytest.fixture
def state(clock: SettableClock) -> MemoryState:
    return MemoryState(clock)


async def test_replicas_that_ask_at_once_fetch_once(state: MemoryState) -> None:
    platform = Platform()
    replicas = [AccessToken(state, platform.fetch) for _ in range(5)]
    assert set(await asyncio.gather(*(replica.current() for replica in replicas))) == {"token-1"}
    assert platform.asked == [False]


async def test_replicas_that_are_refused_at_once_force_once(state: MemoryState) -> None:
    platform = Platform()
    replicas = [AccessToken(state, platform.fetch) for _ in range(5)]
    await replicas[0].current()
    found = await asyncio.gather(*(replica.after("token-1") for replica in replicas))
    assert set(found) == {"token-2"}
    assert platform.asked == [False, False, True]


async def test_a_token_is_fetched_again_five_minutes_before_its_end(
    state: MemoryState, clock: SettableClock
) -> None:
    platform = Platform()
    token = AccessToken(state, platform.fetch)
    await token.current()
    clock.advance(minutes=114)
    await token.current()
    assert len(platform.asked) == 1
    clock.advance(minutes=2)
    await token.current()
    assert len(platform.asked) == 2


async def test_whoever_holds_the_lease_and_dies_delays_the_others_only(
    state: MemoryState, clock: SettableClock
) -> None:
    await state.lease("token", timedelta(seconds=15))
    clock.advance(seconds=16)
    assert await AccessToken(state, Platform().fetch).current() == "token-1"


async def test_a_failing_fetch_frees_the_lease(state: MemoryState) -> None:
    async def fail(force: bool) -> Issued:
        raise TransportError("down")

    with pytest.raises(TransportError, match="down"):
        await AccessToken(state, fail).current()
    assert await AccessToken(state, Platform().fetch).current() == "token-1"


@pytest.mark.parametrize("answer", [{}, {"access_token": "t"}, {"access_token": "t", "expires_in": "soon"}])
def test_an_answer_without_a_token_is_tried_again(answer: dict[str, str]) -> None:
    with pytest.raises(TransportError) as error:
        issued(answer)
    assert not error.value.permanent


def test_a_token_is_not_shown() -> None:
    assert "secret" not in repr(Issued("secret", timedelta(1)))
