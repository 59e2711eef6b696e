"""The verification page by itself: bad networks, foreign pages, every screen and every finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.axe import grave_faults
from tests.browser.conftest import OpenLink

SMALLEST = 44
WIDTHS = (320, 375, 768, 1440)


def test_what_passed_in_another_window_is_seen_on_coming_back(open_link: OpenLink) -> None:
    link = open_link()
    link.shopper.verify(link.url, "password", password=link.shopper.payment_password)
    expect(link.page.locator("#methods")).to_be_visible()
    link.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(link.page.locator("#ended")).to_contain_text("验证通过")


def test_without_a_network_it_says_so_and_keeps_what_was_typed(open_link: OpenLink) -> None:
    link = open_link()
    link.password.fill(link.shopper.payment_password)
    link.page.context.set_offline(True)
    link.confirm()
    expect(link.notice).to_contain_text("网络不通")
    link.page.context.set_offline(False)
    link.confirm()
    expect(link.page.locator("#ended")).to_contain_text("验证通过")


def test_a_page_that_could_not_be_read_can_be_read_again(open_link: OpenLink) -> None:
    link = open_link()
    link.page.route("**/challenge", lambda route: route.abort())
    link.page.reload()
    expect(link.notice).to_contain_text("网络不通")
    link.page.unroute("**/challenge")
    link.page.get_by_role("button", name="重新读取").click()
    expect(link.password).to_be_focused()
    expect(link.page.get_by_role("button", name="重新读取")).to_be_hidden()


def test_a_clock_that_is_wrong_by_an_hour_does_no_harm(open_link: OpenLink) -> None:
    link = open_link()
    asked: list[str] = []
    link.page.on("request", lambda request: asked.append(request.url))
    link.page.add_init_script("const now = Date.now; Date.now = () => now() + 3_600_000")
    link.page.reload()
    expect(link.password).to_be_focused()
    link.page.wait_for_timeout(3_000)
    assert len([url for url in asked if url.endswith("/challenge")]) == 1


def test_a_foreign_page_cannot_change_its_looks_or_learn_anything(open_link: OpenLink) -> None:
    link = open_link()
    link.page.evaluate("postMessage({type: 'xiaohu:appearance', theme: 'dark', locale: 'en'}, '*')")
    link.page.wait_for_function("new Promise((done) => setTimeout(() => done(true), 100))")
    assert link.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert link.page.evaluate("document.documentElement.dataset.theme ?? null") is None


def test_a_shop_that_frames_the_page_itself_gets_nothing_to_type_into(open_link: OpenLink) -> None:
    link = open_link()
    shop = "http://shop.localhost.test/"

    def without_policy(route: Route) -> None:
        # A registered shop is an allowed ancestor, which the demo's page has none of.
        answer = route.fetch()
        kept = {k: v for k, v in answer.headers.items() if k != "content-security-policy"}
        route.fulfill(response=answer, headers=kept)

    link.page.route(link.url, without_policy)
    link.page.route(
        shop,
        lambda route: route.fulfill(body=f"<iframe src='{link.url}'></iframe>", content_type="text/html"),
    )
    link.page.goto(shop)
    framed = link.page.frame_locator("iframe")
    expect(framed.locator("#purpose")).to_contain_text("请回到对话里")
    expect(framed.locator("#methods")).to_be_hidden()


@pytest.mark.parametrize("way", ["支付密码", "短信验证码", "刷脸"])
def test_it_fits_every_screen_and_every_finger(open_link: OpenLink, way: str) -> None:
    link = open_link()
    link.choose(way)
    for width in WIDTHS:
        link.page.set_viewport_size({"width": width, "height": 640})
        assert link.page.evaluate("document.documentElement.scrollWidth") <= width
    for button in link.page.locator("button:visible").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= SMALLEST, button.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_any_way(open_link: OpenLink, scheme: str) -> None:
    link = open_link(color_scheme=scheme)
    for way in ("支付密码", "短信验证码", "刷脸"):
        link.choose(way)
        assert grave_faults(link.page) == []
    link.choose("支付密码")
    link.page.keyboard.type("123\n")
    expect(link.notice).to_have_text("请输入 6 位数字。")
    assert grave_faults(link.page) == []
    link.password.fill(link.shopper.payment_password)
    link.confirm()
    expect(link.page.locator("#ended")).to_be_focused()
    assert grave_faults(link.page) == []
