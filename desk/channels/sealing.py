"""What people typed, access tokens and links, unreadable in the database and in its backups."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr

from desk.keys import derive


class Unopenable(Exception):
    """Not sealed by us for this use, or altered, or with a secret key that was changed since."""


@dataclass(frozen=True)
class Box:
    """Seals JSON values for one use; what is sealed for another does not open here."""

    key: bytes = field(repr=False)

    @classmethod
    def for_use(cls, secret: bytes | str | SecretStr, use: str) -> Box:
        """The box of one use, from the system's `secret_key`."""
        return cls(derive(secret, f"channels/{use}"))

    def seal(self, value: Any) -> str:
        """The sealed text."""
        return self._fernet.encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()

    def open(self, sealed: str) -> Any:
        """The value again.

        Raises:
            Unopenable: see there.
        """
        try:
            return json.loads(self._fernet.decrypt(sealed.encode()))
        except (InvalidToken, ValueError) as error:
            raise Unopenable from error

    def sign(self, text: str) -> str:
        """A signature over a text, for cookies that have to be checked without being kept."""
        return hmac.digest(self.key, text.encode(), hashlib.sha256).hex()

    @property
    def _fernet(self) -> Fernet:
        return Fernet(urlsafe_b64encode(self.key))


def digest(text: str) -> str:
    """What the database knows a secret, or a platform's own key, by."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
