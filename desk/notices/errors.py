"""What delivery may say."""

from desk.errors import DomainError


class Undeliverable(DomainError):
    """A handler knows that no later attempt can succeed."""
