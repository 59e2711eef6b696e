"""The page is for everybody: small and large screens, the dark, keyboards and screen readers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from desk.demo.profiles import PROFILES
from tests.browser.conftest import PHONE, OpenShop

WIDTHS = (320, 375, 600, 899, 900, 1080, 1440)
SMALLEST_TARGET = 24
CUT_OFF = """() => [...document.querySelectorAll(".xh-list *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth).length"""
OVER_THE_EDGE = """() => [...document.querySelectorAll(".panel")].filter((panel) => panel.checkVisibility())
  .flatMap((panel) => [...panel.querySelectorAll("*")].filter((one) =>
    !one.closest(".visually-hidden") &&
    one.getBoundingClientRect().right > panel.getBoundingClientRect().right))
  .map((one) => one.outerHTML.slice(0, 80))"""
NAMELESS = """() => [...document.querySelectorAll("button")]
  .filter((button) => !button.textContent.trim() && !button.ariaLabel).length"""


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_cut_off_from_a_small_phone_to_a_desktop(open_shop: OpenShop, dark: bool) -> None:
    shop = open_shop(dark=dark)
    shop.become("many_obstacles")
    shop.open_chat()
    shop.say("我要注销备用金")
    for width in WIDTHS:
        shop.page.set_viewport_size({"width": width, "height": 720})
        assert shop.page.evaluate("document.documentElement.scrollWidth") <= width
        assert shop.frame().evaluate(CUT_OFF) == 0, width
        assert shop.page.evaluate(OVER_THE_EDGE) == [], width
    if dark:
        shop.page.set_viewport_size({"width": 1440, "height": 900})
        shop.picture("obstacles-dark")


def test_every_kind_of_demo_customer_can_be_chosen(open_shop: OpenShop) -> None:
    shop = open_shop()
    offered = shop.page.locator("[data-profile]").evaluate_all("all => all.map(e => e.dataset.profile)")
    assert set(offered) == {*PROFILES, "visitor"}
    for choice in shop.page.locator("[data-profile]").all():
        assert len(choice.inner_text().split("\n")) == 2


def test_a_first_visit_on_a_phone_begins_with_the_list(open_shop: OpenShop) -> None:
    shop = open_shop(PHONE)
    expect(shop.page.get_by_role("heading", name="扮演一位顾客")).to_be_visible()
    shop.page.keyboard.press("Escape")
    expect(shop.page.get_by_role("heading", name="扮演一位顾客")).to_be_hidden()
    expect(shop.page.locator("#open-people")).to_be_focused()


def test_the_keyboard_alone_closes_the_account(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.page.locator("[data-profile=clear]").press("Enter")
    expect(shop.front.locator("#shop-name")).not_to_have_text("登录 / 注册")
    shop.front.get_by_role("button", name="打开客服").press("Enter")
    expect(shop.field).to_be_focused()
    shop.say("我要注销备用金")
    shop.chat.get_by_role("button", name="同意并继续").press("Enter")
    shop.chat.get_by_role("button", name="去验证").press("Enter")
    page = shop.verification
    expect(page.get_by_label("6 位支付密码")).to_be_focused()
    page.get_by_role("tab", name="支付密码").press("ArrowRight")
    expect(page.get_by_role("tab", name="短信验证码")).to_have_attribute("aria-selected", "true")
    shop.sheet.get_by_role("button", name="关闭").press("Escape")
    expect(shop.sheet).to_be_hidden()
    expect(shop.chat.get_by_role("button", name="去验证")).to_be_focused()
    shop.page.keyboard.press("Enter")
    shop.try_password(shop.own_password())
    shop.await_confirmation()
    shop.chat.get_by_role("button", name="确认提交").press("Enter")
    assert shop.number().startswith("BYJ")


def test_escape_closes_the_chat_and_gives_the_focus_back(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.become("clear")
    shop.open_chat()
    shop.field.press("Escape")
    expect(shop.field).to_be_hidden()
    expect(shop.front.get_by_role("button", name="打开客服")).to_be_focused()


def test_screen_readers_are_told_what_is_what(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.become("clear")
    shop.open_chat()
    shop.say("怎么注销备用金")
    expect(shop.chat.get_by_role("log", name="对话记录")).to_contain_text("注销步骤")
    assert shop.frame().evaluate(NAMELESS) == 0
    assert shop.frame().evaluate("document.documentElement.lang") == "zh-CN"


def test_everything_to_press_is_large_enough(open_shop: OpenShop) -> None:
    shop = open_shop(PHONE)
    shop.become("clear")
    shop.open_chat()
    shop.say("怎么注销备用金")
    for place in (shop.page, shop.chat):
        for button in place.locator("button:visible").all():
            box = button.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= SMALLEST_TARGET, button.inner_text()


def test_large_type_in_elder_mode_fits_the_smallest_phone(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.become("many_obstacles")
    shop.page.get_by_label("长辈模式").check()
    shop.open_chat()
    shop.say("我要注销备用金")
    usual = shop.frame().evaluate(
        "() => parseFloat(getComputedStyle(document.querySelector('.xh-list p')).fontSize)"
    )
    assert usual >= 20
    shop.page.set_viewport_size({"width": 320, "height": 640})
    assert shop.frame().evaluate(CUT_OFF) == 0
    shop.page.set_viewport_size({"width": 375, "height": 812})
    shop.picture("obstacles-elder-phone")


def test_the_dark_switch_darkens_the_chat_at_once(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.become("clear")
    shop.open_chat()
    shade = "() => getComputedStyle(document.querySelector('.xh-composer')).backgroundColor"
    light = shop.frame().evaluate(shade)
    shop.page.get_by_label("深色").check()
    shop.frame().wait_for_function(f"light => ({shade})() !== light", arg=light)


def test_an_unknown_link_says_where_to_get_another(open_shop: OpenShop) -> None:
    shop = open_shop()
    answer = shop.page.goto(f"{shop.url}/verify/{'x' * 43}")
    assert answer
    assert answer.status == 404
    expect(shop.page.get_by_role("heading", name="链接无效")).to_be_visible()
    shop.errors.clear()
