"""The verification as a sheet in the widget: it looks like the chat, keeps the focus, and tells no secret."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Request, expect

from tests.browser.axe import grave_faults
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.shop import NOTICE
from tests.e2e.running import RunningSystem
from tests.e2e.shopper import Shopper

HOST = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>一家店</title><h1>我的</h1>
<script>
  window.heard = [];
  addEventListener("message", (event) => heard.push(JSON.stringify(event.data)));
</script>
<script src="/widget.js" data-site="demo" data-locale="LOCALE"></script>
<script>Xiaohu.init({ getToken: () => Promise.resolve(TOKEN), theme: THEME }); Xiaohu.open();</script>"""
LISTEN = """(() => {
  window.crossed = [];
  addEventListener("message", (event) => crossed.push(JSON.stringify(event.data)), true);
})()"""


@dataclass
class Chat:
    """A host's page with the widget open, at the card that leads to the verification."""

    page: Page
    shopper: Shopper
    posts: list[Request] = field(default_factory=list)

    @property
    def widget(self) -> FrameLocator:
        return self.page.frame_locator("iframe").first

    @property
    def inner(self) -> FrameLocator:
        return self.widget.frame_locator(".xh-sheet iframe")

    def open_sheet(self) -> None:
        self.widget.get_by_role("button", name="去验证").or_(
            self.widget.get_by_role("button", name="Verify", exact=True)
        ).last.click()

    def gone(self, timeout: float = NOTICE) -> None:
        expect(self.widget.locator(".xh-sheet")).to_have_count(0, timeout=timeout)


OpenChat = Callable[..., Chat]


@pytest.fixture
def open_chat(system: RunningSystem, browser: Browser) -> Iterator[OpenChat]:
    """Open the widget for a fresh customer who is about to verify; at the end, no tab may have complained."""
    chats: list[Chat] = []
    errors: list[str] = []

    def open_one(size: tuple[int, int] = PHONE, *, theme: object = "light", locale: str = "zh-CN") -> Chat:
        shopper = Shopper.arrive(system.url, "clear")
        shopper.begin()
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
        page = context.new_page()
        page.add_init_script(LISTEN)
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        chat = Chat(page, shopper)
        page.on("request", lambda request: chat.posts.append(request) if request.method == "POST" else None)
        filled = HOST.replace("TOKEN", json.dumps(shopper.token)).replace("THEME", json.dumps(theme))
        page.route(
            f"{system.url}/a-shop",
            lambda route: route.fulfill(body=filled.replace("LOCALE", locale), content_type="text/html"),
        )
        page.goto(f"{system.url}/a-shop")
        chats.append(chat)
        return chat

    yield open_one
    for chat in chats:
        chat.page.context.close()
        chat.shopper.client.close()
    assert [error for error in errors if "Failed to load resource" not in error] == []


