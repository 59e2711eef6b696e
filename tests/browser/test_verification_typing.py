"""The verification page by itself: its number pad and its six boxes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenLink


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
