"""Checks what callers sign, written from docs/core-system.md alone: nothing of the client's code is used."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass

SKEW_SECONDS = 300


class Rejected(Exception):
    """The caller is turned away."""

    def __init__(self, reason: str, status: int = 401) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Envelope:
    """A request as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def nonce(self) -> str:
        """The caller's nonce, empty without one."""
        return self.header("X-Xiaohu-Nonce")

    def header(self, name: str) -> str:
        """A header by its name in any case."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")


def check(
    secret: str,
    key_id: str,
    envelope: Envelope,
    *,
    nonces: set[str],
    keys: MutableMapping[str, bytes],
) -> None:
    """Raise Rejected unless the request is signed, fresh and new, and its key was not used otherwise."""
    if envelope.header("X-Xiaohu-Key") != key_id:
        raise Rejected("unknown key")
    if not hmac.compare_digest(envelope.header("X-Xiaohu-Signature"), _expected(secret, envelope)):
        raise Rejected("wrong signature")
    if abs(time.time() - int(envelope.header("X-Xiaohu-Timestamp"))) > SKEW_SECONDS:
        raise Rejected("stale")
    if envelope.nonce in nonces:
        raise Rejected("nonce used before")
    nonces.add(envelope.nonce)
    if envelope.method == "POST":
        _check_key(envelope, keys)


def answer_signature(secret: str, nonce: str, status: int, body: bytes) -> str:
    """The signature of an answer."""
    text = f"XIAOHU-LEDGER-1\nANSWER\n{status}\n{nonce}\n{hashlib.sha256(body).hexdigest()}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _expected(secret: str, envelope: Envelope) -> str:
    lines = (
        "XIAOHU-LEDGER-1",
        envelope.method,
        envelope.target,
        envelope.header("X-Xiaohu-Timestamp"),
        envelope.nonce,
        envelope.header("Idempotency-Key"),
        hashlib.sha256(envelope.body).hexdigest(),
    )
    return hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()


def _check_key(envelope: Envelope, keys: MutableMapping[str, bytes]) -> None:
    key = envelope.header("Idempotency-Key")
    if not key:
        raise Rejected("no idempotency key", 422)
    if keys.setdefault(key, envelope.body) != envelope.body:
        raise Rejected("idempotency key used for something else", 422)
