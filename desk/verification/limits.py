"""How often one may try and ask: per customer, whatever the link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.verification.errors import MethodLocked
from desk.verification.model import Method

CODE_TRIES = 5
PASSWORD_TRIES = 5
FACE_TRIES = 3
FACE_TRIES_A_DAY = 5
TRIES_IN_ALL = 10
DAY = timedelta(hours=24)
BAR = DAY
PASSWORD_LOCKS = (timedelta(hours=3), timedelta(hours=12), timedelta(hours=24))
# At most so many codes within so long; the first line is the pause between two.
SENDING = ((1, timedelta(seconds=60)), (5, timedelta(hours=1)), (10, DAY))


def next_code_at(sent: Sequence[datetime], at: datetime) -> datetime:
    """When another code may be sent: `at` itself when none of the limits is reached.

    Args:
        sent: when codes went out in the last 24 hours, in any order.
    """
    newest_first = sorted(sent, reverse=True)
    free = [newest_first[most - 1] + window for most, window in SENDING if len(newest_first) >= most]
    return max([at, *free])


@dataclass
class Guard:
    """What stands between a guesser and one customer's secrets. Counted per customer, never per link.

    A try is counted as wrong before it is evaluated; a right one takes that back. So parallel guesses cannot
    get more evaluations than the limit, and a crash in between costs a try.

    Args:
        password_wrong: tries with the password that were, or still may be, wrong.
        password_locks: how often it has been locked since it was last right.
        cleared_at: when the customer last passed or was barred; earlier tries no longer count.
        barred_until: before then, no new application.
    """

    customer: str
    password_wrong: int = 0
    password_locks: int = 0
    password_locked_until: datetime | None = None
    cleared_at: datetime | None = None
    barred_until: datetime | None = None

    def password_lock_at(self, at: datetime) -> datetime | None:
        """Until when the password is locked, or None when it may be tried."""
        until = self.password_locked_until
        return until if until is not None and until > at else None

    def passwords_left(self, at: datetime) -> int:
        """How many tries are left before the password is locked."""
        if self.password_lock_at(at):
            return 0
        return PASSWORD_TRIES if self.password_locked_until else PASSWORD_TRIES - self.password_wrong

    def reserve_password(self, at: datetime) -> None:
        """Count a try that is about to be evaluated; the last one locks the password beforehand.

        Raises:
            MethodLocked: there is none left.
        """
        if until := self.password_lock_at(at):
            raise MethodLocked(Method.PASSWORD, until)
        if self.password_locked_until is not None:
            self.password_wrong, self.password_locked_until = 0, None
        self.password_wrong += 1
        if self.password_wrong >= PASSWORD_TRIES:
            step = min(self.password_locks, len(PASSWORD_LOCKS) - 1)
            self.password_locked_until = at + PASSWORD_LOCKS[step]
            self.password_locks += 1

    def password_was_right(self) -> None:
        """The owner has been here: what was counted against the password is forgotten."""
        self.password_wrong = self.password_locks = 0
        self.password_locked_until = None

    def passed(self, at: datetime) -> None:
        """The customer has passed: nothing counts against them any more."""
        self.password_was_right()
        self.cleared_at = at

    def bar(self, at: datetime) -> None:
        """Too many wrong tries in all: no new application for a day, then a fresh start."""
        self.cleared_at = at
        self.barred_until = at + BAR

    def counts_from(self, at: datetime) -> datetime:
        """Since when wrong tries count together."""
        return max(at - DAY, self.cleared_at) if self.cleared_at else at - DAY
