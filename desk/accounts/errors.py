"""What the accounts refuse."""

from desk.errors import DomainError


class NoAccount(DomainError):
    """The customer has no 备用金 account."""


class UnknownCustomer(DomainError):
    """No customer is known by this identity."""
