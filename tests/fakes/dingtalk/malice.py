"""What somebody would push who is not DingTalk, or who saw a signature of this hour."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from tests.fakes.dingtalk.platform import FakeDingTalk
from tests.fakes.dingtalk.robot import Person, RobotKeys, signed_headers, text

Forged = tuple[str, dict[str, str], bytes]


def forgeries(dingtalk: FakeDingTalk, person: Person) -> dict[str, Forged]:
    """Address, headers and body of each, by its name; none of them may be taken."""
    keys, now, address = dingtalk.keys, dingtalk.clock(), dingtalk.webhook
    told = dingtalk.told(person, **text("我要注销"))
    body = json.dumps(told).encode()
    guessed = signed_headers(replace(keys, client_secret="a secret that was guessed"), now)
    genuine = signed_headers(keys, now)

    def at(days: float, by: RobotKeys = keys) -> dict[str, str]:
        return signed_headers(by, now + timedelta(days=days))

    return {
        "bad signature": (address, {**genuine, "sign": "AAAA"}, body),
        "no signature": (address, {"Content-Type": "application/json"}, body),
        "signed with a guessed secret": (address, guessed, body),
        "replayed a day later": (address, at(-1), body),
        "of tomorrow": (address, at(1), body),
        "without the key of the address": (address.partition("?")[0], genuine, body),
        "for another robot": (address, genuine, json.dumps(told | {"robotCode": "dinganother"}).encode()),
        "nested without end": (address, genuine, b'{"msgId":' + b"[" * 30_000 + b"]" * 30_000 + b"}"),
        "ten megabytes": (address, genuine, b'{"msgId":"' + b"A" * 10 * 1024 * 1024 + b'"}'),
        "nothing": (address, genuine, b""),
        "no object": (address, genuine, b"[]"),
        "without a sender": (address, genuine, b'{"msgId":"m","conversationType":"1","msgtype":"text"}'),
    }
