"""How payment passwords are kept: argon2id over a peppered HMAC.

Six digits have a million values, so the pepper (kept outside the database) and
the lock are the real protection.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

# OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
_ARGON2 = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


class Passwords:
    """Hashes and checks payment passwords.

    Args:
        pepper: the key that never enters the database, from `desk.keys.derive`.
    """

    def __init__(self, pepper: bytes) -> None:
        self._pepper = pepper

    def hash(self, password: str) -> str:
        """What the customer record keeps instead of the password."""
        return _ARGON2.hash(self._peppered(password))

    def matches(self, password_hash: str, password: str) -> bool:
        """Whether the password is the one behind the hash.

        An empty or damaged hash costs the same time as a real one and matches nothing, so that the time of an
        answer tells nobody whether a password is set.
        """
        try:
            return _ARGON2.verify(password_hash, self._peppered(password))
        except VerifyMismatchError:
            return False
        except (InvalidHashError, VerificationError):
            self._spend_the_same_time(password)
            return False

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        return _ARGON2.check_needs_rehash(password_hash)

    def _spend_the_same_time(self, password: str) -> None:
        try:
            _ARGON2.verify(self._dummy, self._peppered(password))
        except VerifyMismatchError:
            return

    @cached_property
    def _dummy(self) -> str:
        return _ARGON2.hash(b"nobody's password")

    def _peppered(self, password: str) -> bytes:
        return hmac.digest(self._pepper, password.encode(), hashlib.sha256)
