"""What all of WeCom's interfaces have in common."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.fakes.httpd import Call, Said, Server
from tests.fakes.wxpushing import Pusher
from tests.fakes.wxtokens import Refusal, Tokens

CORP_ID = "ww1a2b3c4d5e6f7a8b"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
Interface = Callable[[Call], dict[str, Any]]


class FakeCorp(Server):
    """One corporation, seen with the secret of one application."""

    def __init__(
        self,
        *,
        secret: str,
        token: str,
        callback: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__()
        self.corp_id, self.secret, self.clock = CORP_ID, secret, clock
        self.pusher = Pusher(callback, token, CORP_ID, AES_KEY, clock)
        self.tokens = Tokens(clock)
        self.failing: list[int] = []
        self.refused: list[int] = []
        self.routes["GET", "/cgi-bin/gettoken"] = self._guarded(self._gettoken)

    def serve(self, method: str, path: str, interface: Interface) -> None:
        """Put an interface that needs an access token at a path."""

        def checked(call: Call) -> dict[str, Any]:
            self.tokens.check(call.query)
            return interface(call)

        self.routes[method, path] = self._guarded(checked)

    def _guarded(self, interface: Interface) -> Callable[[Call], Said]:
        def answer(call: Call) -> Said:
            try:
                if self.failing:
                    raise Refusal(self.failing.pop(0), "told to fail")
                return Said({"errcode": 0, "errmsg": "ok"} | interface(call))
            except Refusal as refusal:
                self.refused.append(refusal.code)
                return Said({"errcode": refusal.code, "errmsg": f"{refusal.text}, hint: [1234]"})

        return answer

    def _gettoken(self, call: Call) -> dict[str, Any]:
        if call.query.get("corpid") != self.corp_id:
            raise Refusal(40013, "invalid corpid")
        if call.query.get("corpsecret") != self.secret:
            raise Refusal(40001, "invalid credential")
        token, seconds = self.tokens.issue()
        return {"access_token": token, "expires_in": seconds}


def read(call: Call) -> dict[str, Any]:
    """The JSON object of a call."""
    try:
        found = json.loads(call.body)
    except ValueError:
        raise Refusal(47001, "data format error") from None
    if not isinstance(found, dict):
        raise Refusal(47001, "data format error")
    return found


def within(text: object, limit: int) -> None:
    """Refuse a text that is none, or too long."""
    if not isinstance(text, str) or not text or len(text.encode()) > limit:
        raise Refusal(45002, "content size out of limit")
