"""How many texts one number is let have, and when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

MINUTE, HOUR, DAY = 60, 3600, 86_400
WINDOWS = ((MINUTE, 1), (HOUR, 5), (DAY, 10))


@dataclass
class Allowance:
    """Counts what was taken, in windows that roll."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def full(self, number: str, at: float) -> tuple[int, int] | None:
        """The window that is full for this number, the longest first; none: one more may be sent."""
        for window, most in reversed(WINDOWS):
            if sum(at - window < moment for moment in self.taken[number]) >= most:
                return window, most
        return None

    def count(self, number: str, at: float) -> None:
        self.taken[number].append(at)
