"""What goes out to messaging apps: kept before it is sent, in order, within what is allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desk.channels.inbox import LEASE, InboxService, known_user
from desk.channels.model import AppUser, Delivery, FailedDelivery, Rendered
from desk.channels.sealing import digest
from desk.conversations.model import Message, Role
from desk.notices.model import pause_after
from desk.work import Work

ATTEMPTS = 16
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


class DeliveryService(InboxService):
    """What goes out; each step is one transaction, and may be repeated after a crash."""

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
                door = {"app_user": outgoing.user.id, "owner": outgoing.user.owner, "token": token}
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
        hopeless = permanent or delivery.attempts >= ATTEMPTS
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

    def failed_deliveries(self, limit: int = 50) -> Sequence[FailedDelivery]:
        """What was given up, newest first, for staff."""
        with self._transactions.read() as work:
            return work.channels.failed_deliveries(limit)

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


def _hold(work: Work, user: AppUser, at: datetime) -> None:
    # The row is locked first, so that an allowance that comes just now is not overlooked.
    work.channels.user_of(user.channel, user.app, user.user, at)
    if not work.channels.room(user.id, at):
        work.channels.change_user(user.id, held=True)
