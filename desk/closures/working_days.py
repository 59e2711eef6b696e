"""Counting working days as China works them, make-up Saturdays included."""

from datetime import date, timedelta

import chinese_calendar

SATURDAY = 5


def after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def is_working(day: date) -> bool:
    """Whether offices work on ``day``; Monday to Friday in years whose holidays are not published yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY
