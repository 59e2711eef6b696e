"""How patiently delivery is tried again."""

from datetime import timedelta

import pytest

from desk.notices.model import ATTEMPTS, pause_after


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 1), (2, 2), (3, 4), (9, 256), (11, 900), (5000, 900)])
def test_pauses_double_up_to_a_quarter_of_an_hour(attempts: int, seconds: int) -> None:
    assert pause_after(attempts) == timedelta(seconds=seconds)


def test_all_attempts_together_outlast_a_short_outage() -> None:
    together = sum((pause_after(n) for n in range(1, ATTEMPTS)), timedelta())

    assert timedelta(minutes=5) < together < timedelta(hours=1)
