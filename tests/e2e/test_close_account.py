"""From 「我要注销备用金」 to a closed account, on the real parts."""

from __future__ import annotations

from collections.abc import Callable

from tests.e2e.running import RunningSystem
from tests.e2e.shopper import Shopper

Arrive = Callable[..., Shopper]


def close_after(system: RunningSystem, shopper: Shopper, number: str) -> None:
    approved = system.xiaohu("review", "approve", number, "--as", "审核员")
    assert approved.returncode == 0, approved.stderr
    shopper.await_card("status", lambda card: card["stage"] == "approved")
    executed = system.xiaohu("review", "execute", number, "--as", "执行员")
    assert executed.returncode == 0, executed.stderr
    closed = shopper.await_card("status", lambda card: card["stage"] == "closed")
    assert closed["card"]["number"] == number
    assert [entry["stage"] for entry in closed["card"]["timeline"]][-1] == "closed"


def test_it_closes_by_payment_password(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    number = shopper.submit()
    assert number.startswith("BYJ")
    close_after(system, shopper, number)


def test_it_closes_by_text_message(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    link = shopper.begin()
    answer = shopper.verify(link, "sms/check", code=shopper.code(link))
    assert answer.json()["status"] == "passed"
    shopper.await_card("confirmation")
    close_after(system, shopper, shopper.card("receipt", shopper.say("确认提交"))["number"])


def test_it_closes_by_buttons_alone(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    shopper.card("steps", shopper.say("怎么注销备用金"))
    shopper.card("consequences", shopper.press("注销|办理"))
    link = shopper.card("verification", shopper.press("同意|继续"))["url"]
    assert shopper.verify(link, "password", password=shopper.payment_password).json()["status"] == "passed"
    shopper.await_card("confirmation")
    close_after(system, shopper, shopper.card("receipt", shopper.press("确认|提交"))["number"])


def test_it_closes_by_typed_words_alone(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    shopper.card("consequences", shopper.say("帮我把备用金注销掉"))
    link = shopper.card("verification", shopper.say("好的"))["url"]
    assert shopper.verify(link, "password", password=shopper.payment_password).json()["status"] == "passed"
    shopper.await_card("confirmation")
    close_after(system, shopper, shopper.card("receipt", shopper.say("是的"))["number"])


def test_a_closed_account_says_so_when_asked_to_close_again(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    close_after(system, shopper, shopper.submit())
    obstacles = shopper.card("obstacles", shopper.say("我要注销备用金"))
    assert [item["kind"] for item in obstacles["items"]] == ["closed"]


def test_the_progress_is_told_in_every_stage(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    shopper.say("我要注销备用金")
    assert shopper.card("status", shopper.say("审核到哪了"))["number"] is None
    link = shopper.card("verification", shopper.say("同意"))["url"]
    shopper.verify(link, "password", password=shopper.payment_password)
    shopper.await_card("confirmation")
    number = shopper.card("receipt", shopper.say("确认"))["number"]
    status = shopper.card("status", shopper.say("我的注销申请到哪一步了"))
    assert (status["number"], status["stage"]) == (number, "submitted")


def test_the_audit_trail_of_it_all_holds(system: RunningSystem, arrive: Arrive) -> None:
    arrive().submit()
    verified = system.xiaohu("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
