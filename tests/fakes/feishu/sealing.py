"""How Feishu seals and signs what it pushes; written apart from the adapter, to be wrong alone."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


@dataclass(frozen=True)
class AppKeys:
    """An app as its console page shows it."""

    app_id: str = "cli_a1b2c3d4e5f60718"
    app_secret: str = "feishu-app-secret-for-tests"
    encrypt_key: str = "feishu-encrypt-key-for-tests"
    verification_token: str = "feishu-verification-token"

    def environment(self, base: str) -> dict[str, str]:
        """The gateway's settings for this app, against the fake at `base`."""
        return {
            "XIAOHU_FEISHU_APP_ID": self.app_id,
            "XIAOHU_FEISHU_APP_SECRET": self.app_secret,
            "XIAOHU_FEISHU_ENCRYPT_KEY": self.encrypt_key,
            "XIAOHU_FEISHU_VERIFICATION_TOKEN": self.verification_token,
            "XIAOHU_FEISHU_API_BASE": base,
            "XIAOHU_FEISHU_ACCOUNTS_BASE": base,
        }


def seal(keys: AppKeys, content: Mapping[str, Any]) -> bytes:
    """The body of a push."""
    plain = json.dumps(content, ensure_ascii=False).encode()
    pad = 16 - len(plain) % 16
    iv = secrets.token_bytes(16)
    key = hashlib.sha256(keys.encrypt_key.encode()).digest()
    sealer = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    sealed = iv + sealer.update(plain + bytes([pad]) * pad) + sealer.finalize()
    return json.dumps({"encrypt": base64.b64encode(sealed).decode()}).encode()


def signed_headers(keys: AppKeys, body: bytes, at: datetime) -> dict[str, str]:
    """The headers beside it."""
    timestamp, nonce = str(int(at.timestamp())), secrets.token_hex(8)
    digest = hashlib.sha256()
    for part in (timestamp.encode(), nonce.encode(), keys.encrypt_key.encode(), body):
        digest.update(part)
    return {
        "Content-Type": "application/json; charset=utf-8",
        "X-Lark-Request-Timestamp": timestamp,
        "X-Lark-Request-Nonce": nonce,
        "X-Lark-Signature": digest.hexdigest(),
    }
