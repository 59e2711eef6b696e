"""Who is speaking: always from a signature, never from a message."""

import math
import re
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt

from gateway.sites import SigningKey, Sites

AUDIENCE = "xiaohu"
VISITOR = "visitor"
DEMO = "demo"
VISITOR_LIFETIME = 24 * 3600
CUSTOMER_LIFETIME = 15 * 60
_LONGEST_TOKEN = 4096
_CLOCK_SKEW = 60
_REQUIRED = ["exp", "sub", "aud", "iat", "jti"]
_SUBJECT = re.compile(r"[A-Za-z0-9._@:+=|~-]{1,128}")


class NotAuthenticated(Exception):
    """The request carries no token that proves who is speaking."""


@dataclass(frozen=True)
class Identity:
    """A speaker whose signature was checked: owner is `site/sub`, or `visitor/uuid`."""

    owner: str
    is_visitor: bool
    expires_at: float


@dataclass(frozen=True)
class IssuedToken:
    """A token made here, and the seconds it lives."""

    token: str
    expires_in: int


class Identities:
    """Checks the tokens of the sites and of visitors, and makes the visitors' (and the demo's) own."""

    def __init__(
        self,
        sites: Sites,
        *,
        visitor_key: bytes,
        demo_key: bytes | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        own = [SigningKey(VISITOR, VISITOR, "HS256", visitor_key, VISITOR_LIFETIME)]
        if demo_key is not None:
            own.append(SigningKey(DEMO, DEMO, "HS256", demo_key, CUSTOMER_LIFETIME))
        self._keys = {**sites.keys, **{key.kid: key for key in own}}
        self._clock = clock

    def identify(self, authorization: str | None) -> Identity:
        """The speaker behind an Authorization header.

        Raises:
            NotAuthenticated: no bearer token, or one that is forged, expired, too long-lived or incomplete.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise NotAuthenticated
        return self._verified(token.strip())

    def of_token(self, token: str) -> Identity:
        """The speaker behind a token that came another way, such as back from a shop's login.

        Raises:
            NotAuthenticated: as for `identify`.
        """
        return self._verified(token)

    def new_visitor(self) -> IssuedToken:
        """A token for somebody who is not logged in; nobody else has this name."""
        return self._issued(self._keys[VISITOR], str(uuid.uuid4()))

    def demo_customer(self, sub: str) -> IssuedToken:
        """A token for a customer of the demo shop, as its host site would sign it."""
        return self._issued(self._keys[DEMO], sub)

    def _verified(self, token: str) -> Identity:
        try:
            key = self._key_of(token)
            claims = self._claims(token, key)
            self._check_times(claims, key)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise NotAuthenticated from error
        if not _SUBJECT.fullmatch(claims["sub"]) or not claims["jti"]:
            raise NotAuthenticated
        return Identity(f"{key.site}/{claims['sub']}", key.site == VISITOR, float(claims["exp"]))

    def _key_of(self, token: str) -> SigningKey:
        if len(token) > _LONGEST_TOKEN:
            raise NotAuthenticated
        kid = jwt.get_unverified_header(token).get("kid")
        key = self._keys.get(kid) if isinstance(kid, str) else None
        if key is None:
            raise NotAuthenticated
        return key

    def _claims(self, token: str, key: SigningKey) -> dict[str, Any]:
        # Times are checked below, with this object's own clock and on their own types.
        options: Any = {"require": _REQUIRED, "verify_iat": False, "verify_exp": False, "verify_nbf": False}
        return jwt.decode(token, key.key, algorithms=[key.algorithm], audience=AUDIENCE, options=options)

    def _check_times(self, claims: dict[str, Any], key: SigningKey) -> None:
        exp, iat = _moment(claims["exp"]), _moment(claims["iat"])
        not_before = _moment(claims.get("nbf", iat))
        now = self._clock()
        in_time = exp > now and max(iat, not_before) <= now + _CLOCK_SKEW
        if not in_time or not 0 < exp - iat <= key.longest_lifetime:
            raise NotAuthenticated

    def _issued(self, key: SigningKey, sub: str) -> IssuedToken:
        now = int(self._clock())
        claims = {
            "sub": sub,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + key.longest_lifetime,
            "jti": secrets.token_urlsafe(12),
        }
        token = jwt.encode(claims, key.key, algorithm=key.algorithm, headers={"kid": key.kid})
        return IssuedToken(token, key.longest_lifetime)


def _moment(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise NotAuthenticated
    return float(value)
