"""What is refused about messaging apps."""

from desk.errors import DomainError


class UnknownAppUser(DomainError):
    """There is no such person in a messaging app, or not for this customer."""


class TicketSpent(DomainError):
    """The one-time link or ticket was used, is over, or was never given out."""


class BoundToAnother(DomainError):
    """This person in the app speaks for another customer already, and must be unbound first."""
