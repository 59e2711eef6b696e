"""Staff accounts, and when two names are the same person."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk.staff.errors import BadName, StaffLocked

TRIES = 5
LONGEST_NAME = 64
LOCK = timedelta(minutes=15)


class Role(StrEnum):
    """What a member of staff may do; an admin may do everything."""

    REVIEWER = "reviewer"
    AGENT = "agent"
    ADMIN = "admin"


@dataclass(eq=False)
class StaffMember:
    """One person with a staff account; ``key`` is the name as it is compared."""

    key: str
    name: str
    role: Role
    passphrase_hash: str
    created_at: datetime
    wrong_tries: int = 0
    locked_until: datetime | None = None

    def may(self, role: Role) -> bool:
        """Whether the member may do what ``role`` does."""
        return self.role in (role, Role.ADMIN)

    def require_unlocked(self, at: datetime) -> None:
        """Refuse while the account is locked.

        Raises:
            StaffLocked: five wrong passphrases in a row, less than fifteen minutes ago.
        """
        if self.locked_until is not None and at < self.locked_until:
            raise StaffLocked(self.locked_until)

    def tried(self, *, right: bool, at: datetime) -> None:
        """Count a try; the fifth wrong one in a row locks the account."""
        self.wrong_tries = 0 if right else self.wrong_tries + 1
        if self.wrong_tries >= TRIES:
            self.wrong_tries, self.locked_until = 0, at + LOCK


def name_key(name: str) -> str:
    """The form in which two spellings of one person's name are equal.

    Raises:
        BadName: nothing visible is left, or it is longer than any name.
    """
    if len(name) > LONGEST_NAME:
        raise BadName(name)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    shown = "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Cc", "Mn"))
    key = " ".join(shown.split())
    if not any(c.isalnum() for c in key):
        raise BadName(name)
    return key


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, whatever their width, case and spacing."""
    return name_key(one) == name_key(other)
