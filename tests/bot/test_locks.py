"""One turn at a time in a conversation, first come first served."""

import asyncio

import pytest
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from bot.locks import FairLocks
from tests.bot.conftest import run


def test_turns_come_in_the_order_in_which_they_asked() -> None:
    async def play() -> list[int]:
        locks, order = FairLocks(), []

        async def turn(number: int) -> None:
            async with locks.lock("a"):
                await asyncio.sleep(0)
                order.append(number)

        await asyncio.gather(*(turn(number) for number in range(20)))
        return order

    assert run(play()) == list(range(20))


def test_two_turns_are_never_inside_at_once() -> None:
    async def play() -> int:
        locks, inside, most = FairLocks(), 0, 0

        async def turn() -> None:
            nonlocal inside, most
            async with locks.lock("a"):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(turn() for _ in range(10)))
        return most

    assert run(play()) == 1


def test_conversations_do_not_wait_for_each_other() -> None:
    async def play() -> None:
        locks = FairLocks(EndpointConfig(wait=0.01))
        async with locks.lock("a"), locks.lock("b"):
            pass

    run(play())


def test_a_turn_that_waits_too_long_is_told() -> None:
    async def play() -> None:
        locks = FairLocks(EndpointConfig(wait=0.01))
        async with locks.lock("a"):
            with pytest.raises(LockError):
                async with locks.lock("a"):
                    pass
        async with locks.lock("a"):
            pass

    run(play())


def test_a_turn_that_fails_or_is_cancelled_lets_the_next_in() -> None:
    async def play() -> None:
        locks = FairLocks(EndpointConfig(wait=0.5))
        with pytest.raises(ZeroDivisionError):
            async with locks.lock("a"):
                _ = 1 / 0
        held = asyncio.Event()

        async def hold() -> None:
            async with locks.lock("a"):
                held.set()
                await asyncio.Event().wait()

        holder = asyncio.create_task(hold())
        await held.wait()
        holder.cancel()
        async with locks.lock("a"):
            pass

    run(play())


def test_nothing_is_kept_of_conversations_at_rest() -> None:
    async def play() -> FairLocks:
        locks = FairLocks(EndpointConfig(wait=0.01))
        for number in range(50):
            async with locks.lock(str(number)):
                pass
        return locks

    assert run(play())._doors == {}


def test_rasa_makes_it_from_the_endpoints_file() -> None:
    store = LockStore.create(EndpointConfig(type="bot.locks.FairLocks", wait=3))
    assert isinstance(store, FairLocks)
    assert store._wait == 3
