"""What the closures refuse, each with the facts that an answer needs."""

from datetime import datetime
from typing import TYPE_CHECKING

from desk.accounts.model import Obstacle
from desk.errors import DomainError

if TYPE_CHECKING:
    from desk.closures.model import Stage


class NotEligible(DomainError):
    """The account cannot be closed now; ``obstacles`` are all the reasons."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__(", ".join(obstacle.kind for obstacle in obstacles))
        self.obstacles = obstacles


class NoLongerEligible(NotEligible):
    """An approved application met obstacles when it was to be executed, and has been rejected."""


class VerificationBarred(DomainError):
    """Verification failed for good lately; no new application before ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class NoOpenApplication(DomainError):
    """The customer has no open application to act on."""


class UnknownApplication(DomainError):
    """No such number, or not this customer's; ``mistyped`` when the check digits do not fit."""

    def __init__(self, number: str, *, mistyped: bool = False) -> None:
        super().__init__(number)
        self.number = number
        self.mistyped = mistyped


class MoveNotAllowed(DomainError):
    """The application is in ``stage``, from which there is no way to ``wanted``."""

    def __init__(self, stage: "Stage", wanted: "Stage") -> None:
        super().__init__(f"{stage} -> {wanted}")
        self.stage = stage
        self.wanted = wanted


class ProofExpired(DomainError):
    """The proof of identity is too old to submit on; the application is back at verifying."""


class ProofNotFitting(DomainError):
    """The proof is another application's, or not the one that this application passed with."""


class FourEyes(DomainError):
    """Who approved an application may not execute it."""


class ClosingUnderWay(DomainError):
    """The core system has been told to close the account and has not answered yet."""


class ReasonMissing(DomainError):
    """A rejection needs a reason, which the customer will read."""


class AlreadyOpen(DomainError):
    """The account has an open application already."""
