"""Closing an account with nothing but the page: a phone, a desktop, both ways to prove who one is."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenShop
from tests.browser.shop import NOTICE, Shop
from tests.e2e.running import RunningSystem


def begin(shop: Shop, profile: str = "clear") -> None:
    shop.become(profile)
    if not shop.is_narrow:
        shop.picture("shop")
    shop.open_chat()
    shop.say("我要注销备用金")
    expect(shop.card("consequences")).to_be_visible()


def reload(shop: Shop) -> None:
    shop.page.reload()
    shop.open_chat()


def review(system: RunningSystem, number: str) -> None:
    for verb, name in (("approve", "审核员"), ("execute", "执行员")):
        done = system.xiaohu("review", verb, number, "--as", name)
        assert done.returncode == 0, done.stderr


def test_it_closes_by_password_on_a_phone(system: RunningSystem, open_shop: OpenShop) -> None:
    shop = open_shop(PHONE)
    begin(shop)
    shop.picture("consequences-phone")
    shop.press("同意并继续")
    shop.open_sheet()
    shop.try_password(shop.own_password())
    shop.await_confirmation()
    shop.press("确认提交")
    review(system, shop.number())
    expect(shop.card("status")).to_contain_text("已注销", timeout=NOTICE)
    shop.picture("closed-phone")


def test_it_closes_by_text_message_on_a_desktop(system: RunningSystem, open_shop: OpenShop) -> None:
    shop = open_shop()
    begin(shop)
    shop.press("同意并继续")
    sheet = shop.open_sheet()
    sheet.get_by_role("tab", name="短信验证码").click()
    sheet.get_by_role("button", name="发送验证码").click()
    code = re.search(r"(?<!\d)\d{6}(?!\d)", shop.shown_text())
    assert code
    shop.picture("verify-sms")
    sheet.get_by_label("6 位验证码").fill(code[0])
    sheet.get_by_role("button", name="确认").click()
    shop.await_confirmation()
    shop.press("确认提交")
    review(system, shop.number())
    expect(shop.card("status")).to_contain_text("已注销", timeout=NOTICE)


def test_a_text_message_rings_over_the_sheet_on_a_phone(open_shop: OpenShop) -> None:
    shop = open_shop(PHONE)
    begin(shop)
    shop.press("同意并继续")
    sheet = shop.open_sheet()
    sheet.get_by_role("tab", name="短信验证码").click()
    sheet.get_by_role("button", name="发送验证码").click()
    assert re.search(r"\d{6}", shop.shown_text())


def test_it_goes_on_after_a_reload_in_the_middle(open_shop: OpenShop) -> None:
    shop = open_shop()
    begin(shop)
    before = shop.bubbles("bot"), shop.bubbles("user")
    reload(shop)
    expect(shop.card("consequences")).to_be_visible()
    assert (shop.bubbles("bot"), shop.bubbles("user")) == before
    shop.press("同意并继续")
    shop.open_sheet()
    reload(shop)
    shop.open_sheet()
    shop.try_password(shop.own_password())
    shop.await_confirmation()
    reload(shop)
    shop.press("确认提交")
    assert shop.number().startswith("BYJ")


def test_a_wrong_password_says_how_many_tries_are_left(open_shop: OpenShop) -> None:
    shop = open_shop()
    begin(shop)
    shop.press("同意并继续")
    sheet = shop.open_sheet()
    wrong = "000000" if shop.own_password() != "000000" else "111111"
    shop.try_password(wrong)
    expect(sheet.get_by_role("alert")).to_have_text("不正确，还可以再试 4 次。")
    expect(sheet.get_by_label("6 位支付密码")).to_be_focused()
    shop.try_password(shop.own_password())
    shop.await_confirmation()


def test_what_cannot_be_a_password_costs_no_try(open_shop: OpenShop) -> None:
    shop = open_shop()
    begin(shop)
    shop.press("同意并继续")
    sheet = shop.open_sheet()
    shop.try_password("12345")
    expect(sheet.get_by_role("alert")).to_have_text("请输入 6 位数字。")
    wrong = "０００ ０００" if shop.own_password() != "000000" else "１１１ １１１"
    shop.try_password(wrong)
    expect(sheet.get_by_role("alert")).to_have_text("不正确，还可以再试 4 次。")


def test_obstacles_are_cleared_and_come_back_at_the_press_of_a_button(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.become("many_obstacles")
    shop.open_chat()
    shop.say("我要注销备用金")
    assert shop.card("obstacles").get_by_role("listitem").count() == 5
    shop.picture("obstacles")
    shop.page.get_by_role("button", name="还清一切").click()
    expect(shop.page.locator("#toast")).to_contain_text("已还清")
    shop.say("我要注销备用金")
    expect(shop.card("consequences")).to_be_visible()
    shop.press("先不办了")
    shop.page.get_by_role("button", name="再借一笔").click()
    expect(shop.page.locator("#toast")).to_contain_text("又借了一笔")
    shop.say("我要注销备用金")
    expect(shop.card("obstacles")).to_contain_text("500.00")


def test_the_page_opens_on_the_method_that_was_asked_for(open_shop: OpenShop) -> None:
    shop = open_shop()
    begin(shop)
    shop.press("同意并继续")
    shop.say("不想输密码，用短信行吗")
    sheet = shop.open_sheet()
    expect(sheet.get_by_role("tab", name="短信验证码")).to_have_attribute("aria-selected", "true")
    expect(sheet.get_by_label("6 位验证码")).to_be_focused()
