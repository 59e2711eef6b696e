"""Pushes that no platform would send: what a callback address must refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from gateway.channels.wxcrypto import Envelope
from tests.fakes.wxpushing import Pusher

Bad = tuple[dict[str, str], bytes]
_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><FromUserName>&e;</FromUserName></xml>'
LAUGHS = f'<!DOCTYPE x [<!ENTITY a0 "ha">{_LAUGHS}]><xml><Content>&a9;</Content></xml>'.encode()


def bad_signature(pusher: Pusher, message: bytes) -> Bad:
    query, body = pusher.wrapped(message)
    return query | dict.fromkeys(("signature", "msg_signature"), "0" * 40), body


def no_signature(pusher: Pusher, message: bytes) -> Bad:
    query, body = pusher.wrapped(message)
    return {name: value for name, value in query.items() if "signature" not in name}, body


def altered_body(pusher: Pusher, message: bytes) -> Bad:
    query, _ = pusher.wrapped(message)
    return query, pusher.wrapped(message + b" ")[1]


def altered_time(pusher: Pusher, message: bytes) -> Bad:
    query, body = pusher.wrapped(message)
    return query | {"timestamp": str(int(query["timestamp"]) + 1)}, body


def replayed(pusher: Pusher, message: bytes) -> Bad:
    """What was right an hour ago."""
    now = pusher.clock
    pusher.clock = lambda: now() - timedelta(hours=1)
    try:
        return pusher.wrapped(message)
    finally:
        pusher.clock = now


def of_tomorrow(pusher: Pusher, message: bytes) -> Bad:
    now = pusher.clock
    pusher.clock = lambda: now() + timedelta(days=1)
    try:
        return pusher.wrapped(message)
    finally:
        pusher.clock = now


def for_another(pusher: Pusher, message: bytes) -> Bad:
    """Signed and sealed rightly, for another app of the same operator."""
    ours, pusher.receiver = pusher.receiver, "wx-another-app"
    try:
        return pusher.wrapped(message)
    finally:
        pusher.receiver = ours


def under_another_key(pusher: Pusher, message: bytes) -> Bad:
    sealed = Envelope(["Z" * 42 + "A"], pusher.receiver).seal(message)
    return pusher.query(sealed), f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode()


def in_plain_text(pusher: Pusher, message: bytes) -> Bad:
    """Signed as plain pushes are, to get around the encryption."""
    return pusher.query(), message


NOT_GENUINE: tuple[Callable[[Pusher, bytes], Bad], ...] = (
    bad_signature,
    no_signature,
    altered_body,
    altered_time,
    replayed,
    of_tomorrow,
    for_another,
    under_another_key,
)
UNREADABLE = (XXE, LAUGHS, b"", b"{", b"[]", b"<xml>", b'{"a":' * 3000, b"\xff\xfe\x00", b"<xml>" * 3000)
