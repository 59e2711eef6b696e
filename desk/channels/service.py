"""The inbox and the deliveries of messaging apps: nothing is lost, nothing is done twice, all in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from desk.channels.choosing import chosen
from desk.channels.errors import UnknownAppUser
from desk.channels.model import AppUser, Arrival, Delivery, FailedDelivery, Incoming, Rendered
from desk.channels.sealing import digest
from desk.clock import Clock
from desk.conversations.model import Message, Role
from desk.notices.model import pause_after
from desk.work import Transactions, Work

# Whoever dies in the middle holds up one person's messages for this long; a call must be done before.
LEASE = timedelta(seconds=10)
INBOX_ATTEMPTS = 5
DELIVERY_ATTEMPTS = 16
KEPT = timedelta(days=7)
BIND_LIFETIME = timedelta(minutes=10)
BIND, ENTER = "bind", "enter"
_PAGE = 200


@dataclass(frozen=True)
class Outgoing:
    """What stands in a conversation and has to be said to the app user it goes on with.

    Args:
        room: the most payloads that may be made of it; None when there is no limit.
        seq: the last message that is in it.
        asked: whether the person said something among it, so that its buttons replace those shown before.
    """

    user: AppUser
    conversation_id: str
    messages: Sequence[Message]
    room: int | None
    after: int
    seq: int
    asked: bool


@dataclass(frozen=True)
class Links:
    """The links in what was rendered, to be kept together with it.

    Args:
        bind: digests of one-time links that bind the person to a customer.
        enter: digests of links to a verification, and the verification's token.
    """

    bind: tuple[str, ...] = ()
    enter: tuple[tuple[str, str], ...] = ()


class ChannelService:
    """Keeps what came and what goes out; each step is one transaction, and may be repeated after a crash."""

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

    def due(self, limit: int) -> Sequence[str]:
        """App users for whom there is something to do now."""
        with self._transactions.read() as work:
            return work.channels.due(self._clock(), limit)

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
        hopeless = incoming.attempts >= INBOX_ATTEMPTS
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

    def outgoing(self, app_user_id: str, *, limited: bool) -> Outgoing | None:
        """What has to be rendered next, once everything that was rendered before is on its way.

        Args:
            limited: whether the platform allows only so many messages.
        """
        at = self._clock()
        with self._transactions.read() as work:
            found = self._unsaid(work, app_user_id)
            room = work.channels.room(app_user_id, at) if limited else None
        if found is None or not found.messages or room is None or room > 0:
            return found and replace(found, room=room)
        with self._transactions.write(lasting=False) as work:
            _hold(work, found.user, at)
        return None

    def keep(
        self,
        outgoing: Outgoing,
        rendered: Sequence[Rendered],
        offered: Sequence[Mapping[str, str]],
        links: Links = Links(),
    ) -> bool:
        """Keep what was rendered, unless somebody else has, or the person went on elsewhere.

        Args:
            offered: ids and titles of the buttons, in the order of their numbers.
        """
        at = self._clock()
        with self._transactions.write(lasting=False) as work:
            conversation = work.conversations.get(outgoing.conversation_id, lock=True)
            place = outgoing.user.id, outgoing.after
            if conversation is None or (conversation.place, conversation.sent_seq) != place:
                return False
            work.conversations.change(conversation.id, sent_seq=outgoing.seq)
            work.channels.add_deliveries(outgoing.user.id, rendered, at=at, of_conversation=True)
            if offered or outgoing.asked:
                work.channels.change_user(outgoing.user.id, offered=list(offered))
            for secret in links.bind:
                work.passes.add(secret, BIND, {"app_user": outgoing.user.id}, at + BIND_LIFETIME)
            for secret, token in links.enter:
                door = {"app_user": outgoing.user.id, "token": token}
                work.passes.add(secret, ENTER, door, at + BIND_LIFETIME)
                work.passes.tie_link(digest(token), outgoing.user.id, at + KEPT)
        return True

    def begin_delivery(self, app_user_id: str, *, limited: bool) -> Delivery | None:
        """The oldest message that waits, if it may go now; the attempt is saved before the call."""
        at = self._clock()
        with self._transactions.write(lasting=False) as work:
            user, oldest = known_user(work, app_user_id), work.channels.next_delivery(app_user_id)
            if oldest is None or oldest.not_before > at or user.blocked or user.held:
                return None
            if limited and not oldest.attempts and not work.channels.take_room(app_user_id, at):
                _hold(work, user, at)
                return None
            if not work.channels.claim_delivery(oldest, until=at + LEASE):
                return None
            return replace(oldest, attempts=oldest.attempts + 1)

    def delivered(self, delivery: Delivery) -> None:
        """The platform has accepted it."""
        with self._transactions.write(lasting=False) as work:
            work.channels.sent(delivery.id, self._clock())

    def not_delivered(self, delivery: Delivery, error: str, *, permanent: bool, after: float | None) -> bool:
        """The platform has not accepted it; tried again with growing pauses, unless that is of no use.

        Args:
            error: one fact, without anything about the person.
            after: seconds that the platform asked for.

        Returns:
            whether it was given up.
        """
        at = self._clock()
        hopeless = permanent or delivery.attempts >= DELIVERY_ATTEMPTS
        with self._transactions.write(lasting=False) as work:
            if hopeless:
                work.channels.give_up_delivery(delivery.id, error, at)
            else:
                pause = pause_after(delivery.attempts) if after is None else timedelta(seconds=after)
                work.channels.postpone_delivery(delivery.id, until=at + pause, error=error, uncounted=False)
        return hopeless

    def closed(self, delivery: Delivery, error: str) -> None:
        """The platform's window is closed: it waits until the person writes again."""
        at = self._clock()
        with self._transactions.write(lasting=False) as work:
            work.channels.use_up(delivery.app_user_id)
            work.channels.postpone_delivery(delivery.id, until=at, error=error, uncounted=True)
            work.channels.change_user(delivery.app_user_id, held=True)

    def gone(self, app_user_id: str) -> None:
        """The person takes no more messages; what waits is dropped."""
        with self._transactions.write(lasting=False) as work:
            work.channels.change_user(app_user_id, blocked=True)
            work.channels.drop_deliveries(app_user_id, self._clock(), all_of_them=True)

    def taken_over(self) -> Sequence[tuple[AppUser, bool]]:
        """App users whose platform has to be told that a person took over (True) or gave back (False)."""
        with self._transactions.read() as work:
            return work.channels.taken_over()

    def told_of_person(self, app_user_id: str, *, with_person: bool) -> None:
        """The platform knows now who answers."""
        with self._transactions.write(lasting=False) as work:
            work.channels.change_user(app_user_id, with_person=with_person)

    def failed_deliveries(self, limit: int = 50) -> Sequence[FailedDelivery]:
        """What was given up, newest first, for staff."""
        with self._transactions.read() as work:
            return work.channels.failed_deliveries(limit)

    def purge(self) -> None:
        """Delete what was settled a week ago, and what is over."""
        at = self._clock()
        with self._transactions.write(lasting=False) as work:
            work.channels.purge(at - KEPT, at)

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

    def _unsaid(self, work: Work, app_user_id: str) -> Outgoing | None:
        user = known_user(work, app_user_id)
        conversation = work.conversations.by_owner(user.owner)
        if user.blocked or user.held or conversation is None or conversation.place != user.id:
            return None
        if conversation.last_seq <= conversation.sent_seq or work.channels.next_delivery(user.id):
            return None
        page = work.conversations.page(conversation.id, after=conversation.sent_seq, before=None, limit=_PAGE)
        said = [message for message in page if message.role is not Role.USER]
        asked = len(said) < len(page)
        seq = page[-1].seq if page else conversation.sent_seq
        return Outgoing(user, conversation.id, said, None, conversation.sent_seq, seq, asked)


def known_user(work: Work, app_user_id: str) -> AppUser:
    """An app user by our own name for them, or UnknownAppUser."""
    found = work.channels.user(app_user_id)
    if found is None:
        raise UnknownAppUser
    return found


def _hold(work: Work, user: AppUser, at: datetime) -> None:
    # The row is locked first, so that an allowance that comes just now is not overlooked.
    work.channels.user_of(user.channel, user.app, user.user, at)
    if not work.channels.room(user.id, at):
        work.channels.change_user(user.id, held=True)
