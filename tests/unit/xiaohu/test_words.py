from datetime import UTC, date, datetime

import pytest

from desk.accounts.model import Obstacle, ObstacleKind
from desk.closures.model import Stage
from xiaohu.words import moment, money, obstacle_words, stage_name


def test_every_stage_has_a_name_of_its_own() -> None:
    assert len({stage_name(stage) for stage in Stage}) == len(Stage)


@pytest.mark.parametrize("kind", ObstacleKind)
def test_every_obstacle_has_words(kind: ObstacleKind) -> None:
    assert obstacle_words(Obstacle(kind))


def test_an_obstacle_says_how_much_and_when() -> None:
    obstacle = Obstacle(ObstacleKind.OVERDUE, 87_290, date(2026, 11, 17))
    assert obstacle_words(obstacle) == "逾期账单 872.90 元 2026-11-17 到期"


def test_an_amount_of_nothing_is_still_said() -> None:
    assert obstacle_words(Obstacle(ObstacleKind.OVERPAID, 0)) == "溢缴款 0.00 元"


@pytest.mark.parametrize(
    ("fen", "written"), [(0, "0.00 元"), (5, "0.05 元"), (123_456_789, "1,234,567.89 元"), (-105, "-1.05 元")]
)
def test_money_is_written_in_yuan(fen: int, written: str) -> None:
    assert money(fen) == written


def test_a_moment_is_written_in_the_time_of_china() -> None:
    assert moment(datetime(2026, 11, 23, 16, 5, 59, tzinfo=UTC)) == "2026-11-24 00:05"


def test_a_moment_that_has_not_come_is_a_dash() -> None:
    assert moment(None) == "-"
