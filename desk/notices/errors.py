"""What delivery may say."""

from desk.errors import DomainError


class Undeliverable(DomainError):
    """A handler knows that no later attempt can succeed."""


class NotNow(DomainError):
    """The receiver is away, which is no fault of the notice: it is tried for as long as it takes."""
