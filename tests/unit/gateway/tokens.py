"""Tokens as host sites sign them, right and wrong."""

from __future__ import annotations

import time
from typing import Any

import jwt

SHARED_KEY = "a key that only the shop and the gateway know"
KID = "shop-1"


def claims(**changes: Any) -> dict[str, Any]:
    """The claims of a good token, with changes; a change to None leaves the claim out."""
    now = int(time.time())
    good = {"sub": "c-1", "aud": "xiaohu", "iat": now, "exp": now + 600, "jti": "once"}
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def signed(key: Any = SHARED_KEY, algorithm: str = "HS256", kid: Any = KID, **changes: Any) -> str:
    """A token as the shop makes it, with changed claims."""
    return jwt.encode(claims(**changes), key, algorithm=algorithm, headers={"kid": kid})


def bearer(token: str) -> str:
    """The Authorization header for a token."""
    return f"Bearer {token}"
