"""What a conversation refuses."""

from desk.errors import DomainError


class UnknownConversation(DomainError):
    """There is no such conversation."""


class UnknownSender(DomainError):
    """The bot names a session that was never begun."""


class UnknownTurn(DomainError):
    """There is no such turn."""


class UnknownMessage(DomainError):
    """This conversation has no such message of the bot."""


class UnknownButton(DomainError):
    """This conversation was never given such a button."""


class MalformedTurn(DomainError):
    """Neither a text of 1 to 2,000 characters nor a button, or both."""


class MalformedRating(DomainError):
    """A score is a whole number from 1 to 5."""


class AlreadyClaimed(DomainError):
    """Another person has taken the conversation over: `by`."""

    def __init__(self, by: str | None) -> None:
        super().__init__(by)
        self.by = by


class NotClaimed(DomainError):
    """Only the person who has taken a conversation over may speak in it or resolve it."""
