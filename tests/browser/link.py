"""A customer's open link in a tab of its own, as somebody at the screen uses it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.e2e.shopper import Shopper


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
