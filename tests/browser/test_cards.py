"""Every kind of card, as customers meet it, by day, in the dark and in large type: nobody is kept out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import grave_faults
from tests.browser.conftest import DESKTOP, PHONE, OpenShop
from tests.browser.shop import NOTICE, Shop
from tests.browser.test_close_account import review
from tests.e2e.running import RunningSystem

LOOKS = {
    "desktop": (DESKTOP, False, False),
    "phone-dark": (PHONE, True, False),
    "phone-elder": (PHONE, False, True),
}
SCAM = "有人打电话说不注销影响征信，让我转账，真的吗"


def chatting(open_shop: OpenShop, look: str, profile: str) -> Shop:
    size, dark, elder = LOOKS[look]
    shop = open_shop(size, dark=dark)
    if elder:
        shop.page.get_by_label("长辈模式").check()
    shop.become(profile)
    shop.open_chat()
    return shop


def look_at(shop: Shop, kind: str, look: str) -> None:
    card = shop.card(kind)
    expect(card).to_be_visible(timeout=NOTICE)
    card.scroll_into_view_if_needed()
    assert grave_faults(shop.frame()) == []
    shop.picture_of(card, f"card-{kind}-{look}")


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_kept_out_of_closing(system: RunningSystem, open_shop: OpenShop, look: str) -> None:
    shop = chatting(open_shop, look, "clear")
    shop.say("怎么注销备用金")
    look_at(shop, "steps", look)
    shop.say("我要注销备用金")
    look_at(shop, "consequences", look)
    shop.press("同意并继续")
    look_at(shop, "verification", look)
    page = shop.open_sheet()
    expect(page.get_by_label("6 位支付密码")).to_be_visible()
    verification = next(frame for frame in shop.page.frames if "/verify/" in frame.url)
    assert grave_faults(verification) == []
    assert grave_faults(shop.frame()) == []
    shop.picture(f"verify-{look}")
    shop.try_password(shop.own_password())
    shop.await_confirmation()
    look_at(shop, "confirmation", look)
    shop.press("确认提交")
    look_at(shop, "receipt", look)
    review(system, shop.number())
    expect(shop.card("status")).to_contain_text("已注销", timeout=NOTICE)
    look_at(shop, "status", look)
    look_at(shop, "rating", look)


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_kept_out_of_answers_and_help(open_shop: OpenShop, look: str) -> None:
    shop = chatting(open_shop, look, "many_obstacles")
    shop.say("我要注销备用金")
    look_at(shop, "obstacles", look)
    shop.say("注销后征信会怎么样")
    look_at(shop, "answer", look)
    shop.say(SCAM)
    look_at(shop, "warning", look)
    shop.say("转人工")
    look_at(shop, "handoff", look)
    shop.picture(f"chat-{look}")


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_kept_out_before_logging_in(open_shop: OpenShop, look: str) -> None:
    size, dark, _ = LOOKS[look]
    shop = open_shop(size, dark=dark)
    shop.page.locator("[data-profile=visitor]").click()
    shop.open_chat()
    shop.say("我要注销备用金")
    look_at(shop, "login", look)


@pytest.mark.parametrize("dark", [False, True])
def test_nobody_is_kept_out_of_the_shop_around_it(open_shop: OpenShop, dark: bool) -> None:
    shop = open_shop(dark=dark)
    shop.become("clear")
    front = next(frame for frame in shop.page.frames if frame.url.endswith("/demo/shop/"))
    assert grave_faults(shop.page) == []
    assert grave_faults(front) == []


def test_at_twice_the_size_nothing_is_lost(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.become("many_obstacles")
    # What 200% makes of a window of 1280 pixels.
    page: Page = shop.page
    page.goto(f"{shop.url}/widget/")
    page.set_viewport_size({"width": 640, "height": 400})
    field = page.get_by_role("textbox", name="输入您的问题")
    field.fill("怎么注销备用金")
    field.press("Enter")
    expect(page.locator(".xh-card-steps")).to_be_visible()
    expect(field).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
