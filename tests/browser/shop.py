"""The demo shop in a browser, as somebody at the screen uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, FrameLocator, Locator, Page, expect

TURN = 15_000  # milliseconds; a turn takes far less, but the machine may be busy
NOTICE = 10_000


class Shop:
    """One tab with the demo shop.

    Arguments:
        context: the browser's context, with its size and colours.
        url: where the gateway listens.
        pictures: where to keep pictures; None to take none.
    """

    def __init__(self, context: BrowserContext, url: str, pictures: Path | None) -> None:
        self.context, self.url, self._pictures = context, url, pictures
        self.page: Page = context.new_page()
        self.page.set_default_timeout(TURN)
        self.errors: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{url}/demo/")

    @property
    def is_narrow(self) -> bool:
        """Whether the panels come up over the shop instead of standing beside it."""
        size = self.page.viewport_size
        return size is not None and size["width"] < 900

    def become(self, profile: str) -> None:
        """Choose a customer; on a first visit the list is open already."""
        with self.page.expect_response("**/demo/customers"):
            self.page.locator(f"[data-profile={profile}]").click()
        expect(self.page.locator("#shop-name")).not_to_have_text("登录 / 注册")

    def open_chat(self) -> None:
        """Go from the 我的 page to the chat."""
        self.page.get_by_role("button", name="在线客服").click()

    def say(self, text: str) -> None:
        """Type a message and wait until it is answered."""
        self._answered(lambda: self._type(text))

    def press(self, title: str) -> None:
        """Press the newest button of a message that is called so, and wait for the answer."""
        button = self.page.locator("#log .buttons").get_by_role("button", name=title).last
        self._answered(button.click)

    def bubbles(self, who: str) -> list[str]:
        """What one side ("user", "bot") has said, oldest first."""
        return self.page.locator(f"#log .message.{who} .bubble").all_inner_texts()

    def card(self, kind: str) -> Locator:
        """The newest card of a kind."""
        return self.page.locator(f"#log .card-{kind}").last

    def open_sheet(self) -> FrameLocator:
        """Open the verification page over the shop."""
        self.page.get_by_role("button", name="去验证").last.click()
        return self.page.frame_locator("#sheet iframe")

    def try_password(self, password: str) -> None:
        """Type a payment password on the verification page."""
        field = self.page.frame_locator("#sheet iframe").get_by_label("6 位支付密码")
        field.fill(password)
        field.press("Enter")

    def shown_text(self) -> str:
        """The newest text message: on a wide screen in the panel, on a narrow one at the top."""
        place = self.page.locator("#banner-text" if self.is_narrow else "#texts li p").last
        expect(place).to_be_visible(timeout=NOTICE)
        return place.inner_text()

    def own_password(self) -> str:
        """The payment password that the page tells the one who plays this customer."""
        return self.page.locator("#who-password").text_content() or ""

    def await_confirmation(self) -> None:
        """Wait until the sheet is gone and the last question has come by itself."""
        expect(self.page.locator("#sheet")).to_be_hidden(timeout=NOTICE)
        expect(self.card("confirmation")).to_be_visible(timeout=NOTICE)

    def number(self) -> str:
        """The application number on the newest receipt."""
        found = re.search(r"BYJ\d+", self.card("receipt").inner_text())
        assert found
        return found[0]

    def picture(self, name: str) -> None:
        """Keep a picture for the documentation, when pictures are asked for."""
        if self._pictures:
            self.page.screenshot(path=self._pictures / f"{name}.png", animations="disabled")

    def _type(self, text: str) -> None:
        field = self.page.get_by_label("输入消息")
        field.fill(text)
        field.press("Enter")

    def _answered(self, act: Callable[[], None]) -> None:
        before = self._last_seq()
        act()
        self.page.wait_for_function(
            "before => { const own = document.querySelectorAll('#log .message:not(.user)');"
            " return own.length && Number(own[own.length - 1].dataset.seq) > before"
            " && document.getElementById('typing').hidden; }",
            arg=before,
        )

    def _last_seq(self) -> int:
        messages = self.page.locator("#log .message:not(.user)")
        return int(messages.last.get_attribute("data-seq") or 0) if messages.count() else 0

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)
