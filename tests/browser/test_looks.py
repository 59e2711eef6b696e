"""Closing an account by day, in the dark and in large type: at every step nobody is kept out."""

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


def chatting(open_shop: OpenShop, look: str, profile: str) -> Shop:
    size, dark, elder = LOOKS[look]
    shop = open_shop(size, dark=dark)
    if elder:
        shop.page.get_by_label("长辈模式").check()
    shop.become(profile)
    shop.open_chat()
    return shop


def look_at(shop: Shop, kind: str) -> None:
    card = shop.card(kind)
    expect(card).to_be_visible(timeout=NOTICE)
    card.scroll_into_view_if_needed()
    assert grave_faults(shop.frame()) == []


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_kept_out_of_closing(system: RunningSystem, open_shop: OpenShop, look: str) -> None:
    shop = chatting(open_shop, look, "clear")
    shop.say("怎么注销备用金")
    look_at(shop, "steps")
    shop.say("我要注销备用金")
    look_at(shop, "consequences")
    shop.press("同意并继续")
    look_at(shop, "verification")
    page = shop.open_sheet()
    expect(page.get_by_label("6 位支付密码")).to_be_visible()
    verification = next(frame for frame in shop.page.frames if "/verify/" in frame.url)
    assert grave_faults(verification) == []
    assert grave_faults(shop.frame()) == []
    shop.picture(f"verify-{look}")
    shop.try_password(shop.own_password())
    shop.await_confirmation()
    look_at(shop, "confirmation")
    shop.press("确认提交")
    look_at(shop, "receipt")
    shop.picture(f"receipt-{look}")
    review(system, shop.number())
    expect(shop.card("status")).to_contain_text("已注销", timeout=NOTICE)
    look_at(shop, "status")
    look_at(shop, "rating")


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
