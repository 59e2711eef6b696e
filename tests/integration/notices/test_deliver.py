"""Delivery: at least once, each on its own, with growing pauses."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from desk.bootstrap import Desk
from desk.notices.errors import Undeliverable
from desk.notices.model import ATTEMPTS, Notice, State
from desk.notices.service import LEASE
from tests.conftest import SettableClock


def leave(desk: Desk, *keys: str, kind: str = "hello") -> None:
    with desk.transactions.write() as work:
        for key in keys:
            work.outbox.add(kind, key, {"to": key})


def collect(into: list[str]) -> Callable[[Notice], None]:
    return lambda notice: into.append(notice.key)


def refuse(notice: Notice) -> None:
    raise OSError(f"no way to reach anybody with {notice.payload}")


class ProcessDied(BaseException):
    """What a killed process looks like from inside: nothing after it runs."""


def test_what_was_left_is_delivered_once_in_order(desk: Desk) -> None:
    arrived: list[str] = []
    leave(desk, "a", "b", "c")

    assert desk.notices.deliver({"hello": collect(arrived)}) == 3
    assert desk.notices.deliver({"hello": collect(arrived)}) == 0
    assert arrived == ["a", "b", "c"]


def test_the_handler_sees_what_was_left(desk: Desk, clock: SettableClock) -> None:
    seen: list[Notice] = []
    leave(desk, "a")
    desk.notices.deliver({"hello": seen.append})

    [notice] = seen
    assert (notice.kind, notice.key, notice.payload) == ("hello", "a", {"to": "a"})
    assert (notice.attempts, notice.created_at, notice.state) == (1, clock.now, State.WAITING)


def test_a_key_is_one_notice_for_ever(desk: Desk) -> None:
    arrived: list[str] = []
    leave(desk, "a", "a")
    desk.notices.deliver({"hello": collect(arrived)})
    leave(desk, "a")
    desk.notices.deliver({"hello": collect(arrived)})

    assert arrived == ["a"]


def test_what_is_undone_was_never_left(desk: Desk) -> None:
    def leave_and_fail() -> None:
        with desk.transactions.write() as work:
            work.outbox.add("hello", "a", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        leave_and_fail()

    assert desk.notices.backlog().waiting == 0


def test_a_handler_that_fails_holds_up_nobody_else(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    arrived: list[str] = []
    leave(desk, "a", kind="broken")
    leave(desk, "b", "c")

    assert desk.notices.deliver({"broken": refuse, "hello": collect(arrived)}) == 2
    assert arrived == ["b", "c"]
    assert "broken" in caplog.text
    assert "OSError" in caplog.text


def test_what_failed_is_tried_again_after_growing_pauses(
    desk: Desk, clock: SettableClock, caplog: pytest.LogCaptureFixture
) -> None:
    leave(desk, "a")
    waits = []
    for _ in range(5):
        desk.notices.deliver({"hello": refuse})
        began = clock.now
        while not desk.notices.due(clock.now):
            clock.advance(seconds=1)
        waits.append((clock.now - began).total_seconds())

    assert waits == [1, 2, 4, 8, 16]
    arrived: list[str] = []
    desk.notices.deliver({"hello": collect(arrived)})
    assert arrived == ["a"]


def test_it_is_given_up_in_the_end_with_an_alarm(
    desk: Desk, clock: SettableClock, caplog: pytest.LogCaptureFixture
) -> None:
    leave(desk, "a")
    for _ in range(ATTEMPTS):
        desk.notices.deliver({"hello": refuse})
        clock.advance(hours=1)

    assert not desk.notices.due(clock.now)
    assert desk.notices.backlog().dead == 1
    assert [record.levelname for record in caplog.records] == ["WARNING"] * (ATTEMPTS - 1) + ["ERROR"]


def test_a_handler_can_give_up_at_once(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def hopeless(_: Notice) -> None:
        raise Undeliverable

    leave(desk, "a")
    desk.notices.deliver({"hello": hopeless})

    assert desk.notices.backlog().dead == 1


def test_the_log_does_not_quote_the_message(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    leave(desk, "482913")
    with desk.transactions.write() as work:
        work.outbox.add("secret", "key", {"code": "739164"})
    desk.notices.deliver({"secret": refuse})

    assert "739164" not in caplog.text
    assert "refuse" in caplog.text


def test_kinds_without_a_handler_wait(desk: Desk, clock: SettableClock) -> None:
    leave(desk, "a", kind="later")

    assert desk.notices.deliver({"hello": refuse}) == 0
    assert [notice.attempts for notice in desk.notices.due(clock.now)] == [0]


def test_a_crash_between_commit_and_delivery_loses_nothing(desk: Desk, clock: SettableClock) -> None:
    def die(_: Notice) -> None:
        raise ProcessDied

    leave(desk, "a", "b")
    with pytest.raises(ProcessDied):
        desk.notices.deliver({"hello": die})

    arrived: list[str] = []
    desk.notices.deliver({"hello": collect(arrived)})
    assert arrived == ["b"]
    clock.now += LEASE
    desk.notices.deliver({"hello": collect(arrived)})
    assert arrived == ["b", "a"]


def test_a_crash_after_delivery_repeats_under_the_same_key(desk: Desk, clock: SettableClock) -> None:
    arrived: list[str] = []

    def deliver_and_die(notice: Notice) -> None:
        arrived.append(notice.key)
        raise ProcessDied

    leave(desk, "a")
    with pytest.raises(ProcessDied):
        desk.notices.deliver({"hello": deliver_and_die})
    clock.now += LEASE
    desk.notices.deliver({"hello": collect(arrived)})

    assert arrived == ["a", "a"]


def test_several_workers_deliver_each_notice_once(desk: Desk) -> None:
    leave(desk, *(str(n) for n in range(12)))
    arrived: Counter[str] = Counter()
    together = Barrier(4)

    def work(_: int) -> int:
        together.wait()
        return desk.notices.deliver({"hello": lambda notice: arrived.update([notice.key])})

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 12
    assert set(arrived.values()) == {1}


def test_no_more_than_asked_for_at_a_time(desk: Desk) -> None:
    arrived: list[str] = []
    leave(desk, "a", "b", "c")

    assert desk.notices.deliver({"hello": collect(arrived)}, limit=2) == 2
    assert arrived == ["a", "b"]


def test_the_backlog_says_since_when(desk: Desk, clock: SettableClock) -> None:
    assert (desk.notices.backlog().waiting, desk.notices.backlog().oldest) == (0, None)
    leave(desk, "a")
    clock.advance(minutes=3)
    leave(desk, "b")

    backlog = desk.notices.backlog()
    assert (backlog.waiting, backlog.dead) == (2, 0)
    assert backlog.oldest == clock.now - timedelta(minutes=3)
