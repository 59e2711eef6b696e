"""What a customer thought of it is asked once: not again after a reload, and not in another tab."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenShop
from tests.browser.shop import NOTICE, Shop
from tests.browser.test_close_account import begin, reload, review
from tests.e2e.running import RunningSystem

THANKS = "谢谢您的反馈。"


def judged(shop: Shop) -> None:
    """Ask something, and say that the answer helped."""
    shop.say("注销后征信会怎么样")
    with shop.page.expect_response("**/feedback") as said:
        shop.chat.get_by_role("button", name="有帮助").last.click()
    assert said.value.status == 204


def test_an_answer_that_was_judged_is_not_asked_about_again(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.become("clear")
    shop.open_chat()
    judged(shop)
    expect(shop.chat.get_by_role("group", name=THANKS)).to_be_focused()
    reload(shop)
    expect(shop.chat.get_by_role("group", name=THANKS)).to_be_visible()
    expect(shop.chat.get_by_role("button", name="有帮助")).to_have_count(0)


def test_what_was_judged_in_one_tab_is_judged_in_the_other(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.become("clear")
    shop.open_chat()
    with shop.context.expect_page() as opened:
        shop.page.evaluate("() => { window.open('/demo/') }")
    front = opened.value.frame_locator("#shop")
    front.get_by_role("button", name="打开客服").click()
    other = front.frame_locator("iframe")
    judged(shop)
    expect(other.get_by_role("group", name=THANKS)).to_be_visible()
    expect(other.get_by_role("button", name="有帮助")).to_have_count(0)


def test_the_rating_is_asked_for_once(system: RunningSystem, open_shop: OpenShop) -> None:
    shop = open_shop()
    begin(shop)
    shop.press("同意并继续")
    shop.open_sheet()
    shop.try_password(shop.own_password())
    shop.await_confirmation()
    shop.press("确认提交")
    review(system, shop.number())
    expect(shop.card("rating")).to_be_visible(timeout=NOTICE)
    reload(shop)
    shop.card("rating").get_by_role("radio", name="5 星").check(force=True)
    with shop.page.expect_response("**/rating") as said:
        shop.card("rating").get_by_role("button", name="提交评价").click()
    assert said.value.status == 204
    expect(shop.card("rating")).to_be_hidden()
    reload(shop)
    expect(shop.card("status").last).to_contain_text("已注销")
    expect(shop.card("rating")).to_be_hidden()
