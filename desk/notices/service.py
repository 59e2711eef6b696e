"""Delivery of what the outbox holds: at least once, each on its own, with growing pauses."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desk.clock import Clock
from desk.notices.errors import NotNow, NotYet, Undeliverable, UnknownNotice
from desk.notices.model import ATTEMPTS, LONGEST_ABSENCE, Backlog, Notice, State, pause_after
from desk.notices.ports import Handler
from desk.work import Transactions

log = logging.getLogger(__name__)

# A worker that dies holds its notice this long; a handler must be done well before.
LEASE = timedelta(seconds=60)
BATCH = 50


class NoticeService:
    """Hands waiting notices to their handlers.

    The attempt is saved before a handler is called, so that a crash in the middle costs a repetition, never a
    loss; handlers recognise a repetition by the notice's key.
    """

    def __init__(self, transactions: Transactions, *, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock

    def due(self, at: datetime, limit: int = BATCH, kinds: Collection[str] | None = None) -> Sequence[Notice]:
        """What is to be delivered at this time, oldest first."""
        with self._transactions.read() as work:
            return work.outbox.due(at, limit, kinds)

    def deliver(self, handlers: Mapping[str, Handler], *, limit: int = BATCH) -> int:
        """Deliver what is due and has a handler; a handler that fails holds up nobody else.

        Returns:
            how many notices arrived.
        """
        waiting = self.due(self._clock(), limit, handlers.keys())
        return sum(self._deliver(notice, handlers[notice.kind]) for notice in waiting)

    def backlog(self, kinds: Collection[str] | None = None) -> Backlog:
        """How far delivery is behind, of these kinds or of all, for the operator's metrics."""
        with self._transactions.read() as work:
            return work.outbox.backlog(kinds)

    def note(self, notice: Notice, reason: str) -> None:
        """Say how far a delivery is, so that whoever finds it after a crash knows."""
        with self._transactions.write() as work:
            work.outbox.note(notice.id, reason)

    def listed(self, states: Collection[State], limit: int = 50) -> Sequence[Notice]:
        """Notices in these states, newest first, for staff."""
        with self._transactions.read() as work:
            return work.outbox.listed(states, limit)

    def get(self, notice_id: int) -> Notice:
        """One notice, for staff.

        Raises:
            UnknownNotice: there is none.
        """
        with self._transactions.read() as work:
            found = work.outbox.get(notice_id)
        if found is None:
            raise UnknownNotice
        return found

    def retry(self, notice_id: int) -> None:
        """Have a notice that was given up delivered once more, now that the cause is mended.

        Raises:
            UnknownNotice: there is none, or it was not given up.
        """
        with self._transactions.write() as work:
            if not work.outbox.revive(notice_id, self._clock()):
                raise UnknownNotice

    def _deliver(self, notice: Notice, handle: Handler) -> bool:
        with self._transactions.write() as work:
            if not work.outbox.claim(notice, until=self._clock() + LEASE):
                return False
        attempt = replace(notice, attempts=notice.attempts + 1)
        try:
            how = handle(attempt)
        except NotYet as early:
            with self._transactions.write() as work:
                work.outbox.postpone(notice.id, until=early.at, reason="early")
            return False
        except Exception as error:  # noqa: BLE001 - whatever a provider raises, the others still have to go
            self._failed(attempt, error)
            return False
        with self._transactions.write() as work:
            work.outbox.delivered(notice.id, how)
        return True

    def _failed(self, notice: Notice, error: Exception) -> None:
        is_away = isinstance(error, NotNow)
        dead = not is_away and (isinstance(error, Undeliverable) or notice.attempts >= ATTEMPTS)
        pause = pause_after(notice.attempts)
        pause = min(pause, LONGEST_ABSENCE) if is_away else pause
        with self._transactions.write() as work:
            if dead:
                work.outbox.give_up(notice.id, _reason(error))
            else:
                work.outbox.postpone(notice.id, until=self._clock() + pause, reason=_reason(error))
        # Without the error's own text: it may quote the message, and the message may hold a code.
        log.log(
            logging.ERROR if dead else logging.WARNING,
            "notice %s (%s) %s at attempt %d: %s\n%s",
            notice.key,
            notice.kind,
            "given up" if dead else "not delivered",
            notice.attempts,
            type(error).__name__,
            "".join(traceback.format_tb(error.__traceback__)),
        )


def _reason(error: Exception) -> str:
    # Never the error's own text, for the same reason.
    given = error.reason if isinstance(error, Undeliverable) else ""
    return given or type(error).__name__
