"""An application inside WeCom, and the members who use it."""

from __future__ import annotations

import itertools
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.fakes.httpd import Call, Said
from tests.fakes.wecom.corp import FakeCorp, read, within
from tests.fakes.wxpushing import Pushed, xml
from tests.fakes.wxtokens import Refusal

_CODE_LIFETIME = timedelta(minutes=5)
_A_MINUTE = 30  # messages to one member; more are dropped without a word
_numbers = itertools.count(4561255354251345929)


@dataclass
class Member:
    """A member of the company, in front of the application."""

    application: FakeWeCom
    user: str
    has_left: bool = False
    is_outsider: bool = False
    received: list[dict[str, Any]] = field(default_factory=list)
    at: list[datetime] = field(default_factory=list)
    pushed: list[Pushed] = field(default_factory=list)
    last: bytes = b""

    def says(self, text: str) -> Pushed:
        """Type a message."""
        return self.sends("text", Content=text)

    def taps(self, title: str) -> Pushed:
        """Choose an answer by its number."""
        return self.says(self.number(title))

    def sends(self, kind: str, **fields: str) -> Pushed:
        """Send anything."""
        return self._push({"MsgType": kind, **fields, "MsgId": next(_numbers)})

    def event(self, name: str, key: str = "") -> Pushed:
        """Do something that is told as an event."""
        return self._push({"MsgType": "event", "Event": name, "EventKey": key})

    def again(self) -> Pushed:
        """The platform sends the last push once more."""
        return self.application.deliver(self, self.last)

    def number(self, title: str) -> str:
        """What to type for an answer on offer."""
        for message in reversed(self.texts()):
            if found := re.search(rf"【(\d+)】[^\n]*{title}", message):
                return found[1]
        raise AssertionError(f"no {title!r} in {self.texts()[-3:]}")

    def texts(self) -> list[str]:
        """What is read on the screen, oldest first."""
        return [_text(message) for message in self.received]

    def _push(self, fields: dict[str, str | int]) -> Pushed:
        head: dict[str, str | int] = {
            "ToUserName": self.application.corp_id,
            "FromUserName": self.user,
            "CreateTime": int(self.application.clock().timestamp()),
        }
        self.last = xml(head | fields | {"AgentID": self.application.agent_id})
        return self.application.deliver(self, self.last)


class FakeWeCom(FakeCorp):
    """One application on the platform."""

    agent_id = 1000002

    def __init__(self, *, callback: str = "http://127.0.0.1:9/webhooks/wecom", **more: Any) -> None:
        super().__init__(secret="wecom-secret-for-tests", token="QDG6eK", callback=callback, **more)
        self.members: dict[str, Member] = {}
        self.codes: dict[str, tuple[str, datetime]] = {}
        self.web_host = urlsplit(callback).netloc
        self.serve("POST", "/cgi-bin/message/send", self._send)
        self.serve("GET", "/cgi-bin/auth/getuserinfo", self._userinfo)
        self.routes["GET", "/connect/oauth2/authorize"] = self._authorize

    def member(self, name: str = "") -> Member:
        """A new member who may see the application."""
        member = Member(self, name or f"U{secrets.token_hex(6)}")
        self.members[member.user] = member
        return member

    def deliver(self, member: Member, message: bytes) -> Pushed:
        """Push what a member did."""
        pushed = self.pusher.push(message, ToUserName=self.corp_id, AgentID=str(self.agent_id))
        member.pushed.append(pushed)
        return pushed

    def look_at(self, member: Member) -> str:
        """A code as the authorization page gives it."""
        code = secrets.token_hex(16)
        self.codes[code] = (member.user, self.clock() + _CODE_LIFETIME)
        return code

    def _send(self, call: Call) -> dict[str, Any]:
        message = read(call)
        if message.get("agentid") != self.agent_id:
            raise Refusal(40056, "invalid agentid")
        member = self.members.get(str(message.get("touser")))
        if member is None:
            raise Refusal(81013, "user & party & tag all invalid")
        _check(message)
        if member.has_left:
            return {"invaliduser": member.user.lower()}
        now = self.clock()
        member.at = [at for at in member.at if now - at < timedelta(minutes=1)]
        if len(member.at) < _A_MINUTE:
            member.at.append(now)
            member.received.append(message)
        return {"invaliduser": "", "msgid": secrets.token_hex(8)}

    def _userinfo(self, call: Call) -> dict[str, Any]:
        user, until = self.codes.pop(call.query.get("code", ""), ("", self.clock()))
        if until <= self.clock():
            raise Refusal(40029, "invalid code")
        if self.members[user].is_outsider:
            return {"openid": f"o{user}", "external_userid": f"wm{user}"}
        return {"userid": user, "user_ticket": ""}

    def _authorize(self, call: Call) -> Said:
        query, member = call.query, self.members.get(call.headers.get("x-userid", ""))
        good = (
            query.get("appid") == self.corp_id
            and query.get("agentid") == str(self.agent_id)
            and query.get("response_type") == "code"
            and query.get("scope") == "snsapi_base"
            and re.fullmatch(r"[a-zA-Z0-9]{1,128}", query.get("state", ""))
            and urlsplit(query.get("redirect_uri", "")).netloc == self.web_host
        )
        if member is None or not good:
            return Said("参数错误", 400)
        back = urlencode({"code": self.look_at(member), "state": query["state"]})
        joint = "&" if urlsplit(query["redirect_uri"]).query else "?"
        return Said("", 302, {"Location": f"{query['redirect_uri']}{joint}{back}"})


def _check(message: dict[str, Any]) -> None:
    match message:
        case {"msgtype": "text", "text": {"content": content}}:
            within(content, 2048)
        case {"msgtype": "textcard", "textcard": card}:
            within(card.get("title"), 128)
            within(card.get("description"), 512)
            within(card.get("url"), 2048)
            if len(card.get("btntxt", "")) > 4:
                raise Refusal(45002, "btntxt too long")
        case _:
            raise Refusal(40008, "invalid message type")


def _text(message: dict[str, Any]) -> str:
    if message["msgtype"] == "text":
        return str(message["text"]["content"])
    card = message["textcard"]
    return "\n".join((card["title"], card["description"], card["url"]))
