"""Somebody in WeChat who writes to a customer-service account."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.fakes.wxpushing import Pushed
from tests.fakes.wxtokens import Refusal

if TYPE_CHECKING:
    from tests.fakes.wecom.service import FakeKf

NEW, BOT, QUEUE, PERSON, ENDED = range(5)
WINDOW, MOST = timedelta(hours=48), 5
_numbers = itertools.count(1)


@dataclass
class Customer:
    """One person in front of one account."""

    service: FakeKf
    account: str
    user: str
    state: int = ENDED
    wrote_at: datetime | None = None
    welcomed_at: datetime | None = None
    answered: int = 0
    rejects: bool = False
    received: list[dict[str, Any]] = field(default_factory=list)
    msgids: set[str] = field(default_factory=set)

    def says(self, text: str, **more: str) -> Pushed:
        """Type a message."""
        return self.sends("text", text={"content": text, **more})

    def taps(self, title: str) -> Pushed:
        """Tap an entry of the newest menu that has it."""
        entry = self.entry(title)
        return self.says(entry["content"], menu_id=entry["id"])

    def sends(self, kind: str, **content: Any) -> Pushed:
        """Send anything."""
        if self.state == ENDED:
            self.state = NEW
        self.wrote_at, self.answered = self.service.clock(), 0
        return self._add(3, msgtype=kind, **content)

    def again(self) -> Pushed:
        """The platform tells once more that something is there."""
        return self.service.push(self.account)

    def enters(self, scene_param: str = "") -> Pushed:
        """Open the chat, perhaps by a link that carries something."""
        event = {
            "event_type": "enter_session",
            "open_kfid": self.account,
            "external_userid": self.user,
            "scene": "web",
            "scene_param": scene_param,
        }
        now = self.service.clock()
        fresh = self.welcomed_at is None or now - self.welcomed_at > WINDOW
        if fresh and self.wrote_at is None:
            event["welcome_code"] = self.service.welcome(self)
        return self._add(4, msgtype="event", event=event)

    def hears_from_staff(self, text: str) -> Pushed:
        """A servicer writes to them in WeCom."""
        return self._add(5, msgtype="text", text={"content": text}, servicer_userid="zhangsan")

    def failed(self, msgid: str) -> Pushed:
        """Tell that a message which had been accepted did not arrive."""
        event = {"event_type": "msg_send_fail", "fail_msgid": msgid, "fail_type": 10}
        return self._add(4, msgtype="event", event=event | {"external_userid": self.user})

    def entry(self, title: str) -> dict[str, str]:
        """The newest menu entry with this in its title."""
        for message in reversed(self.received):
            for entry in message.get("msgmenu", {}).get("list", ()):
                if entry["type"] == "click" and title in entry["click"]["content"]:
                    return dict(entry["click"])
        raise AssertionError(f"no menu entry {title!r} in {self.received[-3:]}")

    def texts(self) -> list[str]:
        """What is read on the screen, oldest first."""
        return [_text(message) for message in self.received]

    def spend(self, now: datetime) -> None:
        """Use one of the five messages, or refuse."""
        if self.state in {QUEUE, PERSON}:
            raise Refusal(95013, "invalid service state")
        if self.state == ENDED:
            raise Refusal(95016, "session is ended")
        if self.wrote_at is None or now - self.wrote_at >= WINDOW:
            raise Refusal(95002, "out of time limit")
        if self.answered >= MOST:
            raise Refusal(95001, "out of count limit")
        self.answered += 1

    def _add(self, origin: int, **fields: Any) -> Pushed:
        item = {
            "msgid": f"m{next(_numbers)}{secrets.token_hex(6)}",
            "open_kfid": self.account,
            "external_userid": self.user,
            "send_time": int(self.service.clock().timestamp()),
            "origin": origin,
            **fields,
        }
        if origin == 4:
            # Events name the person inside.
            del item["external_userid"]
        return self.service.happened(self.account, item)


def _text(message: dict[str, Any]) -> str:
    if message["msgtype"] == "text":
        return str(message["text"]["content"])
    menu = message["msgmenu"]
    entries = (next(value for name, value in entry.items() if name != "type") for entry in menu["list"])
    lines = (entry.get("url") or entry["content"] for entry in entries)
    return "\n".join((menu["head_content"], *lines))
