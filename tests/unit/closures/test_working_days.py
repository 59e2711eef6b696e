from datetime import date, timedelta

import pytest

from desk.closures.working_days import after, is_working


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),  # Monday to Monday
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # over a weekend
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the National Day holidays
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a make-up Saturday before the Spring Festival
    ],
)
def test_it_counts_the_days_that_china_works(day: date, count: int, expected: date) -> None:
    assert after(day, count) == expected


def test_years_whose_holidays_are_not_published_count_monday_to_friday() -> None:
    assert after(date(2027, 1, 8), 1) == date(2027, 1, 11)
    assert after(date(2035, 3, 2), 5) == date(2035, 3, 9)


def test_counting_goes_on_over_the_end_of_the_known_years() -> None:
    due = after(date(2026, 12, 28), 5)
    assert due in (date(2027, 1, 4), date(2027, 1, 5))


def test_a_due_day_is_always_a_working_day() -> None:
    first = date(2026, 1, 1)
    assert all(is_working(after(first + timedelta(days=n), 5)) for n in range(500))
