"""How many tries there are, and for how long they are over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.verification.errors import MethodLocked
from desk.verification.limits import Guard, next_code_at

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def ago(**by: float) -> datetime:
    return NOW - timedelta(**by)


@pytest.mark.parametrize(
    ("sent", "wait"),
    [
        ([], timedelta()),
        ([ago(seconds=59)], timedelta(seconds=1)),
        ([ago(seconds=60)], timedelta()),
        ([ago(minutes=n) for n in (2, 4, 6, 8)], timedelta()),
        ([ago(minutes=n) for n in (2, 4, 6, 8, 50)], timedelta(minutes=10)),
        ([ago(minutes=50), *(ago(minutes=n) for n in (8, 6, 4, 2))], timedelta(minutes=10)),
        ([ago(hours=n) for n in range(2, 12)], timedelta(hours=24 - 11)),
        ([ago(hours=n) for n in range(2, 11)], timedelta()),
    ],
)
def test_codes_are_sent_once_a_minute_five_an_hour_ten_a_day(sent: list[datetime], wait: timedelta) -> None:
    assert next_code_at(sent, NOW) - NOW == wait


@given(st.lists(st.integers(1, 7200), max_size=60))
def test_no_window_ever_holds_too_many_codes(pauses: list[int]) -> None:
    sent: list[datetime] = []
    at = NOW
    for pause in pauses:
        at += timedelta(seconds=pause)
        recent = [moment for moment in sent if moment > at - timedelta(hours=24)]
        if next_code_at(recent, at) <= at:
            sent.append(at)

    for most, window in ((1, 60), (5, 3600), (10, 86400)):
        for start in sent:
            within = [m for m in sent if start <= m < start + timedelta(seconds=window)]
            assert len(within) <= most


def test_the_fifth_wrong_password_locks_it() -> None:
    guard = Guard("demo/1")
    left = []
    for _ in range(5):
        guard.reserve_password(NOW)
        left.append(guard.passwords_left(NOW))

    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(MethodLocked) as refusal:
        guard.reserve_password(NOW)
    assert (refusal.value.method, refusal.value.until) == ("password", NOW + timedelta(hours=3))


def test_locks_grow_longer() -> None:
    guard, at = Guard("demo/1"), NOW
    lengths = []
    for _ in range(4):
        for _ in range(5):
            guard.reserve_password(at)
        until = guard.password_lock_at(at)
        assert until is not None
        lengths.append(until - at)
        at = until

    assert lengths == [timedelta(hours=hours) for hours in (3, 12, 24, 24)]


def test_after_a_lock_there_are_five_tries_again() -> None:
    guard = Guard("demo/1")
    for _ in range(5):
        guard.reserve_password(NOW)
    later = NOW + timedelta(hours=3)

    assert guard.passwords_left(later) == 5
    guard.reserve_password(later)
    assert guard.passwords_left(later) == 4


def test_a_right_password_takes_everything_back() -> None:
    guard = Guard("demo/1")
    for _ in range(5):
        guard.reserve_password(NOW)
    guard.password_was_right()

    assert guard.password_lock_at(NOW) is None
    assert guard.passwords_left(NOW) == 5
    assert guard.password_locks == 0


def test_tries_count_together_for_a_day_or_since_the_last_pass() -> None:
    guard = Guard("demo/1")
    assert guard.counts_from(NOW) == ago(hours=24)

    guard.passed(ago(hours=2))
    assert guard.counts_from(NOW) == ago(hours=2)
    assert guard.counts_from(NOW + timedelta(days=2)) == NOW + timedelta(days=1)


def test_a_bar_lasts_a_day_and_starts_the_count_anew() -> None:
    guard = Guard("demo/1")
    guard.bar(NOW)

    assert guard.barred_until == NOW + timedelta(hours=24)
    assert guard.counts_from(NOW) == NOW
