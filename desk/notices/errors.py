"""What delivery may say."""

from datetime import datetime

from desk.errors import DomainError


class Undeliverable(DomainError):
    """A handler knows that no later attempt can succeed; `reason` is one word for staff."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownNotice(DomainError):
    """No notice has this number, or it cannot be delivered once more."""


class NotNow(DomainError):
    """The receiver is away, which is no fault of the notice: it is tried for as long as it takes."""


class NotYet(DomainError):
    """Nothing is wrong, but it is too early; the handler wants to be called again at `at`."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at
