"""A system that fails is left alone, and asked once whether it is back."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest

from providers.ledger.breaker import Breaker, Resting


@dataclass
class Hand:
    """A clock moved by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def breaker(hand: Hand) -> Breaker:
    return Breaker(3, 10.0, clock=hand)


def fail(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(OSError, match="down"), breaker.calling():
            raise OSError("down")


def refused(breaker: Breaker) -> bool:
    try:
        with breaker.calling():
            return False
    except Resting:
        return True


def test_it_rests_after_so_many_failures_in_a_row(breaker: Breaker) -> None:
    fail(breaker, 3)
    assert refused(breaker)


def test_a_success_in_between_starts_the_count_again(breaker: Breaker) -> None:
    fail(breaker, 2)
    assert not refused(breaker)
    fail(breaker, 2)
    assert not refused(breaker)


def test_after_the_pause_a_success_opens_it_to_everybody(breaker: Breaker, hand: Hand) -> None:
    fail(breaker, 3)
    hand.now += 10
    assert not refused(breaker)
    assert not refused(breaker)


def test_after_the_pause_a_failure_lets_it_rest_again(breaker: Breaker, hand: Hand) -> None:
    fail(breaker, 3)
    hand.now += 10
    fail(breaker)
    hand.now += 9.9
    assert refused(breaker)


def test_only_one_tries_whether_it_is_back(breaker: Breaker, hand: Hand) -> None:
    fail(breaker, 3)
    hand.now += 10
    with breaker.calling():
        assert refused(breaker)
    assert not refused(breaker)


def test_a_try_that_never_comes_back_is_followed_by_another(breaker: Breaker, hand: Hand) -> None:
    fail(breaker, 3)
    hand.now += 10
    with breaker.calling():
        hand.now += 10
        assert not refused(breaker)


def test_a_slow_call_holds_up_nobody(breaker: Breaker) -> None:
    let_go, inside, done = threading.Event(), threading.Event(), threading.Event()

    def slow() -> None:
        with breaker.calling():
            inside.set()
            let_go.wait(10)

    def quick() -> None:
        with breaker.calling():
            done.set()

    threads = [threading.Thread(target=slow), threading.Thread(target=quick)]
    threads[0].start()
    assert inside.wait(5)
    threads[1].start()
    assert done.wait(5)
    let_go.set()
    for thread in threads:
        thread.join()
