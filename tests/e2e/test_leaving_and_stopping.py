"""Digressions, leaving and coming back, stopping, and taking an application back."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.e2e.running import RunningSystem
from tests.e2e.shopper import Shopper

Arrive = Callable[..., Shopper]


def test_a_question_in_the_middle_is_answered_and_the_step_comes_back(arrive: Arrive) -> None:
    shopper = arrive()
    shopper.say("我要注销备用金")
    messages = shopper.say("注销会影响征信吗")
    assert "征信" in messages[0]["text"]
    assert any("同意" in button["title"] or "继续" in button["title"] for button in messages[-1]["buttons"])
    shopper.card("verification", shopper.say("好的"))


def test_a_question_before_the_last_word_changes_nothing(arrive: Arrive) -> None:
    shopper = arrive()
    shopper.begin_and_verify()
    shopper.say("审核要多久")
    shopper.card("receipt", shopper.say("确认"))


def test_coming_back_with_a_new_token_goes_on_where_it_was(arrive: Arrive) -> None:
    shopper = arrive()
    shopper.begin()
    shopper.token = shopper.demo("token")["token"]
    shopper.seen.clear()
    assert shopper.card("verification", shopper.say("我要注销备用金"))["url"]
    assert [message["seq"] for message in shopper.history(limit=200)] == sorted(shopper.seen)


def test_stopping_ends_the_application_and_leaves_the_account_alone(arrive: Arrive) -> None:
    shopper = arrive()
    shopper.begin()
    shopper.say("算了，先不办了")
    assert shopper.card("status", shopper.say("注销申请到哪一步了"))["stage"] == "abandoned"
    shopper.card("consequences", shopper.say("我要注销备用金"))


def test_a_stray_yes_does_nothing(arrive: Arrive) -> None:
    shopper = arrive()
    for yes in ("好的", "确认", "是的"):
        assert all(message["card"] is None for message in shopper.say(yes))
    assert all((m["card"] or {}).get("stage") is None for m in shopper.say("我的注销申请到哪了"))


def test_a_stale_button_answers_with_the_step_in_hand(arrive: Arrive) -> None:
    shopper = arrive()
    shopper.say("我要注销备用金")
    agree = shopper.button("同意|继续")
    shopper.turn(button=agree["id"])
    shopper.card("verification", shopper.turn(button=agree["id"]))


def test_a_submitted_application_is_withdrawn_after_a_yes(arrive: Arrive) -> None:
    shopper = arrive()
    number = shopper.submit()
    shopper.say("我不想注销了，撤回申请")
    shopper.say("要多久审核")  # a question in between does not lose the question in hand
    shopper.say("是的")
    status = shopper.await_or_last_status("withdrawn")
    assert status["number"] == number


def test_a_withdrawal_is_not_done_without_a_yes(arrive: Arrive) -> None:
    shopper = arrive()
    shopper.submit()
    shopper.say("撤回注销申请")
    shopper.say("不要")
    assert shopper.card("status", shopper.say("审核到哪了"))["stage"] == "submitted"


def test_a_rejection_quotes_the_reviewer(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    number = shopper.submit()
    reason = "账户还有一笔争议交易，请先联系客服处理"
    done = system.xiaohu("review", "reject", number, "--as", "审核员", "--reason", reason)
    assert done.returncode == 0, done.stderr
    message = shopper.await_card("status", lambda card: card["stage"] == "rejected")
    assert reason in message["text"]


def test_four_eyes_and_a_loan_before_execution(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    number = shopper.submit()
    assert system.xiaohu("review", "execute", number, "--as", "甲").returncode != 0
    assert system.xiaohu("review", "approve", number, "--as", "甲").returncode == 0
    refused = system.xiaohu("review", "execute", number, "--as", " 甲 ")
    assert refused.returncode != 0
    assert refused.stderr.strip()
    shopper.demo("borrow")
    assert system.xiaohu("review", "execute", number, "--as", "乙").returncode != 0
    shopper.await_card("status", lambda card: card["stage"] == "rejected")


def test_the_stream_carries_what_happens_by_itself(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    link = shopper.begin()
    last = max(shopper.seen)
    shopper.verify(link, "password", password=shopper.payment_password)
    headers = {**shopper.headers, "Last-Event-ID": str(last)}
    ids, started = [], time.monotonic()
    with shopper.client.stream("GET", "/api/v1/events", headers=headers) as stream:
        for line in stream.iter_lines():
            if line.startswith("id:"):
                ids.append(int(line.removeprefix("id:")))
            if '"confirmation"' in line:
                break
            assert time.monotonic() - started < 5
    assert ids == list(range(last + 1, last + 1 + len(ids)))
