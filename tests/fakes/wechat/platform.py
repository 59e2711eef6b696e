"""The platform itself: its interfaces, and its rules about them."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.fakes.httpd import Call, Said, Server
from tests.fakes.wechat.phones import SORRY, Phone
from tests.fakes.wxpushing import Pushed, Pusher, xml
from tests.fakes.wxtokens import Refusal, Tokens

_CODE_LIFETIME = timedelta(minutes=5)
_TEXT_BYTES = 2048
_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


@dataclass(frozen=True)
class Template:
    """A template of the operator's account, and its fields."""

    fields: frozenset[str]
    kind: str = "template"


@dataclass
class Code:
    """A login's code."""

    openid: str
    until: datetime
    snapshot: bool
    used: bool = False


class FakeWeChat(Server):
    """One Official Account on the platform."""

    def __init__(
        self,
        *,
        app_id: str = "wx5e0f1a2b3c4d5e6f",
        secret: str = "wechat-secret-for-tests",
        token: str = "wechatToken",
        aes_key: str | None = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        callback: str = "http://127.0.0.1:9/webhooks/wechat",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__()
        self.app_id, self.secret, self.original_id, self.clock = app_id, secret, "gh_733c42e0aee9", clock
        self.pusher = Pusher(callback, token, app_id, aes_key, clock)
        self.tokens = Tokens(clock)
        self.phones: dict[str, Phone] = {}
        self.codes: dict[str, Code] = {}
        self.templates: dict[str, Template] = {}
        self.web_host = urlsplit(callback).netloc
        self.has_menus = True
        self.failing: list[int] = []
        self.refused: list[int] = []
        self.routes = {
            ("POST", "/cgi-bin/stable_token"): self._guarded(self._stable_token),
            ("POST", "/cgi-bin/message/custom/send"): self._guarded(self._send),
            ("POST", "/cgi-bin/message/template/send"): self._guarded(self._template),
            ("POST", "/cgi-bin/message/subscribe/bizsend"): self._guarded(self._subscribe),
            ("GET", "/sns/oauth2/access_token"): self._guarded(self._oauth),
            ("GET", "/connect/oauth2/authorize"): self._authorize,
        }

    def phone(self, name: str = "") -> Phone:
        """A new person who follows the account."""
        phone = Phone(self, f"o9AgO5{name or secrets.token_urlsafe(16)}")
        self.phones[phone.openid] = phone
        return phone

    def deliver(self, phone: Phone, message: bytes) -> Pushed:
        """Push what a person did, and show them when nobody answers sensibly."""
        pushed = self.pusher.push(message, ToUserName=self.original_id)
        if pushed.status != 200 or pushed.body not in {"", "success"}:
            phone.received.append({"msgtype": "text", "text": {"content": SORRY}})
        phone.pushed.append(pushed)
        return pushed

    def look_at(self, phone: Phone) -> str:
        """A code as the authorization page gives it to this person."""
        code = secrets.token_hex(16)
        self.codes[code] = Code(phone.openid, self.clock() + _CODE_LIFETIME, phone.is_snapshot)
        return code

    def _guarded(self, handle: Callable[[Call], dict[str, Any]]) -> Callable[[Call], Said]:
        def answer(call: Call) -> Said:
            try:
                if self.failing:
                    raise Refusal(self.failing.pop(0), "told to fail")
                return Said({"errcode": 0, "errmsg": "ok"} | handle(call))
            except Refusal as refusal:
                self.refused.append(refusal.code)
                return Said({"errcode": refusal.code, "errmsg": f"{refusal.text} rid: 1234"})

        return answer

    def _stable_token(self, call: Call) -> dict[str, Any]:
        asked = _json(call)
        self._check_app(asked.get("appid"), asked.get("secret"))
        if asked.get("grant_type") != "client_credential":
            raise Refusal(40002, "invalid grant_type")
        token, seconds = self.tokens.issue(force=bool(asked.get("force_refresh")))
        return {"access_token": token, "expires_in": seconds}

    def _check_app(self, app_id: Any, secret: Any) -> None:
        if app_id != self.app_id:
            raise Refusal(40013, "invalid appid")
        if secret != self.secret:
            raise Refusal(40125, "invalid appsecret")

    def _send(self, call: Call) -> dict[str, Any]:
        self.tokens.check(call.query)
        message = _json(call)
        phone = self._addressee(message)
        _check_message(message, has_menus=self.has_menus)
        phone.spend(self.clock())
        phone.received.append({name: value for name, value in message.items() if name != "touser"})
        return {}

    def _addressee(self, message: dict[str, Any]) -> Phone:
        phone = self.phones.get(str(message.pop("touser", "")))
        if phone is None:
            raise Refusal(40003, "invalid openid")
        if not phone.follows_account:
            raise Refusal(43004, "require subscribe")
        if phone.has_blocked:
            raise Refusal(48002, "user block")
        return phone

    def _template(self, call: Call) -> dict[str, Any]:
        return self._notice(call, "template")

    def _subscribe(self, call: Call) -> dict[str, Any]:
        return self._notice(call, "subscribe")

    def _notice(self, call: Call, kind: str) -> dict[str, Any]:
        self.tokens.check(call.query)
        notice = _json(call)
        phone = self._addressee(notice)
        template = self.templates.get(str(notice.get("template_id")))
        if template is None or template.kind != kind:
            raise Refusal(40037, "invalid template_id")
        if kind == "subscribe" and not phone.takes_notices:
            raise Refusal(43101, "user refuse to accept the msg")
        data = notice.get("data", {})
        if set(data) != template.fields or any(
            name.startswith("thing") and len(one["value"]) > 20 for name, one in data.items()
        ):
            raise Refusal(47003, "argument invalid! data.thing1.value")
        phone.notices.append(notice)
        return {"msgid": 200228332}

    def job_finished(self, phone: Phone, status: str) -> Pushed:
        """Tell how a template message ended."""
        fields: dict[str, str | int] = {
            "ToUserName": self.original_id,
            "FromUserName": phone.openid,
            "CreateTime": int(self.clock().timestamp()),
            "MsgType": "event",
            "Event": "TEMPLATESENDJOBFINISH",
            "MsgID": 200228332,
            "Status": status,
        }
        return self.deliver(phone, xml(fields))

    def _oauth(self, call: Call) -> dict[str, Any]:
        query = call.query
        self._check_app(query.get("appid"), query.get("secret"))
        code = self.codes.get(query.get("code", ""))
        if code is None or code.until <= self.clock():
            raise Refusal(40029, "invalid code")
        if code.used:
            raise Refusal(40163, "code been used")
        code.used = True
        found = {
            "access_token": secrets.token_urlsafe(32),
            "expires_in": 7200,
            "refresh_token": secrets.token_urlsafe(32),
            "openid": code.openid,
            "scope": "snsapi_base",
        }
        return found | ({"is_snapshotuser": 1} if code.snapshot else {})

    def _authorize(self, call: Call) -> Said:
        """The page that a phone's browser is sent to; who holds the phone stands in a header."""
        query, phone = call.query, self.phones.get(call.headers.get("x-openid", ""))
        state = query.get("state", "")
        good = (
            phone is not None
            and query.get("appid") == self.app_id
            and query.get("response_type") == "code"
            and query.get("scope") in {"snsapi_base", "snsapi_userinfo"}
            and re.fullmatch(r"[a-zA-Z0-9]{1,128}", state)
            and urlsplit(query.get("redirect_uri", "")).netloc == self.web_host
        )
        if phone is None or not good:
            return Said("参数错误", 400)
        back = urlencode({"code": self.look_at(phone), "state": state})
        joint = "&" if urlsplit(query["redirect_uri"]).query else "?"
        return Said("", 302, {"Location": f"{query['redirect_uri']}{joint}{back}"})


def _json(call: Call) -> dict[str, Any]:
    if _ESCAPE.search(call.body):
        raise Refusal(40033, "invalid charset. please check your request, if include \\uxxxx")
    try:
        found = json.loads(call.body)
    except ValueError:
        raise Refusal(47001, "data format error") from None
    if not isinstance(found, dict):
        raise Refusal(47001, "data format error")
    return found


def _check_message(message: dict[str, Any], *, has_menus: bool) -> None:
    kind = message.get("msgtype")
    if set(message) != {"msgtype", kind}:
        raise Refusal(40008, "invalid message type")
    match message:
        case {"text": {"content": str(text)}} if text:
            _check_length(text)
        case {"news": {"articles": [{"title": str(), "description": str(), "url": str(url)}]}} if url:
            pass
        case {"msgmenu": {"head_content": str(head), "list": [*entries], "tail_content": str()}} if entries:
            if not has_menus:
                raise Refusal(40200, "invalid account type")
            _check_length(head)
            if any(set(one) != {"id", "content"} or not all(one.values()) for one in entries):
                raise Refusal(47001, "data format error")
        case _:
            raise Refusal(40008, "invalid message type")


def _check_length(text: str) -> None:
    if len(text.encode()) > _TEXT_BYTES:
        raise Refusal(45002, "content size out of limit")
