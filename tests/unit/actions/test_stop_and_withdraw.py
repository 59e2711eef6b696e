"""Leaving the process, and taking back what was filed."""

import pytest

from desk.closures.model import Stage
from tests.unit.actions.talk import Talk, kinds, said, titles

IN_HAND = [Stage.CONSENTING, Stage.VERIFYING, Stage.CONFIRMING]
FILED = [Stage.SUBMITTED, Stage.APPROVED]


@pytest.mark.parametrize("stage", IN_HAND)
@pytest.mark.parametrize(
    ("action", "intent"), [("action_stop", "stop"), ("action_withdraw", "withdraw_closure")]
)
def test_before_submission_it_stops_at_once(customer: Talk, stage: Stage, action: str, intent: str) -> None:
    customer.to(stage)
    replies = customer.hear(action, intent, "不办了")
    assert "已停止" in said(replies)
    assert customer.application().stage is Stage.ABANDONED


@pytest.mark.parametrize("stage", FILED)
@pytest.mark.parametrize(
    ("action", "intent"), [("action_stop", "stop"), ("action_withdraw", "withdraw_closure")]
)
def test_after_submission_it_asks_first(customer: Talk, stage: Stage, action: str, intent: str) -> None:
    customer.to(stage)
    (reply,) = customer.hear(action, intent, "不想注销了")
    assert titles(reply) == ["确认撤回", "不撤回，继续审核"]
    assert reply.question == "withdraw_closure"
    assert customer.stage() is stage


def test_the_button_withdraws(customer: Talk) -> None:
    customer.to(Stage.SUBMITTED)
    (asked,) = customer.hear("action_withdraw", "withdraw_closure")
    assert asked.buttons[0].intent == "affirm"
    customer.press("action_affirm", "affirm")
    assert customer.application().stage is Stage.WITHDRAWN


def test_the_button_that_asks_withdraws_nothing_however_often_it_is_pressed(customer: Talk) -> None:
    customer.to(Stage.SUBMITTED)
    for _ in range(3):
        (asked,) = customer.press("action_withdraw", "withdraw_closure")
        assert asked.question == "withdraw_closure"
    assert customer.stage() is Stage.SUBMITTED


def test_saying_it_again_withdraws(customer: Talk) -> None:
    customer.to(Stage.SUBMITTED)
    customer.press("action_withdraw", "withdraw_closure")
    customer.hear("action_withdraw", "withdraw_closure", "撤回吧")
    assert customer.application().stage is Stage.WITHDRAWN


def test_a_typed_yes_withdraws_also_after_a_question_in_between(customer: Talk) -> None:
    customer.to(Stage.APPROVED)
    customer.hear("action_withdraw", "withdraw_closure")
    between = customer.hear("action_faq", "faq_limit", "撤了额度还在吗")
    assert between[-1].question == "withdraw_closure"
    customer.hear("action_affirm", "affirm", "是的")
    assert customer.application().stage is Stage.WITHDRAWN


def test_a_no_keeps_the_application(customer: Talk) -> None:
    customer.to(Stage.SUBMITTED)
    customer.hear("action_withdraw", "withdraw_closure")
    assert "继续审核" in said(customer.hear("action_deny", "deny", "不了"))
    customer.hear("action_affirm", "affirm", "好的")
    assert customer.stage() is Stage.SUBMITTED


def test_a_yes_out_of_nowhere_withdraws_nothing(customer: Talk) -> None:
    customer.to(Stage.SUBMITTED)
    customer.hear("action_affirm", "affirm", "好的")
    assert customer.stage() is Stage.SUBMITTED


def test_nothing_to_withdraw_is_said(customer: Talk, visitor: Talk) -> None:
    assert "没有可以撤回" in said(customer.hear("action_withdraw", "withdraw_closure"))
    assert kinds(visitor.hear("action_withdraw", "withdraw_closure")) == ["login"]


def test_a_closed_account_is_too_late_to_withdraw(customer: Talk) -> None:
    number = customer.to(Stage.APPROVED).number
    assert number
    customer.desk.closures.execute(number, "审核员乙")
    assert "不能撤回" in said(customer.hear("action_withdraw", "withdraw_closure"))


def test_stopping_with_nothing_in_hand_is_gentle(customer: Talk, visitor: Talk) -> None:
    for talk in (customer, visitor):
        assert "先不办" in said(talk.hear("action_stop", "stop", "算了"))
