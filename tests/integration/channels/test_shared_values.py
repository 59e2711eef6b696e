"""What all gateways share for an app, on both databases."""

from __future__ import annotations

from datetime import timedelta

from desk.bootstrap import Desk
from desk.channels.values import SharedValues
from tests.conftest import SettableClock


def test_only_one_holds_a_lease(desk: Desk, clock: SettableClock) -> None:
    here, there = (SharedValues(desk.transactions, "echo", clock=clock) for _ in range(2))
    minute = timedelta(minutes=1)
    assert here.lease("pull", minute)
    assert not here.lease("pull", minute)
    assert not there.lease("pull", minute)
    there.release("pull")
    assert not there.lease("pull", minute)
    here.release("pull")
    assert there.lease("pull", minute)
    clock.advance(seconds=61)
    assert here.lease("pull", minute)
    there.release("pull")
    assert not there.lease("pull", minute)


def test_a_value_ends_and_is_nobody_elses(desk: Desk, clock: SettableClock) -> None:
    values = SharedValues(desk.transactions, "echo", clock=clock)
    values.put("token", "t1", lasts=timedelta(hours=2))
    assert SharedValues(desk.transactions, "other", clock=clock).get("token") is None
    values.put("token", "t2", lasts=timedelta(hours=2))
    assert values.get("token") == "t2"
    clock.advance(hours=2)
    assert values.get("token") is None
