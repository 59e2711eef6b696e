"""One key per purpose out of one secret, so that a value made for one use is worthless for another."""

import hashlib
import hmac

from pydantic import SecretStr


def derive(key: bytes | str | SecretStr, purpose: str) -> bytes:
    """The 32-byte subkey of ``key`` for ``purpose``."""
    if isinstance(key, SecretStr):
        key = key.get_secret_value()
    material = key.encode() if isinstance(key, str) else key
    return hmac.digest(material, purpose.encode(), hashlib.sha256)
