"""Leaves a system alone that fails again and again, and asks once whether it is back.

Our own, because the libraries do not fit calls from many threads (looked at in November 2026): pybreaker 1.4
holds its lock during the call, so that one slow answer makes everybody queue; purgatory 3.0 shares its state
without a lock; circuitbreaker 2.1 lets the whole crowd through at the first try.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic


class Resting(Exception):
    """The system is left alone for now."""


class Breaker:
    """Counts failures in a row; the lock is held for the counting only, never during a call.

    Args:
        failures: so many in a row let the system rest.
        pause: for how many seconds; then a single call tries it.
    """

    def __init__(self, failures: int, pause: float, *, clock: Callable[[], float] = monotonic) -> None:
        self._most, self._pause, self._clock = failures, pause, clock
        self._lock = Lock()
        self._failed = 0
        self._until = 0.0

    @contextmanager
    def calling(self) -> Iterator[None]:
        """One call; whatever it raises counts as a failure.

        Raises:
            Resting: the call is not to be made.
        """
        self._admit()
        try:
            yield
        except BaseException:
            self._note_failure()
            raise
        self._note_success()

    def _admit(self) -> None:
        with self._lock:
            if self._failed < self._most:
                return
            if self._clock() < self._until:
                raise Resting
            # This one tries; the others go on waiting until it knows.
            self._until = self._clock() + self._pause

    def _note_failure(self) -> None:
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._until = self._clock() + self._pause

    def _note_success(self) -> None:
        with self._lock:
            self._failed = 0
