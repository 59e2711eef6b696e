"""Two questions in one message: one is answered, the other offered."""

import pytest

from desk.closures.model import Stage
from desk.conversations.model import Reply
from tests.unit.actions.talk import Talk, kinds, said, titles


def last(talk: Talk, action: str, intent: str, *also: str) -> Reply:
    return talk.hear(action, intent, also=list(also))[-1]


def test_the_other_question_is_named_and_has_a_button(visitor: Talk) -> None:
    reply = last(visitor, "action_faq", "faq_credit_report", "faq_review_time")
    title = visitor.desk.knowledge.title("faq_review_time")
    assert reply.text.splitlines()[-1] == f"您还提到“{title}”，选它就可以接着说。"
    assert [(button.title, button.intent, button.stage) for button in reply.buttons] == [
        (title, "faq_review_time", None)
    ]
    assert reply.card
    assert reply.card["topic"] == "faq_credit_report"


def test_without_another_question_nothing_is_added(visitor: Talk) -> None:
    for also in ((), None):
        (reply,) = visitor.hear("action_faq", "faq_credit_report", also=also)
        assert "还提到" not in reply.text
        assert reply.buttons == ()


@pytest.mark.parametrize(
    ("stage", "way_on"), [(Stage.CONSENTING, "同意并继续"), (Stage.CONFIRMING, "确认提交")]
)
def test_the_way_on_comes_first_and_the_question_in_hand_stays(
    customer: Talk, stage: Stage, way_on: str
) -> None:
    customer.to(stage)
    reply = last(customer, "action_faq", "faq_credit_report", "faq_review_time")
    assert titles(reply)[0] == way_on
    assert titles(reply)[-1] == customer.desk.knowledge.title("faq_review_time")
    assert reply.question == "affirm"
    assert customer.now().question == "affirm"


def test_a_closing_is_offered_and_not_started(customer: Talk) -> None:
    reply = last(customer, "action_faq", "faq_credit_report", "close_account")
    assert "注销备用金" in titles(reply)
    assert customer.stage() is Stage.NONE
    customer.hear("action_affirm", "affirm", "好的")
    assert customer.stage() is Stage.NONE


def test_a_closing_under_way_is_not_offered_anew(customer: Talk) -> None:
    customer.close()
    assert "还提到" not in last(customer, "action_faq", "faq_credit_report", "close_account").text


def test_what_is_offered_anyway_is_not_offered_twice(customer: Talk) -> None:
    reply = last(customer, "action_how_to_close", "ask_how_to_close", "close_account")
    assert [button.intent for button in reply.buttons] == ["close_account"]
    assert "还提到" not in reply.text


def test_a_withdrawal_is_offered_only_where_something_is_filed(customer: Talk) -> None:
    assert "还提到" not in last(customer, "action_faq", "faq_limit", "withdraw_closure").text
    customer.to(Stage.SUBMITTED)
    assert "撤回注销申请" in titles(last(customer, "action_faq", "faq_limit", "withdraw_closure"))
    assert customer.stage() is Stage.SUBMITTED


def test_a_question_beside_a_closing_is_offered_below_the_consequences(customer: Talk) -> None:
    reply = last(customer, "action_close_account", "close_account", "faq_credit_report")
    assert kinds([reply]) == ["consequences"]
    assert titles(reply)[0] == "同意并继续"
    assert titles(reply)[-1] == customer.desk.knowledge.title("faq_credit_report")


def test_a_visitor_who_must_log_in_is_offered_the_other_question(visitor: Talk) -> None:
    reply = last(visitor, "action_outstanding", "ask_outstanding", "faq_how_to_repay")
    assert kinds([reply]) == ["login"]
    assert titles(reply) == [visitor.desk.knowledge.title("faq_how_to_repay")]


def test_an_apology_offers_nothing(customer: Talk) -> None:
    replies = customer.hear("action_faq", "no_such_topic", also=["faq_limit"])
    assert "没能处理好" in said(replies)
    assert titles(replies[-1]) == []
