"""The hours in which nobody is woken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desk.clock import SHANGHAI
from desk.notices.quiet import QuietHours

NIGHT = QuietHours.read("22:00-08:00")


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "over"),
    [
        ("2026-11-23 22:00", "2026-11-24 08:00"),
        ("2026-11-23 23:59", "2026-11-24 08:00"),
        ("2026-11-24 00:00", "2026-11-24 08:00"),
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-12-31 23:30", "2027-01-01 08:00"),
    ],
)
def test_at_night_they_last_until_the_morning(at: str, over: str) -> None:
    assert NIGHT.over_at(china(at)) == china(over)


@pytest.mark.parametrize("at", ["2026-11-24 08:00", "2026-11-24 12:00", "2026-11-24 21:59"])
def test_by_day_there_are_none(at: str) -> None:
    assert NIGHT.over_at(china(at)) is None


def test_they_are_chinas_whatever_the_zone_of_the_question() -> None:
    assert NIGHT.over_at(datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) == china("2026-11-24 08:00")
    assert NIGHT.over_at(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)) is None


def test_hours_within_a_day_end_on_it() -> None:
    noon = QuietHours.read("12:00-14:00")
    assert noon.over_at(china("2026-11-24 13:00")) == china("2026-11-24 14:00")
    assert noon.over_at(china("2026-11-24 14:00")) is None


@pytest.mark.parametrize("text", ["", "00:00-00:00", "09:00-09:00"])
def test_there_may_be_none_at_all(text: str) -> None:
    assert QuietHours.read(text).over_at(china("2026-11-24 03:00")) is None


@pytest.mark.parametrize("text", ["22-8", "22:00", "25:00-08:00", "22:00-08:60", "night"])
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - datetime's own words differ
        QuietHours.read(text)
