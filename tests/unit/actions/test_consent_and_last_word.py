"""From the consequences to the receipt."""

from datetime import timedelta

import pytest

from desk.closures.model import Stage
from tests.conftest import SettableClock
from tests.unit.actions.talk import Talk, kinds, said


def test_accepting_gives_the_link_of_the_verification_page(customer: Talk) -> None:
    customer.close()
    (reply,) = customer.press("action_accept", "affirm")
    assert reply.card
    assert reply.card["kind"] == "verification"
    assert reply.card["url"].startswith(f"{customer.desk.settings.public_url}/verify/")
    assert reply.card["url"] in reply.text
    assert {"password", "sms"} <= set(reply.card["methods"])
    assert customer.stage() is Stage.VERIFYING


def test_accepting_records_the_version_that_was_shown(customer: Talk) -> None:
    card = customer.close().card
    customer.press("action_accept", "affirm")
    assert card
    assert customer.application().consent_version == card["version"]


def test_a_typed_yes_accepts(customer: Talk) -> None:
    customer.close()
    customer.hear("action_accept", "affirm", "好的")
    assert customer.stage() is Stage.VERIFYING


def test_a_typed_yes_accepts_after_a_question_in_between(customer: Talk) -> None:
    customer.close()
    customer.hear("action_faq", "faq_credit_report", "会影响征信吗")
    customer.hear("action_accept", "affirm", "好的")
    assert customer.stage() is Stage.VERIFYING


@pytest.mark.parametrize(
    ("stage", "action"), [("consenting", "action_accept"), ("confirming", "action_submit")]
)
def test_a_typed_yes_to_the_scam_warning_moves_nothing(customer: Talk, stage: str, action: str) -> None:
    customer.to(Stage(stage))
    customer.hear("action_report_scam", "report_scam", "有人让我注销，是骗子吗")
    replies = customer.hear(action, "affirm", "是的")
    assert customer.stage() == stage
    assert replies[0].question == "affirm"


def test_the_button_still_counts_after_the_scam_warning(customer: Talk) -> None:
    customer.close()
    customer.hear("action_report_scam", "report_scam", "有人让我注销，是骗子吗")
    customer.press("action_accept", "affirm")
    assert customer.stage() is Stage.VERIFYING


def test_a_late_accept_is_told_where_the_closing_is(customer: Talk) -> None:
    customer.to(Stage.CONFIRMING)
    replies = customer.press("action_accept", "affirm")
    assert "不在这一步" in said(replies)
    assert kinds(replies) == ["confirmation"]


def test_the_last_word_gives_a_receipt(customer: Talk) -> None:
    customer.to(Stage.CONFIRMING)
    (reply,) = customer.hear("action_submit", "affirm", "确认")
    application = customer.application()
    assert reply.card == {
        "kind": "receipt",
        "number": application.number,
        "due_date": application.due_date and application.due_date.isoformat(),
    }
    assert application.number
    assert application.number in reply.text


def test_the_last_word_said_twice_gives_the_same_receipt(customer: Talk) -> None:
    customer.to(Stage.CONFIRMING)
    first = customer.press("action_submit", "affirm")
    assert customer.press("action_submit", "affirm") == first


def test_a_proof_that_grew_old_brings_a_new_link(customer: Talk, clock: SettableClock) -> None:
    customer.to(Stage.CONFIRMING)
    clock.now += timedelta(minutes=11)
    replies = customer.press("action_submit", "affirm")
    assert kinds(replies) == ["verification"]
    assert "重新验证" in said(replies)
    assert customer.stage() is Stage.VERIFYING


def test_a_loan_taken_meanwhile_ends_the_closing_and_is_told(customer: Talk) -> None:
    customer.to(Stage.CONFIRMING)
    assert customer.desk.demo
    customer.desk.demo.borrow(customer.owner)
    (reply,) = customer.press("action_submit", "affirm")
    assert kinds([reply]) == ["obstacles"]
    assert "这次注销已停下" in reply.text
    assert customer.application().stage is Stage.ABANDONED


def test_submitting_without_an_application_says_how_to_begin(customer: Talk) -> None:
    assert "我要注销" in said(customer.press("action_submit", "affirm"))
    assert "没有查到" in said(customer.hear("action_accept", "affirm", "好"))
