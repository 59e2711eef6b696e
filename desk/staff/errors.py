"""What the staff desk refuses."""

from datetime import datetime

from desk.errors import DomainError


class NotStaff(DomainError):
    """The name and passphrase are no staff account's, or the account may not do this."""


class StaffLocked(DomainError):
    """Too many wrong passphrases; nothing is tried before ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class BadName(DomainError):
    """A name has to show at least one letter or digit, and is no longer than 64 characters."""


class NameTaken(DomainError):
    """A staff account of this name exists already."""


class WeakPassphrase(DomainError):
    """The passphrase is shorter than ``least`` characters."""

    def __init__(self, least: int) -> None:
        super().__init__(str(least))
        self.least = least
