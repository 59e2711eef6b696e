"""What the demo refuses."""

from desk.errors import DomainError


class UnknownProfile(DomainError):
    """There is no demo customer of this kind."""
