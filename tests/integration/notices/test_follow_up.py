"""How a notice went, kept for staff, and delivering it once more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.bootstrap import Desk
from desk.notices.errors import NotYet, Undeliverable, UnknownNotice
from desk.notices.model import Notice, State
from tests.conftest import SettableClock


def leave(desk: Desk, key: str = "k1") -> None:
    with desk.transactions.write() as work:
        work.outbox.add("test", key, {})


def newest(desk: Desk) -> Notice:
    return desk.notices.listed(tuple(State), 1)[0]


def fail(error: Exception) -> object:
    def handle(_notice: Notice) -> str:
        raise error

    return handle


def test_it_is_kept_how_a_notice_arrived(desk: Desk, clock: SettableClock) -> None:
    leave(desk)
    assert desk.notices.deliver({"test": lambda _: "sms"}) == 1

    notice = newest(desk)
    assert (notice.state, notice.reason, notice.settled_at) == (State.DELIVERED, "sms", clock.now)
    assert desk.notices.listed([State.DEAD, State.WAITING]) == []


def test_it_is_kept_why_a_notice_was_given_up(desk: Desk) -> None:
    leave(desk)
    desk.notices.deliver({"test": fail(Undeliverable("sms_number"))})  # type: ignore[dict-item]
    assert (newest(desk).state, newest(desk).reason) == (State.DEAD, "sms_number")


def test_a_failures_own_words_are_not_kept(desk: Desk) -> None:
    leave(desk)
    desk.notices.deliver({"test": fail(ValueError("the code is 123456"))})  # type: ignore[dict-item]
    assert (newest(desk).state, newest(desk).reason) == (State.WAITING, "ValueError")


def test_too_early_is_no_failure(desk: Desk, clock: SettableClock, caplog: pytest.LogCaptureFixture) -> None:
    leave(desk)
    early = NotYet(clock.now + timedelta(hours=9))
    for _ in range(15):
        desk.notices.deliver({"test": fail(early)})  # type: ignore[dict-item]
        assert (desk.notices.backlog().waiting, desk.notices.backlog().oldest) == (1, None)
        clock.now = early.at
        early = NotYet(clock.now + timedelta(hours=9))

    assert newest(desk).state is State.WAITING
    assert caplog.text == ""


def test_given_up_it_can_be_delivered_once_more(desk: Desk) -> None:
    leave(desk)
    desk.notices.deliver({"test": fail(Undeliverable())})  # type: ignore[dict-item]
    desk.notices.retry(newest(desk).id)

    assert (newest(desk).state, newest(desk).attempts, newest(desk).reason) == (State.WAITING, 0, None)
    assert desk.notices.deliver({"test": lambda _: None}) == 1


def test_what_was_not_given_up_is_not_delivered_again(desk: Desk) -> None:
    leave(desk)
    with pytest.raises(UnknownNotice):
        desk.notices.retry(newest(desk).id)
    desk.notices.deliver({"test": lambda _: None})
    for number in (newest(desk).id, 4711):
        with pytest.raises(UnknownNotice):
            desk.notices.retry(number)
    with pytest.raises(UnknownNotice):
        desk.notices.get(4711)


def test_preferences_hold_until_they_are_changed(desk: Desk) -> None:
    wants = desk.preferences
    assert (wants.of("shop/1").sms, wants.of("shop/1").push) == (True, True)
    wants.change("shop/1", sms=False)
    wants.change("shop/1", push=False)
    wants.change("shop/1", sms=True)
    assert (wants.of("shop/1").sms, wants.of("shop/1").push) == (True, False)
    assert wants.of("shop/2").push
