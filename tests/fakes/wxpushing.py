"""How WeChat and WeCom push: signed, encrypted, dropped after five seconds, and sent again."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape

import httpx

from gateway.channels.wxcrypto import Envelope, signature

ATTEMPTS, PATIENCE = 3, 5.0


@dataclass
class Pushed:
    """What became of a push.

    Args:
        attempts: how often it was sent.
        status: what the last attempt was answered; None when nobody was there in time.
        body: the same.
    """

    attempts: int = 0
    status: int | None = None
    body: str = ""


@dataclass
class Pusher:
    """The platform's side of one callback address.

    Args:
        url: where pushes go.
        token: what both sides sign with.
        receiver: the appid or the corpid.
        aes_key: None for plain text.
        wait: returns when it is time for the next attempt.
    """

    url: str
    token: str
    receiver: str
    aes_key: str | None
    clock: Callable[[], datetime]
    wait: Callable[[], None] = field(default=lambda: time.sleep(PATIENCE))
    attempts: int = ATTEMPTS
    timeout: float = PATIENCE

    def query(self, sealed: str | None = None, **changed: str) -> dict[str, str]:
        """The parameters of a push."""
        stamp, nonce = str(int(self.clock().timestamp())), str(secrets.randbelow(10**9))
        query = {"timestamp": stamp, "nonce": nonce}
        if not self.is_wecom:
            query["signature"] = signature(self.token, stamp, nonce)
        if sealed is not None:
            query["msg_signature"] = signature(self.token, stamp, nonce, sealed)
            query |= {} if self.is_wecom else {"encrypt_type": "aes"}
        return query | changed

    @property
    def is_wecom(self) -> bool:
        """WeCom has one signature, over what is encrypted; WeChat has another one besides."""
        return self.receiver.startswith("ww")

    def wrapped(self, message: bytes, **outer: str) -> tuple[dict[str, str], bytes]:
        """Query and body of a push."""
        if self.aes_key is None:
            return self.query(), message
        sealed = Envelope([self.aes_key], self.receiver).seal(message)
        return self.query(sealed), xml({**outer, "Encrypt": sealed})

    def push(self, message: bytes, **outer: str) -> Pushed:
        """Send until somebody answers 200 in time, thrice at most; each attempt is signed anew."""
        pushed = Pushed()
        while pushed.attempts < self.attempts:
            if pushed.attempts:
                self.wait()
            pushed.attempts += 1
            query, body = self.wrapped(message, **outer)
            try:
                answer = self.post(query, body)
            except httpx.HTTPError:
                continue
            pushed.status, pushed.body = answer.status_code, answer.text
            if answer.status_code == httpx.codes.OK:
                break
        return pushed

    def post(self, query: Mapping[str, str], body: bytes) -> httpx.Response:
        """One request, whatever comes of it."""
        headers = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}
        with httpx.Client(timeout=self.timeout, verify=False, trust_env=False) as client:
            return client.post(self.url, params=query, content=body, headers=headers)

    def echo(self) -> str:
        """Check the address as the console does when it is saved; returns what was echoed."""
        if self.is_wecom:
            sealed = Envelope([self.aes_key or ""], self.receiver).seal(b"1616140317555161061")
            query = self.query(sealed, echostr=sealed)
        else:
            query = self.query(echostr="4375120948345356249")
        with httpx.Client(timeout=1.0, verify=False, trust_env=False) as client:
            for _ in range(ATTEMPTS - 1):
                # Too late is refused; whoever saves the address presses the button again.
                with suppress(httpx.TimeoutException):
                    return client.get(self.url, params=query).text
            return client.get(self.url, params=query).text


def xml(fields: Mapping[str, str | int]) -> bytes:
    """Fields as the platforms write them: text in CDATA, numbers bare."""
    lines = (f"<{name}>{_value(value)}</{name}>" for name, value in fields.items())
    return f"<xml>{''.join(lines)}</xml>".encode()


def _value(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    # The end of a CDATA section cannot stand inside one.
    return escape(value) if "]]>" in value else f"<![CDATA[{value}]]>"
