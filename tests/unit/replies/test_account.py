"""Obstacles, debts and progress in words."""

from datetime import date

import pytest

from desk.accounts.model import Due, Obstacle, ObstacleKind, Outstanding
from desk.closures.model import Cause, Stage
from tests.unit.replies.builders import application, replies

DAY = date(2026, 12, 3)


def test_one_obstacle_is_not_counted() -> None:
    reply = replies().obstacles([Obstacle(ObstacleKind.OVERPAID, 50)])
    assert "这件事" in reply.text
    assert "0.50 元" in reply.text


@pytest.mark.parametrize("kind", [ObstacleKind.CLOSED, ObstacleKind.NO_ACCOUNT])
def test_what_nobody_can_clear_asks_nobody_to_come_back(kind: ObstacleKind) -> None:
    reply = replies().obstacles([Obstacle(kind)])
    assert reply.text.startswith("没有可以注销的账户")
    assert "处理好以后" not in reply.text
    assert "处理好以后" in replies().obstacles([Obstacle(ObstacleKind.FROZEN)]).text


def test_an_obstacle_has_the_fields_of_the_contract() -> None:
    reply = replies().obstacles(
        [Obstacle(ObstacleKind.OVERDUE, 123456, DAY, 2), Obstacle(ObstacleKind.FROZEN)]
    )
    assert reply.card
    first, second = reply.card["items"]
    assert set(first) == set(second) == {"kind", "title", "amount", "due_date", "how"}
    assert (first["kind"], first["amount"], first["due_date"]) == ("overdue", 123456, "2026-12-03")
    assert (second["amount"], second["due_date"]) == (None, None)
    assert "1,234.56 元" in reply.text
    assert "2026年12月3日" in reply.text


@pytest.mark.parametrize("kind", ObstacleKind)
def test_every_obstacle_says_what_it_is_and_how_to_clear_it(kind: ObstacleKind) -> None:
    reply = replies().obstacles([Obstacle(kind, 100, DAY)])
    assert reply.card
    (item,) = reply.card["items"]
    assert item["title"] in reply.text
    assert item["how"] in reply.text


def test_a_day_says_what_happens_on_it() -> None:
    debt = replies().obstacles([Obstacle(ObstacleKind.UNPAID_LOAN, 100, DAY)]).text
    refund = replies().obstacles([Obstacle(ObstacleKind.REFUND_IN_FLIGHT, 100, DAY)]).text
    assert "到期" in debt
    assert "预计" in refund


def test_a_single_debt_is_listed_with_its_day() -> None:
    owed = Outstanding(1200_00, (Due(ObstacleKind.INSTALMENTS, 1200_00, DAY),))
    text = replies().outstanding(owed).text
    assert "1,200.00" in text
    assert "分期" in text


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.NONE}))
def test_every_stage_is_told_with_a_card(stage: Stage) -> None:
    reply = replies().status(application(stage, reason="资料不全"))
    assert reply.card
    assert set(reply.card) == {"kind", "number", "stage", "timeline"}
    assert reply.card["stage"] == stage
    assert reply.text


def test_an_application_that_ended_says_why() -> None:
    def told(stage: Stage, cause: Cause) -> str:
        return replies().status(application(stage, cause=cause)).text

    assert "没有通过" in told(Stage.ABANDONED, Cause.VERIFICATION_FAILED)
    assert "太久" in told(Stage.ABANDONED, Cause.EXPIRED)
    assert "没有办完" in told(Stage.ABANDONED, Cause.STOPPED)
    assert "不符合注销条件" in told(Stage.REJECTED, Cause.NOT_ELIGIBLE)


def test_what_is_filed_can_be_taken_back_from_its_status() -> None:
    assert replies().status(application(Stage.SUBMITTED)).buttons[0].intent == "withdraw_closure"
    assert replies().status(application(Stage.CLOSED)).buttons == ()
