"""Everything secret about a challenge: link tokens, digests of codes, sealed text messages."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

from cryptography.fernet import Fernet
from pydantic import SecretStr

from desk.keys import derive

_MAINLAND = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")


@dataclass(frozen=True)
class Seals:
    """The keys of verification, each for one use."""

    links: bytes = field(repr=False)
    codes: bytes = field(repr=False)
    messages: bytes = field(repr=False)

    @classmethod
    def from_secret(cls, secret: bytes | str | SecretStr) -> Seals:
        """The keys that belong to the system's `secret_key`."""
        return cls(*(derive(secret, f"verification/{use}") for use in ("links", "codes", "messages")))

    def token(self, challenge_id: str) -> str:
        """The link's token. With the key it can be made again from the id, so it is stored nowhere."""
        digest = hmac.digest(self.links, challenge_id.encode(), hashlib.sha256)
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def code_digest(self, challenge_id: str, phone: str, code: str) -> str:
        """What is kept of a code: bound to the challenge and the phone, and worthless without the key."""
        return self._digest(f"code|{challenge_id}|{phone}|{code}")

    def phone_digest(self, phone: str) -> str:
        """A name for a phone under which sendings are counted, however its number is written."""
        known = _MAINLAND.fullmatch(phone)
        return self._digest(f"phone|{known[1] if known else phone}")

    def place_digest(self, place: str) -> str:
        """A name for a place from which somebody verified; the place itself is not kept."""
        return self._digest(f"place|{place}")

    def seal(self, phone: str, text: str, code: str) -> str:
        """A text message for the outbox, unreadable in the database and in its backups."""
        return self._box.encrypt(json.dumps([phone, text, code]).encode()).decode()

    def unseal(self, sealed: str) -> tuple[str, str, str]:
        """Phone, text and code of a sealed message."""
        phone, text, code = json.loads(self._box.decrypt(sealed.encode()))
        return phone, text, code

    @property
    def _box(self) -> Fernet:
        return Fernet(urlsafe_b64encode(self.messages))

    def _digest(self, material: str) -> str:
        return hmac.digest(self.codes, material.encode(), hashlib.sha256).hex()


def token_digest(token: str) -> str:
    """What the database knows a link by."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def new_code() -> str:
    """Six digits that nobody can guess."""
    return f"{secrets.randbelow(10**6):06}"


def masked_phone(phone: str) -> str:
    """A phone as it may be shown, such as 138****1234."""
    return f"{phone[:3]}****{phone[-4:]}"
