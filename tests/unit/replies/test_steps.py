"""Each step of a closing, as text, card and buttons."""

from datetime import timedelta

import pytest

from desk.closures.model import Stage
from desk.conversations.model import ButtonSpec
from desk.verification.model import Method, MethodView
from tests.unit.replies.builders import NOW, application, link, replies


def test_the_consequences_are_numbered_in_the_text() -> None:
    reply = replies().consequences()
    assert reply.card
    assert set(reply.card) == {"kind", "version", "items"}
    assert "1. " in reply.text
    assert reply.text.endswith("？")


def test_the_link_stands_below_the_public_address() -> None:
    reply = replies().verification(link(Method.PASSWORD, Method.SMS, Method.FACE))
    assert reply.card == {
        "kind": "verification",
        "url": "https://help.example.cn/verify/t0ken",
        "expires_at": NOW.isoformat(),
        "methods": ["password", "sms", "face"],
    }
    assert "支付密码、短信验证码、刷脸" in reply.text
    assert "11月23日 10:00" in reply.text


def test_a_wanted_method_comes_first_and_the_link_in_words_opens_on_it() -> None:
    offered = [MethodView(Method.PASSWORD, available=True), MethodView(Method.SMS, available=True)]
    reply = replies().other_method(link(Method.PASSWORD, Method.SMS), Method.SMS, offered)
    assert reply.card
    assert reply.card["methods"] == ["sms", "password"]
    assert reply.card["url"] == "https://help.example.cn/verify/t0ken"
    assert "https://help.example.cn/verify/t0ken?method=sms" in reply.text


def test_a_wanted_method_that_cannot_be_had_is_said_with_the_link_as_it_is() -> None:
    locked = MethodView(Method.PASSWORD, available=False, reason="locked")
    for offered, reason in (((locked,), "错误次数过多"), ((), "不在可选的方式里")):
        reply = replies().other_method(link(Method.SMS), Method.PASSWORD, offered)
        assert reply.text.startswith("支付密码")
        assert reason in reply.text
        assert "?method" not in reply.text


def test_a_page_without_a_method_left_is_said() -> None:
    reply = replies().verification(link())
    assert "锁住" in reply.text
    assert reply.card
    assert reply.card["methods"] == []


def test_the_last_word_has_its_way_on_first() -> None:
    reply = replies().confirmation(NOW + timedelta(minutes=10))
    assert reply.buttons[0] == ButtonSpec("确认提交", "affirm", "confirming")
    assert reply.card == {"kind": "confirmation", "expires_at": (NOW + timedelta(minutes=10)).isoformat()}
    assert "10:10" in reply.text


def test_the_receipt_has_number_and_day() -> None:
    reply = replies().receipt(application(Stage.SUBMITTED))
    assert reply.card == {"kind": "receipt", "number": "BYJ2026112300000197", "due_date": "2026-11-30"}
    assert "2026年11月30日" in reply.text


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        (Stage.CONSENTING, "consequences"),
        (Stage.VERIFYING, "verification"),
        (Stage.CONFIRMING, "confirmation"),
    ],
)
def test_a_step_in_hand_comes_back_shorter_with_the_same_card(stage: Stage, kind: str) -> None:
    first = replies().step(application(stage), link(Method.SMS))
    again = replies().pending(application(stage), link(Method.SMS), None)
    assert first
    assert again
    assert first.card
    assert first.card["kind"] == kind
    assert (first.card, first.buttons, first.question) == (again.card, again.buttons, again.question)
    assert len(again.text) <= len(first.text)


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.CONSENTING, Stage.VERIFYING, Stage.CONFIRMING}))
def test_no_other_stage_waits_for_the_customer(stage: Stage) -> None:
    assert replies().step(application(stage), None) is None


def test_verifying_without_a_link_shows_nothing_false() -> None:
    assert replies().step(application(Stage.VERIFYING), None) is None


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.APPROVED])
def test_an_open_question_about_withdrawing_comes_back(stage: Stage) -> None:
    reply = replies().pending(application(stage), None, "withdraw_closure")
    assert reply
    assert reply.question == "withdraw_closure"


def test_an_offer_to_close_comes_back_only_while_nothing_is_open() -> None:
    assert replies().pending(None, None, "close_account")
    assert replies().pending(application(Stage.SUBMITTED), None, "close_account") is None


def test_a_withdrawal_is_not_asked_about_once_it_is_over() -> None:
    assert replies().pending(None, None, "withdraw_closure") is None


def test_the_offer_of_a_person_comes_back() -> None:
    reply = replies().pending(None, None, "human_agent")
    assert reply
    assert reply.buttons[0].intent == "human_agent"


def test_no_question_is_no_step() -> None:
    assert replies().pending(None, None, None) is None
