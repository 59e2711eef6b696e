"""WeChat customer service: the list of what happened, its pages, and the rules of answering."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.httpd import Call
from tests.fakes.wecom.corp import FakeCorp, read, within
from tests.fakes.wecom.customers import BOT, ENDED, NEW, PERSON, QUEUE, Customer
from tests.fakes.wxpushing import Pushed, xml
from tests.fakes.wxtokens import Refusal

ACCOUNT = "wkAJ2GCAAAZSfhHCt7IFSvLKtMPxyJTw"
_TOKEN_LIFETIME = timedelta(minutes=10)
_KEPT = timedelta(days=3)
_CODE_LIFETIME = timedelta(seconds=20)
_WITHOUT_TOKEN = 5  # calls a minute
_MOVES = {
    NEW: {BOT, QUEUE, PERSON, ENDED},
    BOT: {QUEUE, PERSON, ENDED},
    QUEUE: {PERSON, ENDED},
    PERSON: {PERSON, ENDED},
    ENDED: set[int](),
}


class FakeKf(FakeCorp):
    """The customer-service accounts of one corporation."""

    def __init__(self, *, callback: str = "http://127.0.0.1:9/webhooks/kf", **more: Any) -> None:
        super().__init__(secret="kf-secret-for-tests", token="kfToken", callback=callback, **more)
        self.items: dict[str, list[dict[str, Any]]] = {ACCOUNT: []}
        self.customers: dict[str, Customer] = {}
        self.push_tokens: dict[str, datetime] = {}
        self.codes: dict[str, tuple[Customer, datetime]] = {}
        self.on_duty = {"zhangsan"}
        self.page_size = 2
        self.without_token: list[datetime] = []
        self.staff_noise = True
        self._empty_pages: set[str] = set()
        self.serve("POST", "/cgi-bin/kf/sync_msg", self._sync)
        self.serve("POST", "/cgi-bin/kf/send_msg", self._send)
        self.serve("POST", "/cgi-bin/kf/send_msg_on_event", self._greet)
        self.serve("POST", "/cgi-bin/kf/service_state/get", self._get_state)
        self.serve("POST", "/cgi-bin/kf/service_state/trans", self._move)

    def customer(self) -> Customer:
        """Somebody new."""
        customer = Customer(self, ACCOUNT, f"wm{secrets.token_urlsafe(12)}")
        self.customers[customer.user] = customer
        return customer

    def happened(self, account: str, item: dict[str, Any]) -> Pushed:
        """Keep it, and tell that something is there, without saying what."""
        with self.lock:
            self.items[account].append(item)
            if self.staff_noise and item["origin"] == 3:
                noise = {"msgid": secrets.token_hex(8), "origin": 5, "text": {"content": "我来看看"}}
                self.items[account].append(item | noise | {"servicer_userid": "zhangsan", "msgtype": "text"})
        return self.push(account)

    def push(self, account: str = ACCOUNT) -> Pushed:
        """Tell that something is there."""
        token = secrets.token_urlsafe(24)
        self.push_tokens[token] = self.clock() + _TOKEN_LIFETIME
        message = xml(
            {
                "ToUserName": self.corp_id,
                "CreateTime": int(self.clock().timestamp()),
                "MsgType": "event",
                "Event": "kf_msg_or_event",
                "Token": token,
                "OpenKfId": account,
            }
        )
        return self.pusher.push(message, ToUserName=self.corp_id, AgentID="")

    def welcome(self, customer: Customer) -> str:
        """A code to greet somebody with."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = (customer, self.clock() + _CODE_LIFETIME)
        return code

    def _sync(self, call: Call) -> dict[str, Any]:
        asked = read(call)
        account, cursor = self._account(asked), str(asked.get("cursor") or "")
        self._check_push_token(asked.get("token"))
        if not 1 <= int(asked.get("limit", 1000)) <= 1000:
            raise Refusal(40058, "invalid limit")
        start = int(cursor.partition("-")[2] or 0)
        if f"{account}/{start}" not in self._empty_pages:
            # A page may be empty and not be the last.
            self._empty_pages.add(f"{account}/{start}")
            return {"next_cursor": f"c{secrets.token_hex(4)}-{start}", "has_more": 1, "msg_list": []}
        oldest = (self.clock() - _KEPT).timestamp()
        page = self.items[account][start : start + self.page_size]
        end = start + len(page)
        return {
            "next_cursor": f"c{secrets.token_hex(4)}-{end}",
            "has_more": int(end < len(self.items[account])),
            "msg_list": [item for item in page if item["send_time"] > oldest],
        }

    def _check_push_token(self, token: object) -> None:
        now = self.clock()
        if token is not None:
            if self.push_tokens.get(str(token), now) <= now:
                raise Refusal(95007, "invalid msg token")
            return
        self.without_token = [at for at in self.without_token if now - at < timedelta(minutes=1)]
        if len(self.without_token) >= _WITHOUT_TOKEN:
            raise Refusal(45009, "api freq out of limit")
        self.without_token.append(now)

    def _account(self, asked: dict[str, Any]) -> str:
        account = asked.get("open_kfid")
        if account not in self.items:
            raise Refusal(95000, "invalid open_kfid")
        return str(account)

    def _person(self, asked: dict[str, Any], name: str) -> Customer:
        self._account(asked)
        customer = self.customers.get(str(asked.get(name)))
        if customer is None:
            raise Refusal(40003, "invalid external userid")
        return customer

    def _send(self, call: Call) -> dict[str, Any]:
        message = read(call)
        customer = self._person(message, "touser")
        _check(message)
        if message["msgid"] not in customer.msgids:
            customer.spend(self.clock())
            self._arrive(customer, message)
        return {"msgid": message["msgid"]}

    def _greet(self, call: Call) -> dict[str, Any]:
        message = read(call)
        customer, until = self.codes.pop(str(message.get("code")), (None, self.clock()))
        if customer is None or until <= self.clock():
            raise Refusal(95008, "invalid code")
        _check(message)
        customer.welcomed_at = self.clock()
        self._arrive(customer, message)
        return {"msgid": message["msgid"]}

    def _arrive(self, customer: Customer, message: dict[str, Any]) -> None:
        customer.msgids.add(message["msgid"])
        if not customer.rejects:
            content = {"msgtype": message["msgtype"], message["msgtype"]: message[message["msgtype"]]}
            customer.received.append(content)

    def _get_state(self, call: Call) -> dict[str, Any]:
        return {"service_state": self._person(read(call), "external_userid").state}

    def _move(self, call: Call) -> dict[str, Any]:
        asked = read(call)
        customer, state = self._person(asked, "external_userid"), asked.get("service_state")
        if state not in _MOVES[customer.state]:
            raise Refusal(95013, "not allow to change service state")
        if state == PERSON and asked.get("servicer_userid") not in self.on_duty:
            raise Refusal(95015, "servicer is not on duty")
        customer.state = int(state)
        return {"msg_code": secrets.token_hex(8)}


def _check(message: dict[str, Any]) -> None:
    if not re.fullmatch(r"[0-9a-zA-Z_-]{1,32}", str(message.get("msgid", ""))):
        raise Refusal(40059, "invalid msgid")
    match message:
        case {"msgtype": "text", "text": {"content": content}}:
            within(content, 2048)
        case {"msgtype": "msgmenu", "msgmenu": {"head_content": head, "list": [*entries]}} if entries:
            within(head, 1024)
            if len(entries) > 10:
                raise Refusal(95009, "too many menu items")
            for entry in entries:
                _check_entry(entry)
        case _:
            raise Refusal(40008, "invalid message type")


def _check_entry(entry: dict[str, Any]) -> None:
    match entry:
        case {"type": "click", "click": {"id": name, "content": content}}:
            within(name, 64)
            within(content, 128)
        case {"type": "view", "view": {"url": url, "content": content}}:
            within(url, 2048)
            within(content, 1024)
        case _:
            raise Refusal(95010, "invalid menu item")
