"""What staff see of notices, and what they can do."""

from __future__ import annotations

import pytest

from desk.bootstrap import Desk
from desk.notices.errors import Undeliverable
from desk.notices.model import Notice
from tests.integration.xiaohu.conftest import Xiaohu

pytestmark = pytest.mark.usefixtures("demo")


def refuse(_notice: Notice) -> str:
    raise Undeliverable("sms_provider")


@pytest.fixture
def failed(desk: Desk) -> str:
    """The number of a text that no provider takes."""
    with desk.transactions.write() as work:
        work.outbox.add("sms", "sms/1", {"sealed": "never shown"})
    desk.notices.deliver({"sms": refuse})
    return "1"


def test_what_did_not_arrive_is_listed_with_why(xiaohu: Xiaohu, failed: str) -> None:
    listed = xiaohu("notices", "list").out
    assert "验证码短信" in listed
    assert "短信服务商不收" in listed
    assert "never shown" not in listed


def test_what_arrived_is_listed_only_when_asked_for(xiaohu: Xiaohu, desk: Desk) -> None:
    with desk.transactions.write() as work:
        work.outbox.add("news", "news/1", {})
    desk.notices.deliver({"news": lambda _: "app"})
    assert "新进展" not in xiaohu("notices", "list").out
    assert "已在应用里送达" in xiaohu("notices", "list", "--all").out


def test_one_is_shown_with_what_to_do(xiaohu: Xiaohu, failed: str) -> None:
    shown = xiaohu("notices", "show", failed).out
    assert "已放弃" in shown
    assert "要做的：查日志里服务商的错误码" in shown
    assert "never shown" not in shown


def test_one_is_delivered_once_more(xiaohu: Xiaohu, desk: Desk, failed: str) -> None:
    assert xiaohu("notices", "retry", failed).code == 0
    assert desk.notices.deliver({"sms": lambda _: "sms"}) == 1
    again = xiaohu("notices", "retry", failed)
    assert again.code == 1
    assert "不需要再送" in again.err


def test_one_that_does_not_exist_is_said(xiaohu: Xiaohu) -> None:
    for command in ("show", "retry"):
        ended = xiaohu("notices", command, "4711")
        assert (ended.code, "没有这个编号" in ended.err) == (1, True)


def test_preferences_are_shown_and_changed(xiaohu: Xiaohu, desk: Desk) -> None:
    assert desk.demo is not None
    customer = desk.demo.create("clear").customer
    assert xiaohu("notices", "preferences", customer).out == "短信：是  推送：是\n"
    assert xiaohu("notices", "preferences", customer, "--no-sms").out == "短信：否  推送：是\n"
    assert not desk.preferences.of(customer).sms


def test_preferences_of_nobody_are_refused(xiaohu: Xiaohu) -> None:
    ended = xiaohu("notices", "preferences", "shop/nobody", "--no-sms")
    assert (ended.code, "没有这位客户" in ended.err) == (1, True)