def test_the_chat_goes_on_by_itself_when_it_passes(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.open_sheet()
    chat.inner.get_by_label("6 位支付密码").fill(chat.shopper.payment_password)
    chat.inner.get_by_role("button", name="确认").click()
    expect(chat.inner.locator("#ended")).to_contain_text("验证通过")
    chat.gone()
    expect(chat.widget.locator(".xh-card-confirmation")).to_be_visible(timeout=NOTICE)


def test_no_secret_crosses_between_the_pages(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.open_sheet()
    wrong = "135790" if chat.shopper.payment_password != "135790" else "097531"
    for password in (wrong, chat.shopper.payment_password):
        chat.inner.get_by_label("6 位支付密码").fill(password)
        chat.inner.get_by_role("button", name="确认").click()
        expect(chat.inner.get_by_label("6 位支付密码")).not_to_have_value(password)
    chat.gone()
    crossed = [said for frame in chat.page.frames for said in frame.evaluate("window.crossed ?? []")]
    reports = [json.loads(said) for said in crossed if "xiaohu:verification" in said]
    assert [report["status"] for report in reports] == ["ready", "passed"]
    assert all(set(report) == {"type", "status"} for report in reports)
    assert not any(wrong in said or chat.shopper.payment_password in said for said in crossed)
    carrying = {post.url.rpartition("/")[2] for post in chat.posts if wrong in (post.post_data or "")}
    assert carrying == {"password"}


def test_esc_in_the_page_and_in_the_sheet_leads_back_to_what_was_pressed(open_chat: OpenChat) -> None:
    chat = open_chat(DESKTOP)
    button = chat.widget.get_by_role("button", name="去验证")
    button.press("Enter")
    expect(chat.inner.get_by_label("6 位支付密码")).to_be_focused()
    chat.page.keyboard.press("Escape")
    chat.gone()
    expect(button).to_be_focused()
    button.press("Enter")
    expect(chat.inner.get_by_label("6 位支付密码")).to_be_focused()
    chat.widget.get_by_role("button", name="关闭", exact=True).last.press("Escape")
    chat.gone()
    expect(button).to_be_focused()


def test_the_tab_key_stays_in_the_sheet(open_chat: OpenChat) -> None:
    chat = open_chat(DESKTOP)
    chat.open_sheet()
    expect(chat.inner.get_by_label("6 位支付密码")).to_be_focused()
    for _ in range(14):
        chat.page.keyboard.press("Tab")
        focused = chat.widget.locator(":focus")
        assert focused.count() == 0 or focused.evaluate("element => Boolean(element.closest('.xh-sheet'))")


@pytest.mark.parametrize(
    ("theme", "locale", "title"), [("dark", "zh-CN", "验证身份"), ("light", "en", "Verify your identity")]
)
def test_the_page_looks_and_speaks_like_the_chat(
    open_chat: OpenChat, theme: str, locale: str, title: str
) -> None:
    chat = open_chat(theme=theme, locale=locale)
    chat.open_sheet()
    expect(chat.widget.get_by_role("dialog", name=title)).to_be_visible()
    expect(chat.inner.locator("html")).to_have_attribute("data-theme", theme)
    expect(chat.inner.locator("html")).to_have_attribute("lang", locale)
    expect(chat.inner.locator("h1")).to_have_text(title)


def test_elder_mode_goes_on_in_the_page(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.widget.get_by_role("button", name="长辈模式").click()
    chat.open_sheet()
    expect(chat.inner.locator("html.elder")).to_have_count(1)
    assert chat.inner.locator("html").evaluate("page => parseFloat(getComputedStyle(page).fontSize)") > 18
    assert chat.inner.locator("html").evaluate("page => page.scrollWidth <= page.clientWidth")


def test_a_face_check_in_the_sheet_comes_back_to_it(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.open_sheet()
    for result in ("不通过", "通过"):
        chat.inner.get_by_role("tab", name="刷脸").click()
        chat.inner.get_by_role("checkbox").check()
        chat.inner.get_by_role("button", name="开始刷脸").click()
        chat.inner.get_by_role("button", name=result, exact=True).click()
        if result == "不通过":
            expect(chat.inner.get_by_role("alert")).to_contain_text("换一种方式")
    chat.gone()
    expect(chat.widget.locator(".xh-card-confirmation")).to_be_visible(timeout=NOTICE)


def test_a_provider_that_needs_a_window_of_its_own_gets_one(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.page.route(
        "**/verify/*/face", lambda route: route.fulfill(json={"url": "https://face.example/check"})
    )
    chat.open_sheet()
    chat.inner.get_by_role("tab", name="刷脸").click()
    chat.inner.get_by_role("checkbox").check()
    chat.inner.get_by_role("button", name="开始刷脸").click()
    expect(chat.inner.get_by_role("alert")).to_contain_text("新窗口")
    link = chat.widget.get_by_role("link", name="新窗口打开")
    assert str(link.get_attribute("href")).startswith("/verify/")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_without_a_network_the_sheet_says_so_and_tries_again(open_chat: OpenChat) -> None:
    chat = open_chat()
    expect(chat.widget.get_by_role("button", name="去验证")).to_be_visible()
    chat.page.route("**/verify/*", lambda route: route.abort())
    chat.open_sheet()
    expect(chat.widget.locator(".xh-sheet").get_by_role("alert")).to_contain_text("没有打开")
    chat.page.unroute("**/verify/*")
    chat.widget.get_by_role("button", name="再试一次").click()
    expect(chat.inner.get_by_label("6 位支付密码")).to_be_visible()


def test_on_a_desktop_everything_to_press_is_in_sight(open_chat: OpenChat) -> None:
    chat = open_chat(DESKTOP)
    chat.open_sheet()
    confirm = chat.inner.get_by_role("button", name="确认")
    expect(confirm).to_be_in_viewport(ratio=1)


def test_on_a_phone_held_across_the_chat_fills_it_and_the_pad_is_in_sight(open_chat: OpenChat) -> None:
    chat = open_chat((812, 375))
    box = chat.page.locator("iframe").first.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 812, "height": 375}
    chat.open_sheet()
    for name in ("1", "0", "删除", "确认"):
        expect(chat.inner.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)


def test_the_shops_colour_goes_on_in_the_page_as_it_can_be_read(open_chat: OpenChat) -> None:
    chat = open_chat(theme={"mode": "light", "accent": "#ffe000"})
    chat.open_sheet()
    confirm = chat.inner.get_by_role("button", name="确认")
    expect(confirm).not_to_have_css("background-color", "rgb(185, 58, 8)")
    for place in chat.page.frames[1:]:
        assert grave_faults(place) == []
