"""Messages that ask two things, name something, or cannot be understood, through the whole system."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.running import RunningSystem
from tests.e2e.shopper import Message, Shopper

Arrive = Callable[..., Shopper]
VAGUE = ("备用金 账单 注销 手机号", "备用金那个啥", "我那个钱的事")


def titles(messages: list[Message]) -> list[str]:
    return [button["title"] for message in messages for button in message["buttons"]]


def kinds(messages: list[Message]) -> set[str]:
    return {message["card"]["kind"] for message in messages if message["card"]}


def test_one_question_is_answered_and_the_other_offered(arrive: Arrive) -> None:
    shopper = arrive()
    messages = shopper.say("备用金关了影响征信吗，另外审核要多久")
    first = shopper.card("answer", messages)["topic"]
    assert "您还提到" in messages[-1]["text"]
    second = shopper.card("answer", shopper.press(titles(messages)[-1]))["topic"]
    assert {first, second} == {"faq_credit_report", "faq_review_time"}


def test_a_closing_beside_a_question_starts_only_when_it_is_chosen(arrive: Arrive) -> None:
    shopper = arrive()
    messages = shopper.say("备用金影响征信吗？顺便帮我把备用金注销了")
    shopper.card("answer", messages)
    assert "status" not in kinds(shopper.say("我的注销申请到哪一步了"))
    shopper.card("consequences", shopper.press("注销备用金"))


def test_a_second_question_does_not_displace_the_step_in_hand(arrive: Arrive) -> None:
    shopper = arrive()
    shopper.say("我要注销备用金")
    messages = shopper.say("关了影响征信吗？审核要多久？")
    assert "您还提到" in messages[-1]["text"]
    assert "同意" in messages[-1]["buttons"][0]["title"]
    shopper.card("verification", shopper.say("好的"))


def test_a_wish_to_close_and_how_to_is_answered_with_the_steps(arrive: Arrive) -> None:
    shopper = arrive()
    messages = shopper.say("备用金不想用了，在哪里注销")
    shopper.card("steps", messages)
    assert "您还提到" not in messages[-1]["text"]
    shopper.card("consequences", shopper.press("注销|办理"))


def test_the_method_that_was_named_is_taken_up(arrive: Arrive) -> None:
    shopper = arrive()
    link = shopper.begin()
    messages = shopper.say("不想输密码，用短信行吗")
    card = shopper.card("verification", messages)
    assert (card["url"], card["methods"][0]) == (link, "sms")
    assert f"{link}?method=sms" in messages[-1]["text"]
    assert shopper.client.get(f"{link}?method=sms").status_code == 200
    answer = shopper.verify(card["url"], "sms/check", code=shopper.code(card["url"]))
    assert answer.json()["status"] == "passed"


def test_an_amount_and_a_month_break_nothing(arrive: Arrive) -> None:
    shopper = arrive("instalments")
    text = shopper.say("我这个月还要还多少，是不是500.5元")[-1]["text"]
    assert "月" in text
    assert "您现在待还" in text


@pytest.mark.parametrize("written", ["{} 到哪一步了", "我的申请 BYJ {} 审核到哪了", "{}怎么样了，审核到哪了"])
def test_a_number_is_looked_up_for_its_owner_only(arrive: Arrive, written: str) -> None:
    owner, stranger = arrive(), arrive()
    number = owner.submit()
    spelling = number.removeprefix("BYJ") if "BYJ" in written else _wide(number)
    question = written.format(spelling)
    assert owner.card("status", owner.say(question))["number"] == number
    messages = stranger.say(question)
    assert "status" not in kinds(messages)
    assert "没有查到" in messages[0]["text"]


def test_asked_in_vain_again_and_again_it_offers_a_person(arrive: Arrive) -> None:
    shopper = arrive()
    first, second, third = (shopper.say(text) for text in VAGUE)
    assert "choices" in kinds(first)
    assert "转人工客服" in titles(second)
    assert "转人工" in titles(third)[0]
    shopper.card("handoff", shopper.say("好的"))


def test_an_unclear_message_starts_nothing_until_a_suggestion_is_chosen(arrive: Arrive) -> None:
    shopper = arrive()
    messages = shopper.say("关于注销")
    assert kinds(messages) == {"choices"}
    assert len(titles(messages)) <= 3
    shopper.say("好的")
    assert "status" not in kinds(shopper.say("我的注销申请到哪一步了"))
    shopper.card("consequences", shopper.press("注销备用金"))


def test_an_unclear_word_at_the_last_step_files_nothing(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    shopper.begin_and_verify()
    shopper.say("提交的话那个会不会怎么样，审核要多久")
    shopper.say("呃那个就是")
    assert shopper.card("status", shopper.say("我的注销申请到哪一步了"))["stage"] == "confirming"
    assert shopper.customer_id not in system.xiaohu("review", "list").stdout


def _wide(number: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in number)
