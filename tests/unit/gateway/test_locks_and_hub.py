"""One thing at a time in a conversation, and waking those who wait for news of it."""

from __future__ import annotations

import asyncio

import pytest

from gateway.hub import Hub
from gateway.locks import Locks


async def test_holders_of_one_name_come_in_order() -> None:
    locks, order = Locks(), list[int]()

    async def hold(number: int) -> None:
        async with locks.hold("a"):
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(hold(number) for number in range(10)))
    assert order == list(range(10))


async def test_other_names_do_not_wait() -> None:
    locks = Locks()
    async with locks.hold("a"), asyncio.timeout(1), locks.hold("b"):
        pass


async def test_nothing_is_kept_of_a_lock_that_nobody_uses() -> None:
    locks = Locks()
    async with locks.hold("a"):
        assert locks._held
    assert not locks._held


async def test_a_failure_inside_frees_the_lock() -> None:
    locks = Locks()
    with pytest.raises(ValueError, match="inside"):
        async with locks.hold("a"):
            raise ValueError("inside")
    async with asyncio.timeout(1), locks.hold("a"):
        pass


async def test_one_who_gives_up_waiting_stops_nobody() -> None:
    locks = Locks()
    async with locks.hold("a"):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01), locks.hold("a"):
                pass
    async with asyncio.timeout(1), locks.hold("a"):
        pass
    assert not locks._held


async def test_news_of_a_conversation_wake_its_watchers_only() -> None:
    hub = Hub()
    with hub.watch("a") as one, hub.watch("a") as two, hub.watch("b") as other:
        hub.wake("a")
        assert (one.is_set(), two.is_set(), other.is_set()) == (True, True, False)


async def test_a_watcher_who_left_is_forgotten() -> None:
    hub = Hub()
    with hub.watch("a"):
        pass
    hub.wake("a")
    assert not hub._watchers


async def test_the_hub_tells_what_is_watched() -> None:
    hub = Hub()
    with hub.watch("a"), hub.watch("a"), hub.watch("b"):
        assert sorted(hub.watched()) == ["a", "b"]
    assert hub.watched() == []


async def test_closing_wakes_everybody() -> None:
    hub = Hub()
    with hub.watch("a") as one, hub.watch("b") as two:
        hub.close()
        assert one.is_set()
        assert two.is_set()
        assert hub.closing.is_set()
