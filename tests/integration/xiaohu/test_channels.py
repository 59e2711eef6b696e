"""Messaging apps from the terminal."""

from __future__ import annotations

import pytest

from desk.bootstrap import Desk
from desk.channels.model import Arrival, Rendered
from tests.integration.xiaohu.conftest import Xiaohu
from tests.journey import arrive

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def bound(desk: Desk) -> tuple[str, str]:
    """The id of somebody in an app, and the customer they speak for."""
    customer = arrive(desk)
    ticket, _ = desk.bindings.invite(customer, "echo")
    desk.channels.take("echo", [Arrival("m1", "app", "openid-of-ming", {"act": "entered"})])
    (app_user_id,) = desk.channels.due(10)
    return desk.bindings.redeem(app_user_id, ticket, ()).id, customer


def test_every_app_is_listed_with_whether_it_is_configured(feishu: object, xiaohu: Xiaohu) -> None:
    rows = {row.split()[0]: row.split()[1:] for row in xiaohu("channels", "list").out.splitlines()[1:]}
    assert rows["feishu"] == ["已配置", "http://127.0.0.1:8000/webhooks/feishu"]
    assert {name for name, row in rows.items() if row == ["未配置"]} == {"dingtalk", "kf", "wechat", "wecom"}


def test_settings_that_are_there_in_part_are_named(feishu: pytest.MonkeyPatch, xiaohu: Xiaohu) -> None:
    feishu.delenv("XIAOHU_FEISHU_APP_SECRET")
    assert "XIAOHU_FEISHU_APP_SECRET is not set" in xiaohu("channels", "list").out
    checked = xiaohu("channels", "check")
    assert checked.code == 1
    assert "XIAOHU_FEISHU_APP_SECRET is not set" in checked.out


def test_a_platform_that_does_not_answer_is_a_finding(feishu: object, xiaohu: Xiaohu) -> None:
    checked = xiaohu("channels", "check", "feishu")
    assert checked.code == 1
    assert "缺  feishu" in checked.out
    assert "x" * 32 not in checked.out + checked.err


def test_without_any_app_there_is_nothing_to_check(xiaohu: Xiaohu) -> None:
    checked = xiaohu("channels", "check")
    assert (checked.code, checked.out) == (1, "")
    assert "没有已配置" in checked.err


def test_bindings_are_listed_without_the_platforms_names(bound: tuple[str, str], xiaohu: Xiaohu) -> None:
    app_user_id, customer = bound
    (row,) = xiaohu("channels", "bindings").out.splitlines()[1:]
    assert row.split()[:3] == [app_user_id, "echo", customer]
    assert "openid" not in row
    assert xiaohu("channels", "bindings", "demo/nobody").out.splitlines()[1:] == []


def test_a_binding_is_undone(bound: tuple[str, str], xiaohu: Xiaohu, desk: Desk) -> None:
    app_user_id, customer = bound
    assert xiaohu("channels", "unbind", app_user_id, "--as", "小张").code == 0
    assert not desk.bindings.bindings(customer)
    again = xiaohu("channels", "unbind", app_user_id, "--as", "小张")
    assert (again.code, "没有这个绑定" in again.err) == (1, True)


def test_what_was_given_up_is_listed(bound: tuple[str, str], xiaohu: Xiaohu, desk: Desk) -> None:
    incoming = desk.channels.begin(bound[0])
    assert incoming is not None
    desk.channels.answered(incoming, [Rendered("k1", {"text": "密语"})])
    delivery = desk.channels.begin_delivery(bound[0], limited=False)
    assert delivery is not None
    desk.channels.not_delivered(delivery, "bad content", permanent=True, after=None)
    (row,) = xiaohu("channels", "failed").out.splitlines()[1:]
    assert "bad content" in row
    assert "密语" not in row
