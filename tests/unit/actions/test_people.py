"""People: those who help, and those who cheat."""

import pytest

from desk.closures.model import Stage
from desk.conversations.model import State
from tests.conftest import SettableClock
from tests.unit.actions.conftest import Meet
from tests.unit.actions.talk import Talk, kinds, said, titles


def test_asking_for_a_person_queues_the_conversation(
    customer: Talk, visitor: Talk, clock: SettableClock
) -> None:
    (first,) = customer.hear("action_human_agent", "human_agent", "转人工")
    clock.advance(seconds=1)
    (second,) = visitor.hear("action_human_agent", "human_agent", "人工")
    assert first.card == {"kind": "handoff", "state": "pending", "position": 1}
    assert second.card == {"kind": "handoff", "state": "pending", "position": 2}
    assert customer.now().state is State.PENDING
    assert "第 2 位" in second.text


def test_asking_again_keeps_the_place(meet: Meet, clock: SettableClock) -> None:
    first, second = meet(), meet()
    first.hear("action_human_agent", "human_agent")
    clock.advance(seconds=1)
    second.hear("action_human_agent", "human_agent")
    assert "第 1 位" in said(first.hear("action_human_agent", "human_agent"))


def test_a_person_who_is_there_already_is_said(customer: Talk) -> None:
    customer.desk.conversations.claim(customer.conversation.id, "客服甲")
    (reply,) = customer.hear("action_human_agent", "human_agent")
    assert reply.card == {"kind": "handoff", "state": "claimed", "position": None}


def test_a_complaint_is_told_where_to_go_and_offered_a_person(customer: Talk) -> None:
    (reply,) = customer.hear("action_complaint", "complaint", "我要投诉")
    assert "12378" in reply.text
    assert titles(reply) == ["转人工", "先不用"]
    customer.hear("action_affirm", "affirm", "好")
    assert customer.now().state is State.PENDING


def test_a_yes_to_a_person_counts_while_verifying_too(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    customer.hear("action_complaint", "complaint", "什么破系统")
    assert kinds(customer.hear("action_repeat_step", "affirm", "好")) == ["handoff"]


def test_a_no_to_a_person_while_verifying_shows_the_page(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    customer.hear("action_complaint", "complaint", "什么破系统")
    assert kinds(customer.hear("action_repeat_step", "deny", "不用")) == ["verification"]


def test_a_scam_report_is_warned(visitor: Talk) -> None:
    (reply,) = visitor.hear("action_report_scam", "report_scam", "有人让我转账注销")
    assert reply.card == {"kind": "warning", "level": "high"}
    assert all(word in reply.text for word in ("注销", "转账", "共享屏幕", "验证码", "征信", "96110"))


@pytest.mark.parametrize("stage", [Stage.CONSENTING, Stage.VERIFYING, Stage.CONFIRMING])
def test_in_an_open_closing_there_are_two_ways(customer: Talk, stage: Stage) -> None:
    customer.to(stage)
    (reply,) = customer.hear("action_report_scam", "report_scam", "客服让我注销的")
    assert kinds([reply]) == ["warning"]
    assert [button.intent for button in reply.buttons] == ["stop", "close_account"]
    assert reply.question is None


def test_it_is_really_me_shows_the_step_and_moves_nothing(customer: Talk) -> None:
    customer.to(Stage.CONFIRMING)
    customer.hear("action_report_scam", "report_scam")
    assert kinds(customer.press("action_close_account", "close_account")) == ["confirmation"]
    assert customer.stage() is Stage.CONFIRMING


def test_after_submission_the_way_out_is_withdrawing(customer: Talk) -> None:
    customer.to(Stage.SUBMITTED)
    (reply,) = customer.hear("action_report_scam", "report_scam")
    assert [button.intent for button in reply.buttons] == ["withdraw_closure"]
