"""The hours in which nobody is woken by news."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from desk.clock import SHANGHAI

_SHAPE = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")


@dataclass(frozen=True)
class QuietHours:
    """From one time of the day in China to another, over midnight or not; none when both are the same."""

    begin: time
    end: time

    @classmethod
    def read(cls, text: str) -> QuietHours:
        """The hours from a text such as 22:00-08:00; empty for none.

        Raises:
            ValueError: it is no such text.
        """
        if not text:
            return cls(time(0), time(0))
        found = _SHAPE.fullmatch(text)
        if found is None:
            raise ValueError("hours such as 22:00-08:00 are needed")
        numbers = [int(number) for number in found.groups()]
        return cls(time(numbers[0], numbers[1]), time(numbers[2], numbers[3]))

    def over_at(self, at: datetime) -> datetime | None:
        """When the quiet hours that hold at this moment are over; None when none do."""
        local = at.astimezone(SHANGHAI)
        now = local.time()
        over_midnight = self.begin > self.end
        inside = self.begin <= now or now < self.end if over_midnight else self.begin <= now < self.end
        if not inside:
            return None
        day = local.date() + timedelta(days=over_midnight and now >= self.begin)
        return datetime.combine(day, self.end, SHANGHAI)
