"""What the accounts refuse."""

from desk.accounts.model import Account
from desk.errors import DomainError


class NoAccount(DomainError):
    """The customer has no 备用金 account."""


class UnknownCustomer(DomainError):
    """No customer is known by this identity."""


class LedgerUnavailable(DomainError):
    """The company's own core system cannot be asked now; nothing was changed."""


class NotClosable(DomainError):
    """The core system refuses to freeze or close for this reference, for good.

    ``account`` is how the account stands there; None without one.
    """

    def __init__(self, account: Account | None) -> None:
        super().__init__()
        self.account = account


class MalformedIdNumber(DomainError):
    """This is no number of a resident's identity card."""
