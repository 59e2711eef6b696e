"""The chat in a page of another origin: what two lines of HTML bring, and what its policy does to them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from tests.browser.conftest import DESKTOP
from tests.conftest import SHOP
from tests.e2e.running import RunningSystem

WAIT = 15_000
STRANGER = "http://stranger.test"
PAGE = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>商城</title>{policy}</head>
<body>
<h1>我的</h1>
<a href="{url}/widget/" data-xiaohu-fallback>联系客服</a>
<script src="/account.js"></script>
<script src="{url}/widget.js" data-site="shop" async></script>
</body>
</html>
"""
ACCOUNT = "(window.Xiaohu = window.Xiaohu || []).push(['init', {getToken: () => window.tokenOfCustomer()}]);"


class Embedded:
    """One tab of a shop that has put the chat in."""

    def __init__(self, context: BrowserContext, system: RunningSystem) -> None:
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.customer: dict[str, str] | None = None
        self._system = system
        self.page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.expose_function("tokenOfCustomer", self._token)

    @property
    def chat(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def become(self, profile: str) -> None:
        answer = httpx.post(f"{self._system.url}/demo/customers", json={"profile": profile})
        self.customer = answer.json()

    def go(self, policy: str | None = None, origin: str = SHOP, account: str = ACCOUNT) -> None:
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
        html = PAGE.format(policy=meta, url=self._system.url)
        self.page.route(f"{origin}/", lambda route: route.fulfill(body=html, content_type="text/html"))
        script = "text/javascript"
        self.page.route(
            f"{origin}/account.js", lambda route: route.fulfill(body=account, content_type=script)
        )
        self.page.goto(f"{origin}/")

    def open(self) -> None:
        self.page.get_by_role("button", name="打开客服").click()

    def say(self, text: str) -> None:
        box = self.chat.get_by_role("textbox")
        box.fill(text)
        box.press("Enter")

    def _token(self) -> str | None:
        if self.customer is None:
            return None
        answer = httpx.post(f"{self._system.url}/demo/customers/{self.customer['customer_id']}/token")
        return str(answer.json()["token"])


@pytest.fixture
def embedded(system: RunningSystem, browser: Browser) -> Iterator[Embedded]:
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale="zh-CN")
    yield Embedded(context, system)
    context.close()


def test_an_account_is_closed_from_a_shop_of_another_origin(embedded: Embedded) -> None:
    embedded.become("clear")
    embedded.go()
    embedded.open()
    embedded.say("我要注销备用金")
    embedded.chat.get_by_role("button", name="同意并继续").click()
    embedded.chat.get_by_role("button", name="去验证").click()
    page = embedded.chat.frame_locator("iframe")
    assert embedded.customer is not None
    page.get_by_label("6 位支付密码").fill(embedded.customer["payment_password"])
    page.get_by_role("button", name="确认", exact=True).click()
    embedded.chat.get_by_role("button", name="确认提交").click(timeout=WAIT)
    expect(embedded.chat.get_by_text("BYJ").first).to_be_visible()
    assert embedded.errors == []


def test_the_shops_policy_needs_no_more_than_the_documents_say(
    embedded: Embedded, system: RunningSystem
) -> None:
    embedded.become("clear")
    embedded.go(f"default-src 'none'; script-src 'self' {system.url}; frame-src {system.url}")
    embedded.open()
    embedded.say("您好")
    expect(embedded.chat.get_by_role("article", name="小户").first).to_be_visible(timeout=WAIT)
    assert embedded.errors == []


def test_a_policy_without_the_frame_leads_to_a_page_of_its_own(
    embedded: Embedded, system: RunningSystem
) -> None:
    embedded.go(f"default-src 'none'; script-src 'self' {system.url}")
    embedded.open()
    with embedded.page.expect_popup() as popup:
        embedded.page.get_by_role("link", name="在新页面打开客服").click()
    expect(popup.value.get_by_role("textbox")).to_be_visible(timeout=WAIT)


def test_a_policy_without_the_script_leaves_the_link(embedded: Embedded) -> None:
    embedded.go("default-src 'none'; script-src 'self'")
    embedded.page.get_by_role("link", name="联系客服").click()
    expect(embedded.page.get_by_role("textbox")).to_be_visible(timeout=WAIT)


def test_a_page_that_the_gateway_does_not_know_is_given_no_frame(embedded: Embedded) -> None:
    embedded.page.clock.install()
    embedded.go(origin=STRANGER)
    embedded.open()
    embedded.page.clock.fast_forward(20_000)
    expect(embedded.page.get_by_role("link", name="在新页面打开客服")).to_be_visible(timeout=WAIT)


def test_who_logs_in_while_the_chat_is_open_goes_on_as_themselves(embedded: Embedded) -> None:
    embedded.go(account="")
    embedded.open()
    embedded.say("我要注销备用金")
    expect(embedded.chat.get_by_role("button", name="去登录")).to_be_visible(timeout=WAIT)
    embedded.become("clear")
    embedded.page.evaluate("Xiaohu.init({getToken: () => window.tokenOfCustomer()})")
    expect(embedded.chat.get_by_role("region", name="猜您想问")).to_be_visible(timeout=WAIT)
    embedded.say("我要注销备用金")
    expect(embedded.chat.get_by_role("button", name="同意并继续")).to_be_visible(timeout=WAIT)
    assert embedded.errors == []


def test_after_the_log_out_nothing_of_the_customer_is_left(embedded: Embedded) -> None:
    embedded.become("clear")
    embedded.go()
    embedded.open()
    embedded.say("怎么注销备用金")
    expect(embedded.chat.get_by_role("article", name="小户").first).to_be_visible(timeout=WAIT)
    embedded.customer = None
    embedded.page.evaluate("Xiaohu.logout()")
    expect(embedded.page.locator("iframe")).to_have_count(0)
    assert embedded.page.evaluate("localStorage.length + sessionStorage.length") == 0
    embedded.open()
    expect(embedded.chat.get_by_role("region", name="猜您想问")).to_be_visible(timeout=WAIT)
    expect(embedded.chat.get_by_role("article", name="小户")).to_have_count(0)
    assert embedded.errors == []
