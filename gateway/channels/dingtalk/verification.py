"""Whether a push by HTTP is DingTalk's, and of this hour."""

from __future__ import annotations

import hmac
from base64 import b64encode
from datetime import datetime
from hashlib import sha256

from gateway.channels.dingtalk.settings import DingTalkSettings
from gateway.channels.model import Push
from gateway.channels.port import NotGenuine

_FRESH_MS = 3_600_000
_LONGEST_TIMESTAMP = 15  # digits


def check_push(push: Push, settings: DingTalkSettings, now: datetime) -> None:
    """Check the signature, its age, and the key in the address.

    The signature proves that DingTalk called within the hour, and nothing about the body: what is in it is
    taken as said by whoever knows the signature of this hour. So it travels over TLS, the address has a key,
    a `msgId` counts once, and no address in the body is ever called as it is.

    Raises:
        NotGenuine: one of them is wrong.
    """
    headers = {name.lower(): value for name, value in push.headers.items()}
    key = settings.webhook_key
    if key and not _equal(push.query.get("key", ""), key.get_secret_value()):
        raise NotGenuine("wrong key in the address")
    timestamp = headers.get("timestamp", "")
    if not (timestamp.isascii() and timestamp.isdecimal()) or len(timestamp) > _LONGEST_TIMESTAMP:
        raise NotGenuine("no timestamp")
    if not _equal(headers.get("sign", ""), signature(timestamp, settings.secret)):
        raise NotGenuine("wrong signature")
    if abs(now.timestamp() * 1000 - int(timestamp)) > _FRESH_MS:
        raise NotGenuine("stale")


def signature(timestamp: str, secret: str) -> str:
    """The `sign` header: HMAC-SHA-256 of the timestamp and the secret under the secret, in Base64."""
    return b64encode(hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), sha256)).decode()


def _equal(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
