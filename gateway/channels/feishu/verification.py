"""Whether a push is Feishu's, is fresh and is for this app; and what is in it."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from gateway.channels.feishu.settings import FeishuSettings
from gateway.channels.model import Push
from gateway.channels.payloads import read_object, text_at
from gateway.channels.port import NotGenuine

URL_CHECK = "url_verification"
_FRESH_SECONDS = 300
_BLOCK = 16  # bytes
_LONGEST_TIMESTAMP = 12  # digits


def open_push(push: Push, settings: FeishuSettings, now: datetime) -> dict[str, Any]:
    """What Feishu says in a push, after everything about it was checked.

    Only the check of the address comes without a signature; it is encrypted and carries the token.

    Raises:
        NotGenuine: unsigned, wrongly signed, stale, or for another app.
        Unreadable: no JSON, or nested beyond reason.
    """
    headers = {name.lower(): value for name, value in push.headers.items()}
    is_signed = "x-lark-signature" in headers
    if is_signed:
        _check_signature(headers, push.body, settings.encrypt_key.get_secret_value(), now)
    sealed = read_object(push.body).get("encrypt")
    if not isinstance(sealed, str):
        raise NotGenuine("not encrypted")
    opened = read_object(decrypt(sealed, settings.encrypt_key.get_secret_value()))
    _check_addressee(opened, settings)
    if not is_signed and opened.get("type") != URL_CHECK:
        raise NotGenuine("not signed")
    return opened


def signature(timestamp: str, nonce: str, key: str, body: bytes) -> str:
    """What the platform puts beside a body, still encrypted: SHA-256 over all four, in hex."""
    return hashlib.sha256(f"{timestamp}{nonce}{key}".encode() + body).hexdigest()


def decrypt(sealed: str, key: str) -> bytes:
    """The text in an `encrypt` field: AES-256-CBC under the key's SHA-256, the first block being the IV.

    Raises:
        NotGenuine: not encrypted with this key.
    """
    try:
        raw = b64decode(sealed, validate=True)
        opener = Cipher(AES(hashlib.sha256(key.encode()).digest()), CBC(raw[:_BLOCK])).decryptor()
        padded = opener.update(raw[_BLOCK:]) + opener.finalize()
        unpadder = PKCS7(_BLOCK * 8).unpadder()
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError as error:
        raise NotGenuine("not encrypted with this app's key") from error


def _check_signature(headers: Mapping[str, str], body: bytes, key: str, now: datetime) -> None:
    timestamp, nonce = headers.get("x-lark-request-timestamp", ""), headers.get("x-lark-request-nonce", "")
    expected = signature(timestamp, nonce, key, body)
    if not hmac.compare_digest(headers["x-lark-signature"].encode(), expected.encode()):
        raise NotGenuine("wrong signature")
    # Neither the platform's pages nor its SDK ask for this; without it a copied push is good for ever.
    if not (timestamp.isascii() and timestamp.isdecimal()) or len(timestamp) > _LONGEST_TIMESTAMP:
        raise NotGenuine("no timestamp")
    if abs(now.timestamp() - int(timestamp)) > _FRESH_SECONDS:
        raise NotGenuine("stale")


def _check_addressee(opened: Mapping[str, Any], settings: FeishuSettings) -> None:
    is_url_check = opened.get("type") == URL_CHECK
    token = text_at(opened, "token") if is_url_check else text_at(opened, "header", "token")
    expected = settings.verification_token.get_secret_value()
    if not hmac.compare_digest((token or "").encode(), expected.encode()):
        raise NotGenuine("wrong verification token")
    if not is_url_check and text_at(opened, "header", "app_id") != settings.app_id:
        raise NotGenuine("another app")
