"""The verification page by itself: how often one may try, what is locked, and the other ways."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenLink
from tests.browser.shop import NOTICE


def test_another_code_can_be_had_when_the_minute_is_over(open_link: OpenLink) -> None:
    link = open_link()
    link.ask_for_code()
    send = link.page.locator("#send")
    expect(send).to_be_disabled()
    assert 50 <= int(re.findall(r"\d+", send.inner_text())[0]) <= 60
    link.page.reload()
    link.choose("短信验证码")
    link.page.get_by_role("button", name="发送验证码").click()
    expect(link.notice).to_contain_text("秒后可以再试")
    expect(send).to_be_disabled()


def test_a_wrong_code_says_how_many_tries_are_left(open_link: OpenLink) -> None:
    link = open_link()
    code = link.ask_for_code()
    wrong = "000000" if code != "000000" else "111111"
    for left in (4, 3, 2, 1):
        link.code.fill(wrong)
        link.confirm()
        expect(link.notice).to_have_text(f"不正确，还可以再试 {left} 次。")
        expect(link.code).to_be_focused()
    link.code.fill(wrong)
    link.confirm()
    expect(link.notice).to_contain_text("已作废，请重新获取")


def test_a_locked_password_says_until_when_and_offers_the_other_ways(open_link: OpenLink) -> None:
    link = open_link()
    for left in (4, 3, 2, 1):
        link.password.fill(link.wrong)
        link.confirm()
        expect(link.notice).to_have_text(f"不正确，还可以再试 {left} 次。")
    link.password.fill(link.wrong)
    link.confirm()
    expect(link.page.locator("#closed")).to_have_text(re.compile(r"支付密码：.*锁定.*\d\d:\d\d 后可以再用"))
    expect(link.page.get_by_role("tab", name="支付密码")).to_be_disabled()
    expect(link.code).to_be_focused()


def test_a_face_is_asked_for_only_with_a_consent_of_its_own(open_link: OpenLink) -> None:
    link = open_link()
    link.choose("刷脸")
    expect(link.page.locator("#face")).to_contain_text("刷脸不是必须的")
    expect(link.page.get_by_role("checkbox")).not_to_be_checked()
    link.page.get_by_role("button", name="开始刷脸").click()
    expect(link.notice).to_contain_text("单独同意")
    link.page.get_by_role("checkbox").check()
    link.page.get_by_role("button", name="开始刷脸").click()
    link.page.get_by_role("button", name="不通过").click()
    expect(link.notice).to_contain_text("刷脸没有通过，可以再试或换一种方式")
    link.choose("支付密码")
    link.password.fill(link.shopper.payment_password)
    link.confirm()
    expect(link.page.locator("#ended")).to_contain_text("验证通过")


def test_a_passed_face_ends_the_verification(open_link: OpenLink) -> None:
    link = open_link()
    link.choose("刷脸")
    link.page.get_by_role("checkbox").check()
    link.page.get_by_role("button", name="开始刷脸").click()
    link.page.get_by_role("button", name="通过", exact=True).click()
    expect(link.page.locator("#ended")).to_contain_text("验证通过", timeout=NOTICE)
    assert "?" not in link.page.url


def test_a_link_is_good_once(open_link: OpenLink) -> None:
    link = open_link()
    link.password.fill(link.shopper.payment_password)
    link.confirm()
    expect(link.page.locator("#ended")).to_be_focused()
    link.page.reload()
    expect(link.page.locator("#ended")).to_contain_text("验证通过")
    expect(link.page.locator("#methods")).to_be_hidden()
