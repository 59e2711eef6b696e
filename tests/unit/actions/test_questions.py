"""Questions, in the middle of a closing or not."""

import pytest

from desk.closures.model import Stage
from tests.unit.actions.talk import Talk, kinds, said, titles


def test_an_answer_names_its_topic_source_and_date(visitor: Talk) -> None:
    (reply,) = visitor.hear("action_faq", "faq_credit_report", "影响征信吗")
    assert reply.card
    assert set(reply.card) == {"kind", "topic", "source", "effective"}
    assert reply.card["topic"] == "faq_credit_report"
    assert "征信业管理条例" in reply.card["source"]


def test_every_topic_answers(customer: Talk) -> None:
    for intent in customer.desk.knowledge.topics():
        (reply,) = customer.hear("action_faq", intent)
        assert reply.card
        assert reply.card["topic"] == intent


@pytest.mark.parametrize(
    ("stage", "kind", "first_button"),
    [
        (Stage.CONSENTING, "consequences", ["同意并继续"]),
        (Stage.VERIFYING, "verification", []),
        (Stage.CONFIRMING, "confirmation", ["确认提交"]),
    ],
)
def test_in_the_middle_the_step_comes_back(
    customer: Talk, stage: Stage, kind: str, first_button: list[str]
) -> None:
    customer.to(stage)
    answer, pending = customer.hear("action_faq", "faq_review_time", "要多久")
    assert kinds([answer, pending]) == ["answer", kind]
    assert titles(pending)[:1] == first_button
    assert customer.stage() is stage


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.APPROVED])
def test_after_submission_an_answer_stands_alone(customer: Talk, stage: Stage) -> None:
    customer.to(stage)
    assert kinds(customer.hear("action_faq", "faq_review_time", "要多久")) == ["answer"]


def test_an_offer_stays_open_after_a_question(customer: Talk) -> None:
    customer.hear("action_how_to_close", "ask_how_to_close")
    customer.hear("action_faq", "faq_credit_report", "影响征信吗")
    customer.hear("action_affirm", "affirm", "好的")
    assert customer.stage() is Stage.CONSENTING


def test_a_no_to_the_offer_closes_it(customer: Talk) -> None:
    customer.hear("action_how_to_close", "ask_how_to_close")
    customer.hear("action_deny", "deny", "不用")
    customer.hear("action_affirm", "affirm", "好的")
    assert customer.stage() is Stage.NONE


def test_an_answer_without_a_card_shares_the_message_with_the_step(customer: Talk) -> None:
    customer.close()
    (reply,) = customer.hear("action_small_talk", "thank", "谢谢")
    assert "不客气" in reply.text
    assert kinds([reply]) == ["consequences"]
    assert reply.question == "affirm"


def test_small_talk_offers_what_people_come_for(visitor: Talk) -> None:
    for intent in ("greet", "bot_challenge", "out_of_scope"):
        (reply,) = visitor.hear("action_small_talk", intent, "你好")
        assert kinds([reply]) == ["choices"]
        assert "注销备用金" in titles(reply)


def test_a_goodbye_asks_for_a_rating(customer: Talk) -> None:
    assert kinds(customer.hear("action_small_talk", "goodbye", "再见")) == ["rating"]


def test_a_goodbye_in_the_middle_leaves_the_customer_alone(customer: Talk) -> None:
    customer.close()
    assert kinds(customer.hear("action_small_talk", "goodbye", "再见")) == [None]
    assert customer.stage() is Stage.CONSENTING


def test_a_yes_or_no_out_of_nowhere_does_nothing(customer: Talk, visitor: Talk) -> None:
    for talk in (customer, visitor):
        assert said(talk.hear("action_affirm", "affirm", "好的"))
        assert said(talk.hear("action_deny", "deny", "不要"))
    assert customer.stage() is Stage.NONE


def test_a_visitor_who_says_yes_to_the_offer_is_asked_to_log_in(visitor: Talk) -> None:
    visitor.hear("action_how_to_close", "ask_how_to_close")
    assert kinds(visitor.hear("action_affirm", "affirm", "好的")) == ["login"]


def test_a_pending_step_offered_twice_is_short_the_second_time(customer: Talk) -> None:
    full = customer.close().text
    again = said(customer.press("action_repeat_step", "deny"))
    assert len(again) < len(full) / 2
