"""What was named in a message is used: a method, a month, a number."""

from typing import Any

import pytest

from desk.closures.model import Stage
from tests.conftest import SettableClock
from tests.unit.actions.conftest import Meet
from tests.unit.actions.talk import Talk, kinds, said

WAYS = {"短信": "sms", "密码": "password", "刷脸": "face"}


def heard(text: str) -> dict[str, Any]:
    """The parse of a message, as the bot tells methods."""
    found = sorted((text.index(words), words) for words in WAYS if words in text)
    return {
        "text": text,
        "normalised": text,
        "entities": [
            {"entity": "method", "value": WAYS[words], "start": start, "end": start + len(words)}
            for start, words in found
        ],
    }


def change(talk: Talk, text: str) -> str:
    (reply,) = talk.hear("action_change_method", "change_verification_method", **heard(text))
    assert kinds([reply]) == ["verification"]
    assert reply.card
    assert "?" not in reply.card["url"]
    return reply.text


@pytest.mark.parametrize(
    "text",
    ["用短信行吗", "不想刷脸，用短信行吗", "密码忘了 能不能用短信", "用短信吧，别刷脸了", "可不可以短信"],
)
def test_the_method_that_is_wanted_is_taken_up(customer: Talk, text: str) -> None:
    customer.to(Stage.VERIFYING)
    answer = change(customer, text)
    assert answer.startswith("可以用短信验证码")
    assert "?method=sms" in answer


def test_the_wanted_method_comes_first(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    (reply,) = customer.hear("action_change_method", "change_verification_method", **heard("换成短信"))
    assert reply.card
    assert reply.card["methods"][0] == "sms"
    assert sorted(reply.card["methods"]) == sorted(set(reply.card["methods"]))


@pytest.mark.parametrize("text", ["不想刷脸", "短信收不到", "密码忘了", "换一个", "刷脸老是过不去"])
def test_a_method_that_is_turned_down_is_not_taken_up(customer: Talk, text: str) -> None:
    customer.to(Stage.VERIFYING)
    answer = change(customer, text)
    assert "在验证页可以选别的方式" in answer
    assert "?method=" not in answer


def test_a_method_that_cannot_be_used_now_is_said_with_its_reason(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    token = customer.desk.verification.link(customer.owner).token
    for _ in range(5):
        customer.desk.verification.check_password(token, "000000")
    answer = change(customer, "我想用密码")
    assert answer.startswith("支付密码现在用不了：错误次数过多")
    assert "?method=" not in answer


def test_a_method_named_outside_verification_is_explained(customer: Talk) -> None:
    replies = customer.hear("action_change_method", "change_verification_method", **heard("用短信行吗"))
    assert "没有进行中" in said(replies)


def owed(talk: Talk, day: str) -> str:
    entities = [{"entity": "date", "value": day}]
    return said(talk.hear("action_outstanding", "ask_outstanding", "还多少", entities=entities))


def test_a_month_that_is_asked_about_leads_the_answer(meet: Meet) -> None:
    talk = meet("instalments")
    due = talk.desk.accounts.outstanding(talk.owner).items[0].due_date
    answer = owed(talk, f"{due:%Y-%m}")
    assert answer.startswith(f"{due.year}年{due.month}月到期的，共")
    assert "您现在待还" in answer


def test_a_day_and_a_month_without_a_debt_are_said_to_have_none(meet: Meet) -> None:
    talk = meet("instalments")
    assert owed(talk, "2031-01").startswith("2031年1月没有到期的款项")
    assert owed(talk, "2031-01-05").startswith("2031年1月5日没有到期的款项")


@pytest.mark.parametrize("day", ["下周", "2026-13", "2026-02-30", "", "0", "20260230", "💰" * 7])
def test_a_date_that_says_no_day_changes_nothing(meet: Meet, day: str) -> None:
    assert owed(meet("instalments"), day).startswith("您现在待还")


def test_a_date_where_nothing_is_owed_changes_nothing(customer: Talk) -> None:
    assert "没有待还的钱" in owed(customer, "2026-12")


@pytest.mark.parametrize("intent", ["ask_outstanding", "ask_closure_status", "change_verification_method"])
def test_other_entities_break_nothing(customer: Talk, intent: str) -> None:
    action = {
        "ask_outstanding": "action_outstanding",
        "ask_closure_status": "action_closure_status",
        "change_verification_method": "action_change_method",
    }[intent]
    entities = [
        {"entity": "amount", "value": 10**30},
        {"entity": "date", "value": None},
        {"entity": "method", "value": "dance", "start": 0, "end": 1},
        {"entity": "phone_tail", "value": "1234"},
    ]
    customer.to(Stage.VERIFYING)
    assert "没能处理好" not in said(customer.hear(action, intent, "x", entities=entities))


@pytest.mark.parametrize("written", ["我的 {} 到哪了", "{}", "查下编号{}", "{}还要多久"])
def test_a_number_anywhere_in_the_question_is_looked_up(
    customer: Talk, clock: SettableClock, written: str
) -> None:
    number = str(customer.to(Stage.SUBMITTED).number)
    customer.desk.closures.withdraw(customer.owner)
    clock.advance(minutes=1)
    customer.close()
    spaced = f"{number[3:11]} {number[11:]}"
    for spelling in (number, number.lower(), f"BYJ {spaced}", spaced):
        text = written.format(spelling)
        first = customer.hear("action_closure_status", "ask_closure_status", text)[0]
        assert first.card
        assert first.card["number"] == number


def test_a_strangers_number_is_not_found_however_it_is_written(customer: Talk, meet: Meet) -> None:
    number = str(meet().to(Stage.SUBMITTED).number)
    for text in (number, f"查 BYJ {number[3:11]} {number[11:]}", number[3:]):
        replies = customer.hear("action_closure_status", "ask_closure_status", text)
        assert "您名下没有查到" in said(replies)
        assert kinds(replies) == [None]
