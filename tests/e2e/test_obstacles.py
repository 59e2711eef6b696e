"""What stands against closing: every obstacle at once, and the way on when it is cleared."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.shopper import Shopper

Arrive = Callable[..., Shopper]
WITH_AMOUNT = ["unpaid_loan", "instalments", "overdue", "repayment_in_flight", "refund_in_flight", "overpaid"]


@pytest.mark.parametrize("profile", WITH_AMOUNT)
def test_money_in_the_way_is_named_with_its_amount(arrive: Arrive, profile: str) -> None:
    shopper = arrive(profile)
    messages = shopper.say("我要注销备用金")
    items = shopper.card("obstacles", messages)["items"]
    assert profile in [item["kind"] for item in items]
    assert all(item["amount"] > 0 and item["how"] for item in items)
    assert all(
        item["title"] in messages[-1]["text"] or item["title"] in messages[0]["text"] for item in items
    )


@pytest.mark.parametrize("profile", ["frozen", "closed", "no_account"])
def test_an_account_that_cannot_be_closed_says_why(arrive: Arrive, profile: str) -> None:
    shopper = arrive(profile)
    items = shopper.card("obstacles", shopper.say("帮我关了备用金"))["items"]
    assert [item["kind"] for item in items] == [profile]


def test_many_obstacles_are_told_at_once(arrive: Arrive) -> None:
    shopper = arrive("many_obstacles")
    items = shopper.card("obstacles", shopper.say("注销备用金"))["items"]
    assert len(items) >= 3


def test_settling_clears_the_way(arrive: Arrive) -> None:
    shopper = arrive("many_obstacles")
    shopper.card("obstacles", shopper.say("我要注销备用金"))
    shopper.demo("settle")
    shopper.card("consequences", shopper.say("我还清了，现在帮我注销"))


def test_an_eligible_answer_offers_to_begin_and_a_typed_yes_takes_it(arrive: Arrive) -> None:
    shopper = arrive()
    messages = shopper.say("我现在能注销吗")
    assert any("注销" in b["title"] or "办理" in b["title"] for b in messages[-1]["buttons"])
    shopper.card("consequences", shopper.say("好的"))


def test_a_loan_taken_after_verification_stops_the_submission(arrive: Arrive) -> None:
    shopper = arrive()
    shopper.begin_and_verify()
    shopper.demo("borrow")
    items = shopper.card("obstacles", shopper.press("确认|提交"))["items"]
    assert "unpaid_loan" in [item["kind"] for item in items]
    assert shopper.card("status", shopper.say("注销申请到哪了"))["stage"] == "abandoned"
