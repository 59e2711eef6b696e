"""What somebody would push who is not Feishu, or who copied what Feishu pushed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from tests.fakes.feishu.events import Events
from tests.fakes.feishu.platform import FakeFeishu
from tests.fakes.feishu.sealing import seal, signed_headers

Forged = tuple[dict[str, str], bytes]


def forgeries(feishu: FakeFeishu, user: str) -> dict[str, Forged]:
    """Headers and body of each, by its name; none of them may be taken."""
    keys, now = feishu.keys, feishu.clock()
    body = seal(keys, feishu.events.message(user, "text", {"text": "我要注销"}))
    genuine = signed_headers(keys, body, now)
    guessed = replace(keys, encrypt_key="a key that was guessed")
    other_app = Events(replace(keys, app_id="cli_of_somebody_else"), feishu.clock)
    other_token = Events(replace(keys, verification_token="a token that was guessed"), feishu.clock)
    plain = json.dumps(feishu.events.message(user, "text", {"text": "我要注销"})).encode()
    deep = b'{"encrypt":' + b"[" * 30_000 + b"]" * 30_000 + b"}"
    large = b'{"encrypt":"' + b"A" * 10 * 1024 * 1024 + b'"}'

    def signed(forged: bytes, days: float = 0) -> Forged:
        return signed_headers(keys, forged, now + timedelta(days=days)), forged

    return {
        "bad signature": ({**genuine, "X-Lark-Signature": "0" * 64}, body),
        "no signature": ({"Content-Type": "application/json"}, body),
        "another body under the signature": (genuine, body + b"\n"),
        "signed with a guessed key": (signed_headers(guessed, body, now), body),
        "encrypted with a guessed key": signed(seal(guessed, feishu.events.arrival(user))),
        "replayed a day later": signed(body, days=-1),
        "of tomorrow": signed(body, days=1),
        "for another app": signed(seal(keys, other_app.message(user, "text", {"text": "我要注销"}))),
        "with a guessed token": signed(seal(keys, other_token.message(user, "text", {"text": "我要注销"}))),
        "in clear": signed(plain),
        "nested without end": signed(deep),
        "ten megabytes": signed(large),
        "nothing": signed(b""),
        "no object": signed(b"[]"),
    }
