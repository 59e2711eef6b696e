"""The periods that an operator sets for closures."""

from dataclasses import dataclass
from datetime import timedelta

from desk.errors import ConfigurationError

LONGEST_REVIEW_DAYS = 15


@dataclass(frozen=True)
class ClosurePolicy:
    """``review_days`` are working days; the others are plain time."""

    review_days: int = 5
    idle: timedelta = timedelta(days=30)
    proof_lifetime: timedelta = timedelta(minutes=10)

    def __post_init__(self) -> None:
        if not 1 <= self.review_days <= LONGEST_REVIEW_DAYS:
            raise ConfigurationError(f"review_days must be between 1 and {LONGEST_REVIEW_DAYS} working days.")
