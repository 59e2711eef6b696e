"""Somebody with WeChat on their phone: what they did, what they may be sent, what they see."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.fakes.wxpushing import Pushed, xml
from tests.fakes.wxtokens import Refusal

if TYPE_CHECKING:
    from tests.fakes.wechat.platform import FakeWeChat

ALLOWED = {
    "message": (5, timedelta(hours=48)),
    "menu": (3, timedelta(minutes=1)),
    "follow": (3, timedelta(minutes=1)),
    "scan": (3, timedelta(minutes=1)),
}
SORRY = "该公众号暂时无法提供服务，请稍后再试"
_numbers = itertools.count(6306264631030309910)


@dataclass
class Right:
    """How many messages may still be sent, and until when."""

    left: int
    until: datetime


@dataclass
class Phone:
    """One person in front of one Official Account."""

    platform: FakeWeChat
    openid: str
    follows_account: bool = True
    has_blocked: bool = False
    is_snapshot: bool = False
    takes_notices: bool = True
    rights: list[Right] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    pushed: list[Pushed] = field(default_factory=list)
    last: bytes = b""

    def says(self, text: str) -> Pushed:
        """Type a message."""
        return self._message("message", MsgType="text", Content=text)

    def taps(self, title: str) -> Pushed:
        """Tap an entry of the newest menu that has it; comes as a text with the entry's id."""
        entry = self.entry(title)
        return self._message("menu", MsgType="text", Content=entry["content"], bizmsgmenuid=entry["id"])

    def sends(self, kind: str, **fields: str) -> Pushed:
        """Send a picture, a voice message, a file …"""
        return self._message("message", MsgType=kind, **fields)

    def follow(self, scene: str = "") -> Pushed:
        """Follow the account, perhaps by a QR code."""
        self.follows_account = True
        grant, key = ("scan", f"qrscene_{scene}") if scene else ("follow", "")
        return self._event(grant, Event="subscribe", EventKey=key)

    def unfollow(self) -> Pushed:
        """Stop following."""
        self.follows_account = False
        return self._event(None, Event="unsubscribe", EventKey="")

    def scan(self, scene: str) -> Pushed:
        """Scan a QR code of the account."""
        return self._event("scan", Event="SCAN", EventKey=scene, Ticket="ticket")

    def taps_account_menu(self, key: str) -> Pushed:
        """Tap an entry of the account's own menu."""
        return self._event("menu", Event="CLICK", EventKey=key)

    def again(self) -> Pushed:
        """The platform sends the last push once more."""
        return self.platform.deliver(self, self.last)

    def entry(self, title: str) -> dict[str, str]:
        """The newest menu entry with this in its title."""
        for message in reversed(self.received):
            for entry in message.get("msgmenu", {}).get("list", ()):
                if title in entry["content"]:
                    return dict(entry)
        raise AssertionError(f"no menu entry {title!r} in {self.received[-3:]}")

    def texts(self) -> list[str]:
        """What is read on the screen, oldest first."""
        return [_text(message) for message in self.received]

    def spend(self, now: datetime) -> None:
        """Use one message of what may be sent, the soonest to end first; or refuse."""
        valid = sorted((one for one in self.rights if one.until > now), key=lambda one: one.until)
        if not valid:
            raise Refusal(45015, "response out of time limit or subscription is canceled")
        usable = [right for right in valid if right.left > 0]
        if not usable:
            raise Refusal(45047, "out of response count limit")
        usable[0].left -= 1

    def _message(self, grant: str, **fields: str) -> Pushed:
        return self._push(grant, fields | {"MsgId": str(next(_numbers))})

    def _event(self, grant: str | None, **fields: str) -> Pushed:
        return self._push(grant, {"MsgType": "event", **fields})

    def _push(self, grant: str | None, fields: dict[str, str]) -> Pushed:
        now = self.platform.clock()
        if grant:
            messages, lasts = ALLOWED[grant]
            self.rights.append(Right(messages, now + lasts))
        head: dict[str, str | int] = {
            "ToUserName": self.platform.original_id,
            "FromUserName": self.openid,
            "CreateTime": int(now.timestamp()),
        }
        self.last = xml({**head, **fields})
        return self.platform.deliver(self, self.last)


def _text(message: dict[str, Any]) -> str:
    match message["msgtype"]:
        case "text":
            return str(message["text"]["content"])
        case "msgmenu":
            menu = message["msgmenu"]
            return "\n".join((menu["head_content"], *(entry["content"] for entry in menu["list"])))
        case "news":
            (article,) = message["news"]["articles"]
            return "\n".join((article["title"], article["description"], article["url"]))
    raise AssertionError(message)
