"""How fast a caller may go."""

from __future__ import annotations

import pytest

from gateway.limits import Limit


class Clock:
    """A clock that moves when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> Limit:
    return Limit(20, 2.0, clock)


def test_a_burst_goes_through(limit: Limit) -> None:
    assert [limit.take("a") for _ in range(20)] == [0.0] * 20


def test_one_more_is_told_how_long_to_wait(limit: Limit) -> None:
    for _ in range(20):
        limit.take("a")
    assert limit.take("a") == pytest.approx(0.5)


def test_waiting_as_told_is_enough(limit: Limit, clock: Clock) -> None:
    for _ in range(20):
        limit.take("a")
    clock.now += limit.take("a")
    assert limit.take("a") == 0.0


def test_a_refused_call_costs_nothing(limit: Limit, clock: Clock) -> None:
    for _ in range(120):
        limit.take("a")
    clock.now += 0.5
    assert limit.take("a") == 0.0


def test_a_rest_fills_the_burst_again_and_no_more(limit: Limit, clock: Clock) -> None:
    for _ in range(20):
        limit.take("a")
    clock.now += 3600
    assert [limit.take("a") > 0 for _ in range(21)] == [False] * 20 + [True]


def test_two_a_second_go_on_for_ever(limit: Limit, clock: Clock) -> None:
    for _ in range(20):
        limit.take("a")
    for _ in range(50):
        clock.now += 0.5
        assert limit.take("a") == 0.0


def test_callers_do_not_use_up_each_other(limit: Limit) -> None:
    for _ in range(30):
        limit.take("a")
    assert limit.take("b") == 0.0


def test_memory_is_bounded_and_the_busy_are_remembered(limit: Limit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.limits._MOST_BUCKETS", 10)
    for other in range(100):
        for _ in range(21):
            limit.take("busy")
        limit.take(f"other-{other}")
    assert limit.take("busy") > 0
    assert len(limit._buckets) == 10
