"""The verification page by itself, in a tab: its boxes, its number pad, its limits, its other ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.axe import grave_faults
from tests.browser.conftest import PHONE
from tests.browser.shop import NOTICE
from tests.e2e.running import RunningSystem
from tests.e2e.shopper import Shopper

SMALLEST = 44
WIDTHS = (320, 375, 768, 1440)


@dataclass
class Link:
    """A customer's open link in a tab."""

    page: Page
    shopper: Shopper
    url: str

    @property
    def password(self) -> Locator:
        return self.page.get_by_label("6 位支付密码")

    @property
    def code(self) -> Locator:
        return self.page.get_by_label("6 位验证码")

    @property
    def notice(self) -> Locator:
        return self.page.get_by_role("alert")

    @property
    def wrong(self) -> str:
        return "000000" if self.shopper.payment_password != "000000" else "111111"

    def choose(self, way: str) -> None:
        self.page.get_by_role("tab", name=way).click()

    def confirm(self) -> None:
        self.page.get_by_role("button", name="确认").click()

    def boxes(self, form: str) -> list[str]:
        return self.page.locator(f"#{form} .cells span").all_inner_texts()

    def ask_for_code(self) -> str:
        before = len(self.shopper.texts())
        self.choose("短信验证码")
        self.page.get_by_role("button", name="发送验证码").click()
        expect(self.notice).to_contain_text("已发送")
        for _ in range(50):
            if len(texts := self.shopper.texts()) > before:
                found = re.search(r"(?<!\d)\d{6}(?!\d)", texts[-1])
                assert found
                return found[0]
            self.page.wait_for_timeout(100)
        raise AssertionError("no text within 5 s")


OpenLink = Callable[..., Link]


@pytest.fixture
def open_link(system: RunningSystem, browser: Browser) -> Iterator[OpenLink]:
    """Open a fresh customer's link; at the end, no tab may have complained."""
    links: list[Link] = []
    errors: list[str] = []

    def open_one(size: tuple[int, int] = PHONE, **looks: object) -> Link:
        shopper = Shopper.arrive(system.url, "clear")
        viewport = {"width": size[0], "height": size[1]}
        page = browser.new_context(viewport=viewport, locale="zh-CN", **looks).new_page()  # type: ignore[arg-type]
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        links.append(Link(page, shopper, shopper.begin()))
        page.goto(links[-1].url)
        expect(page.get_by_role("tab", name="支付密码")).to_be_visible()
        return links[-1]

    yield open_one
    for link in links:
        link.page.context.close()
        link.shopper.client.close()
    # A browser logs every refusal that a page expects and explains.
    assert [error for error in errors if "Failed to load resource" not in error] == []


def test_the_number_pad_types_the_password(open_link: OpenLink) -> None:
    link = open_link()
    pad = link.page.get_by_role("group", name="数字键盘")
    for digit in "12":
        pad.get_by_role("button", name=digit, exact=True).click()
    assert link.boxes("password") == ["●", "●", "", "", "", ""]
    pad.get_by_role("button", name="删除").click()
    assert link.boxes("password").count("●") == 1
    pad.get_by_role("button", name="清空").click()
    for digit in link.shopper.payment_password:
        pad.get_by_role("button", name=digit, exact=True).click()
    expect(link.password).to_be_focused()
    link.confirm()
    expect(link.page.locator("#ended")).to_contain_text("验证通过")


def test_the_keyboard_and_the_pad_can_be_used_in_turn(open_link: OpenLink) -> None:
    link = open_link()
    first, rest = link.shopper.payment_password[:3], link.shopper.payment_password[3:]
    link.page.keyboard.type(first)
    for digit in rest:
        link.page.locator("#keypad").get_by_role("button", name=digit, exact=True).click()
    link.page.keyboard.press("Enter")
    expect(link.page.locator("#ended")).to_contain_text("验证通过")


def test_the_pad_is_one_stop_for_the_keyboard(open_link: OpenLink) -> None:
    link = open_link()
    link.page.keyboard.press("Tab")
    for key, digit in (("ArrowRight", "2"), ("ArrowDown", "5"), ("ArrowLeft", "4"), ("ArrowUp", "1")):
        link.page.keyboard.press(key)
        expect(link.page.locator("#keypad").get_by_role("button", name=digit, exact=True)).to_be_focused()
    link.page.keyboard.press("Tab")
    expect(link.page.get_by_role("button", name="确认")).to_be_focused()


def test_a_phone_shows_our_pad_and_not_its_own(open_link: OpenLink) -> None:
    link = open_link(has_touch=True, is_mobile=True)
    expect(link.password).to_have_attribute("inputmode", "none")
    link.choose("短信验证码")
    # The phone's own keyboard offers the code that has just arrived.
    expect(link.code).to_have_attribute("inputmode", "numeric")
    expect(link.code).to_have_attribute("autocomplete", "one-time-code")


@pytest.mark.parametrize("pasted", ["{code}", "【小户】验证码 {code}，5 分钟内有效", " {code}\n"])
def test_a_code_may_be_pasted_with_all_its_message(open_link: OpenLink, pasted: str) -> None:
    link = open_link()
    code = link.ask_for_code()
    link.code.fill("")
    link.page.keyboard.insert_text(pasted.format(code=code))
    assert "".join(link.boxes("sms")) == code
    link.confirm()
    expect(link.page.locator("#ended")).to_contain_text("验证通过")


def test_letters_and_a_seventh_digit_are_not_taken(open_link: OpenLink) -> None:
    link = open_link()
    link.choose("短信验证码")
    link.page.keyboard.type("1a2b３4 567")
    assert "".join(link.boxes("sms")) == "123456"
    link.page.keyboard.press("Home")
    link.page.keyboard.press("Backspace")
    assert "".join(link.boxes("sms")) == "12345"


def test_five_digits_cost_no_try(open_link: OpenLink) -> None:
    link = open_link()
    link.page.keyboard.type("12345\n")
    expect(link.notice).to_have_text("请输入 6 位数字。")
    expect(link.password).to_have_attribute("aria-invalid", "true")
    link.password.fill(link.wrong)
    link.confirm()
    expect(link.notice).to_have_text("不正确，还可以再试 4 次。")


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
