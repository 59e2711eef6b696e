"""While the customer proves who they are."""

from datetime import timedelta

from desk.closures.model import Stage
from tests.conftest import SettableClock
from tests.unit.actions.talk import Talk, kinds, said


def url(talk: Talk) -> str:
    card = talk.press("action_repeat_step", "affirm")[-1].card
    assert card
    return str(card["url"])


def test_an_ended_link_gets_a_new_one_at_the_next_message(customer: Talk, clock: SettableClock) -> None:
    customer.to(Stage.VERIFYING)
    first = url(customer)
    clock.now += timedelta(minutes=11)
    answer, pending = customer.hear("action_faq", "faq_sms_code", "收不到验证码")
    assert kinds([answer, pending]) == ["answer", "verification"]
    assert pending.card
    assert pending.card["url"] != first


def test_a_yes_or_no_repeats_the_link(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    for intent in ("affirm", "deny"):
        assert kinds(customer.hear("action_repeat_step", intent, "嗯")) == ["verification"]
    assert customer.stage() is Stage.VERIFYING


def test_resending_says_so_and_shows_the_page(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    replies = customer.hear("action_resend_code", "resend_code", "再发一次")
    assert "已经发出" in said(replies)
    assert kinds(replies) == ["verification"]


def test_resending_too_soon_says_how_long_to_wait(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    customer.hear("action_resend_code", "resend_code", "再发一次")
    text = said(customer.hear("action_resend_code", "resend_code", "再发一次"))
    assert "太频繁" in text
    assert "60 秒" in text


def test_resending_outside_verification_says_how_to_begin(customer: Talk, visitor: Talk) -> None:
    for talk in (customer, visitor):
        assert "没有进行中的身份验证" in said(talk.hear("action_resend_code", "resend_code"))


def test_another_method_is_chosen_on_the_page(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    replies = customer.hear("action_change_method", "change_verification_method", "不想刷脸")
    assert kinds(replies) == ["verification"]
    assert "不是必须" in said(replies)


def test_another_method_outside_verification_is_explained(customer: Talk) -> None:
    assert "没有进行中" in said(customer.hear("action_change_method", "change_verification_method"))


def test_a_secret_alone_is_answered_by_a_warning_and_the_page(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    assert kinds(customer.press("action_secret_shared", "secret_shared")) == ["warning", "verification"]


def test_failing_for_good_bars_a_new_closing_for_a_day(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    token = customer.desk.verification.link(customer.owner).token
    for _ in range(5):
        customer.desk.verification.check_password(token, "000000")
    with_codes(customer, token)
    assert customer.application().stage is Stage.ABANDONED
    replies = customer.hear("action_close_account", "close_account")
    assert "错误次数过多" in said(replies)
    assert "11月24日 10:00" in said(replies)


def with_codes(talk: Talk, token: str) -> None:
    talk.desk.verification.send_code(token)
    for _ in range(5):
        talk.desk.verification.check_code(token, "00000x".replace("x", "0"))
