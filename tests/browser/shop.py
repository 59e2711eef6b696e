"""The demo shop in a browser, as somebody at the screen uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, FrameLocator, Locator, Page, expect

TURN = 15_000  # milliseconds; a turn takes far less, but the machine may be busy
NOTICE = 10_000
CHAT = "iframe[title=在线客服]"


class Shop:
    """One tab with the demo shop: the stage, in it the shop, in that the chat, in that the page to verify on.

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

    @property
    def front(self) -> FrameLocator:
        """The shop's own page."""
        return self.page.frame_locator("#shop")

    @property
    def chat(self) -> FrameLocator:
        """The chat's window."""
        return self.front.frame_locator(CHAT)

    @property
    def log(self) -> Locator:
        """What has been said."""
        return self.chat.get_by_role("log")

    @property
    def field(self) -> Locator:
        """Where one types."""
        return self.chat.get_by_role("textbox", name="输入您的问题")

    @property
    def sheet(self) -> Locator:
        """The sheet over the chat."""
        return self.chat.get_by_role("dialog", name="验证身份")

    @property
    def verification(self) -> FrameLocator:
        """The verification page in the sheet."""
        return self.chat.frame_locator("iframe[title=验证身份]")

    def frame(self) -> Frame:
        """The chat's window, to run scripts in."""
        return next(frame for frame in self.page.frames if "/widget/" in frame.url)

    def become(self, profile: str) -> None:
        """Choose a customer; on a first visit the list is open already."""
        with self.page.expect_response("**/demo/customers") as made:
            self.page.locator(f"[data-profile={profile}]").click()
        # Not what the page shows by now: that may still be the name of the last one.
        name = made.value.json()["name"]
        expect(self.page.locator("#who-name")).to_have_text(name)
        expect(self.front.locator("#shop-name")).to_have_text(name)

    def open_chat(self) -> None:
        """Open the chat from the 我的 page."""
        self.front.get_by_role("button", name="打开客服").click()
        expect(self.field).to_be_visible()

    def say(self, text: str) -> None:
        """Type a message and wait until it is answered."""
        self._answered(lambda: self._type(text))

    def press(self, title: str) -> None:
        """Press the newest button that is called so, and wait for the answer."""
        self._answered(self.chat.get_by_role("button", name=title, exact=True).last.click)

    def bubbles(self, who: str) -> list[str]:
        """What one side ("user", "bot") has said, oldest first."""
        return self.log.locator(f"[data-seq] .xh-bubble[data-role={who}] p").all_inner_texts()

    def card(self, kind: str) -> Locator:
        """The newest card of a kind."""
        return self.log.locator(f".xh-card-{kind}").last

    def open_sheet(self) -> FrameLocator:
        """Open the verification page over the chat."""
        self.chat.get_by_role("button", name="去验证").last.click()
        return self.verification

    def try_password(self, password: str) -> None:
        """Type a payment password on the verification page."""
        field = self.verification.get_by_label("6 位支付密码")
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
        expect(self.sheet).to_be_hidden(timeout=NOTICE)
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
        self.field.fill(text)
        self.field.press("Enter")

    def _answered(self, act: Callable[[], None]) -> None:
        before = self.last_seq()
        act()
        self.frame().wait_for_function(
            "before => { const theirs = [...document.querySelectorAll('[data-seq]:not(.xh-item-user)')];"
            " return theirs.some(one => Number(one.dataset.seq) > before); }",
            arg=before,
        )

    def last_seq(self) -> int:
        """The number of the newest message that is not the customer's own."""
        messages = self.log.locator("[data-seq]:not(.xh-item-user)")
        return int(messages.last.get_attribute("data-seq") or 0) if messages.count() else 0

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)
