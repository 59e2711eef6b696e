"""A whole closing in a messaging app, with everything that goes wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from tests.e2e.channels.browser import Browser, eventually
from tests.e2e.running import RunningSystem
from tests.e2e.shopper import Shopper

_ONCE = (
    "要现在帮您办理注销吗",
    "注销后不能再用",
    "下一步验证是您本人",
    "最后一步",
    "注销申请已提交",
    "申请正在审核",
    "已通过审核",
    "已经注销",
)
_LINK = r"http://127\.0\.0\.1:\d+/{}/[\w-]+(?:\?method=\w+)?"


class Person(Protocol):
    """Somebody with the app on their phone."""

    def says(self, text: str) -> Any: ...
    def taps(self, title: str) -> Any: ...
    def again(self) -> Any: ...
    def texts(self) -> list[str]: ...


@dataclass
class Closing:
    """One person's way from the first word to the closed account.

    Args:
        browser: the one on the phone.
        forget_token: makes the platform refuse the access token that is in use.
    """

    system: RunningSystem
    person: Person
    browser: Browser
    shopper: Shopper
    forget_token: Callable[[], None]

    def reads(self, part: str) -> str:
        """The newest text with this in it, once it is there."""
        return eventually(lambda: next((text for text in self.person.texts()[::-1] if part in text), ""))

    def times(self, part: str) -> int:
        """In how many texts this stands."""
        return sum(part in text for text in self.person.texts())

    def link(self, kind: str) -> str:
        """The newest link of this kind."""
        found = re.search(_LINK.format(kind), self.reads(f"/{kind}/"))
        assert found
        return found[0]

    def bind(self) -> None:
        """Become a customer by the link in the answer, the app's login and the shop's.

        Where the app has no login, the page at the end shows a code to be said in the app.
        """
        self.person.says("我要注销备用金")
        page = self.browser.bind(self.link("bind"), self.shopper.customer_id)
        code = re.search(r'class="purpose code">(\w+)<', page.text)
        if code:
            self.person.says(code[1])
        else:
            assert "绑定好了" in page.text
        self.reads("绑定好了")

    def ask(self) -> None:
        """Ask in everyday words; the platform delivers the question twice."""
        self.person.says("咋注销啊")
        self.person.again()
        self.reads("办理注销")

    def consent(self) -> str:
        """Up to the link of the verification."""
        self.person.taps("办理注销")
        self.reads("注销后不能再用")
        self.forget_token()
        self.person.taps("同意并继续")
        return self.link("enter")

    def verify(self) -> None:
        """Prove it on the page that is open."""
        answer = self.browser.post("password", password=self.shopper.payment_password)
        assert answer.json()["status"] == "passed", answer.text
        self.reads("最后一步")

    def settle(self) -> None:
        """Ask something in between, so that all earlier answers are written down as sent.

        A gateway that dies after the platform took a message, and before that is kept, sends it again: better
        twice than never. What is said once is asked for at other moments.
        """
        before = len(self.person.texts())
        self.person.says("注销会影响征信吗")
        eventually(lambda: len(self.person.texts()) > before)

    def submit(self) -> str:
        """The gateway dies right after it has acknowledged the last word."""
        self.settle()
        gateway = self.system.victim("gateway")
        self.person.taps("确认提交")
        gateway.kill()
        found = re.search(r"编号 (BYJ\d+)", self.reads("编号 BYJ"))
        assert found
        return found[1]

    def ask_while_it_is_down(self) -> None:
        """The platform tries again until somebody is there."""
        self.settle()
        gateway = self.system.victim("gateway")
        gateway.kill()
        gateway.wait(10)
        self.person.says("注销进度")
        self.reads("正在审核")

    def review(self, number: str) -> None:
        """Two reviewers decide; the person hears of it by themselves."""
        self.forget_token()
        for verb, name, told in (("approve", "甲", "已通过审核"), ("execute", "乙", "已经注销")):
            done = self.system.xiaohu("review", verb, number, "--as", name)
            assert done.returncode == 0, done.stderr
            self.reads(told)

    def nothing_was_doubled(self) -> None:
        """Every answer was given once, and nothing secret or of ours went to the app."""
        for part in _ONCE:
            assert self.times(part) == 1, (part, self.person.texts())
        whole = "\n".join(self.person.texts())
        assert "/verify/" not in whole
        assert self.shopper.payment_password not in whole
