"""Signatures between us and the core system: both sides prove with one secret what they sent."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

SCHEME = "XIAOHU-LEDGER-1"
KEY, TIMESTAMP, NONCE = "X-Xiaohu-Key", "X-Xiaohu-Timestamp", "X-Xiaohu-Nonce"
IDEMPOTENCY_KEY, SIGNATURE = "Idempotency-Key", "X-Xiaohu-Signature"


@dataclass(frozen=True)
class Request:
    """What of a request is signed.

    Args:
        target: path and query as they stand in the request line.
        timestamp: seconds since 1970, as decimal text.
        nonce: never used before with this key.
        idempotency_key: the header's value, empty without one.
    """

    method: str
    target: str
    timestamp: str
    nonce: str
    idempotency_key: str
    body: bytes

    def signature(self, secret: bytes) -> str:
        """The request's signature, in lower-case hexadecimal."""
        facts = (self.method, self.target, self.timestamp, self.nonce, self.idempotency_key)
        return _signed(secret, *facts, _digest(self.body))


def answer_signature(secret: bytes, *, nonce: str, status: int, body: bytes) -> str:
    """The signature of an answer; the request's nonce in it ties the answer to its question."""
    return _signed(secret, "ANSWER", str(status), nonce, _digest(body))


def fits(given: str, expected: str) -> bool:
    """Whether two signatures are the same, told without telling how much of them is."""
    return hmac.compare_digest(given.encode(), expected.encode())


def _signed(secret: bytes, *parts: str) -> str:
    text = "\n".join((SCHEME, *parts))
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
