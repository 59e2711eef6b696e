"""Staff accounts, and when two names are the same person."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk.staff.errors import BadName, StaffLocked

TRIES = 5
LONGEST_NAME = 64
LOCK = timedelta(minutes=15)
_INVISIBLE = {"Cf", "Cc", "Cn", "Co", "Cs", "Mn", "Me"}
# Letters and signs by their class, blanks by their looks.
_FILLERS = frozenset("\u115f\u1160\u2800\u3164")
# Small Cyrillic and Greek letters that look like Latin ones, or do as capitals.
_LOOKALIKES = str.maketrans(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d"
    "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03f2",
    "abekmhopctyxsijhdqwabezhikmvoptyxc",
)
_SPACE_IN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


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
    shown = "".join(c for c in folded.translate(_LOOKALIKES) if _is_seen(c))
    key = _SPACE_IN_HAN.sub("", " ".join(shown.split()))
    if not any(c.isalnum() for c in key):
        raise BadName(name)
    return key


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE and character not in _FILLERS


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's: width, case, spacing and what cannot be seen do not count."""
    return name_key(one) == name_key(other)
