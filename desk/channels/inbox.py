"""The inbox of messaging apps: what came is kept once, and worked on in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from desk.channels.choosing import chosen
from desk.channels.errors import UnknownAppUser
from desk.channels.model import AppUser, Arrival, Incoming, Rendered
from desk.channels.sealing import digest
from desk.clock import Clock
from desk.notices.model import pause_after
from desk.work import Transactions, Work

# Whoever dies in the middle holds up one person's messages for this long; a call must be done before.
LEASE = timedelta(seconds=10)
ATTEMPTS = 5


class InboxService:
    """What came; each step is one transaction, and may be repeated after a crash."""

    def __init__(self, transactions: Transactions, *, clock: Clock) -> None:
        self._transactions, self._clock = transactions, clock

    def take(
        self, channel: str, arrivals: Sequence[Arrival], values: Mapping[str, str] | None = None
    ) -> bool:
        """Keep what came and the channel's new values in one transaction; redeliveries change nothing.

        Returns:
            whether there was anything new.
        """
        with self._transactions.write() as work:
            taken = [self._take(work, channel, arrival) for arrival in arrivals]
            for name, value in (values or {}).items():
                work.passes.put_value(channel, name, value, None)
        return any(taken)

    def user(self, app_user_id: str) -> AppUser:
        """An app user as they are now.

        Raises:
            UnknownAppUser: nobody has this id.
        """
        with self._transactions.read() as work:
            return known_user(work, app_user_id)

    def begin(self, app_user_id: str) -> Incoming | None:
        """The oldest thing that came and is not done, if its time has come; the attempt is saved first."""
        at = self._clock()
        with self._transactions.write(lasting=False) as work:
            oldest = work.channels.next_incoming(app_user_id)
            if oldest is None or oldest.not_before > at:
                return None
            if not work.channels.claim_incoming(oldest, until=at + LEASE):
                return None
            return replace(oldest, attempts=oldest.attempts + 1)

    def done(self, incoming: Incoming) -> None:
        """It is worked on; what it said is forgotten."""
        with self._transactions.write(lasting=False) as work:
            work.channels.settle_incoming(incoming.id)

    def answered(
        self,
        incoming: Incoming,
        rendered: Sequence[Rendered],
        *,
        reply_to: Mapping[str, Any] | None = None,
    ) -> None:
        """It is answered beside the conversation, in the same transaction; said once, however often it came.

        Args:
            reply_to: where it came from, when that is not where the person writes in private.
        """
        with self._transactions.write(lasting=False) as work:
            at = self._clock()
            work.channels.add_deliveries(
                incoming.app_user_id, rendered, at=at, of_conversation=False, reply_to=reply_to
            )
            work.channels.settle_incoming(incoming.id)

    def failed(self, incoming: Incoming) -> bool:
        """It could not be worked on; tried again later, in its place in the order.

        Returns:
            whether it was given up.
        """
        hopeless = incoming.attempts >= ATTEMPTS
        with self._transactions.write(lasting=False) as work:
            if hopeless:
                work.channels.settle_incoming(incoming.id, failed=True)
            else:
                later = self._clock() + pause_after(incoming.attempts)
                work.channels.postpone_incoming(incoming.id, until=later)
        return hopeless

    def chosen(self, user: AppUser, conversation_id: str, text: str) -> str | None:
        """The button that somebody typed by its number or its title."""
        with self._transactions.read() as work:
            return chosen(work, conversation_id, user.offered, text)

    def taken_over(self) -> Sequence[tuple[AppUser, bool]]:
        """App users whose platform has to be told that a person took over (True) or gave back (False)."""
        with self._transactions.read() as work:
            return work.channels.taken_over()

    def told_of_person(self, app_user_id: str, *, with_person: bool) -> None:
        """The platform knows now who answers."""
        with self._transactions.write(lasting=False) as work:
            work.channels.change_user(app_user_id, with_person=with_person)

    def _take(self, work: Work, channel: str, arrival: Arrival) -> bool:
        at = self._clock()
        user = work.channels.user_of(channel, arrival.app, arrival.user, at)
        body = None if arrival.left else arrival.body
        if not work.channels.add_incoming(user.id, channel, digest(arrival.key), body, at):
            return False
        if not arrival.private:
            return True
        work.channels.change_user(
            user.id,
            last_seen_at=at,
            blocked=arrival.left,
            identity=arrival.identity or user.identity,
            reply_to=arrival.reply_to,
            # Without a word about allowance, nothing says that the platform takes more than before.
            **({} if arrival.allowed is None else {"held": False}),
        )
        if arrival.allowed is not None:
            work.channels.allow(user.id, arrival.allowed, at)
        if arrival.left:
            work.channels.drop_deliveries(user.id, at, all_of_them=True)
        return True


def known_user(work: Work, app_user_id: str) -> AppUser:
    """An app user by our own name for them, or UnknownAppUser."""
    found = work.channels.user(app_user_id)
    if found is None:
        raise UnknownAppUser
    return found
