"""News reach customers who are not looking: in the app they last wrote in, else by text message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from desk.accounts.model import Customer
from desk.bootstrap import Desk
from desk.channels.model import AppUser
from desk.clock import Clock, utc_now
from desk.conversations.model import Conversation
from desk.notices.errors import NotYet, Undeliverable
from desk.notices.model import Notice
from desk.notices.news import NEWS_NOTICE, SENDING, News
from desk.notices.ports import Handler
from desk.notices.preferences import Preferences
from desk.notices.quiet import QuietHours
from desk.verification.errors import NoTemplate, SmsNotSent, SmsUnsure
from desk.verification.ports import Sms, SmsKind, SmsSender
from gateway.channels.model import Contact, Ring
from gateway.channels.port import Channel, TransportError
from gateway.hub import Hub

_log = logging.getLogger(__name__)
_RING_SECONDS = 10.0
_UNDER_WAY = timedelta(minutes=10)
_LOOK_AGAIN = timedelta(seconds=30)
_RING_ATTEMPTS = 3
_NO_WAY = "no_way"


@dataclass(frozen=True)
class _Standing:
    """Where a customer can be reached at this moment."""

    conversation: Conversation
    user: AppUser | None
    all_said: bool
    wanted: Preferences
    record: Customer | None


class NewsTeller:
    """Delivers `news` notices. What has happened stands in the conversation; this only says that it does.

    Args:
        channels: the messaging apps that are set up.
        quiet: when nobody is woken.
        delay: how long somebody who is looking is given to see it by themselves.
    """

    def __init__(
        self,
        desk: Desk,
        hub: Hub,
        channels: Mapping[str, Channel],
        *,
        quiet: QuietHours,
        delay: timedelta,
        clock: Clock = utc_now,
    ) -> None:
        self._desk, self._hub, self._channels, self._clock = desk, hub, channels, clock
        self._quiet, self._delay = quiet, delay

    def handlers(self, loop: asyncio.AbstractEventLoop) -> Mapping[str, Handler]:
        """The handlers, to be called in threads; platforms are called in the loop.

        They raise NotYet in quiet hours, and while what happened is still on its way into the app.
        """

        def handle(notice: Notice) -> str:
            self._await_its_time(notice)
            now = self._standing(notice)
            if notice.payload["news"] == News.NEW_PLACE:
                return self._warn(notice, now, loop)
            if self._is_looking(notice, now.conversation):
                return "seen"
            return self._in_the_app(notice, now, loop) or self._by_text(notice, now)

        return {NEWS_NOTICE: handle, "review_due": _remind_staff}

    def _warn(self, notice: Notice, now: _Standing, loop: asyncio.AbstractEventLoop) -> str:
        """Past the chat and the app: whoever the customer is warned of may be the one who looks at them."""
        how = self._by_text(notice, now)
        return self._in_the_app(notice, now, loop) or how if how == _NO_WAY else how

    def _await_its_time(self, notice: Notice) -> None:
        at, due = self._clock(), notice.created_at + self._delay
        if at < due:
            raise NotYet(due)
        if quiet_until := self._quiet.over_at(at):
            raise NotYet(quiet_until)

    def _standing(self, notice: Notice) -> _Standing:
        customer = notice.payload["customer"]
        with self._desk.transactions.read() as work:
            conversation = work.conversations.get(notice.payload["conversation_id"])
            if conversation is None:
                raise Undeliverable("nowhere")
            place = conversation.place
            user = work.channels.user(place) if place else None
            waits = place is not None and work.channels.next_delivery(place) is not None
            return _Standing(
                conversation=conversation,
                user=user if user is not None and not user.blocked else None,
                all_said=not waits and conversation.sent_seq >= conversation.last_seq,
                wanted=work.preferences.of(customer),
                record=work.customers.get(customer),
            )

    def _is_looking(self, notice: Notice, conversation: Conversation) -> bool:
        return conversation.last_turn_at > notice.created_at or self._hub.is_watched(conversation.id)

    def _in_the_app(self, notice: Notice, now: _Standing, loop: asyncio.AbstractEventLoop) -> str | None:
        user = now.user
        channel = self._channels.get(user.channel) if user is not None else None
        if user is None or channel is None:
            return None
        if now.all_said:
            return "app"
        if not user.held and self._clock() - notice.created_at < _UNDER_WAY:
            raise NotYet(self._clock() + _LOOK_AGAIN)
        if not now.wanted.push:
            return None
        # The platform lets us say nothing until they write; a push beside the conversation may be allowed.
        return self._rung(notice, user, channel, loop)

    def _rung(
        self, notice: Notice, user: AppUser, channel: Channel, loop: asyncio.AbstractEventLoop
    ) -> str | None:
        words = self._desk.knowledge.message
        kind = str(notice.payload["news"])
        ring = Ring(kind, words("notices.title"), words("notices.text"), None, notice.created_at)
        contact = Contact(user.channel, user.app, user.user)
        calling = asyncio.run_coroutine_threadsafe(channel.ring(contact, ring), loop)
        try:
            calling.result(_RING_SECONDS)
        except TransportError as error:
            final = error.closed or error.gone or error.permanent or notice.attempts >= _RING_ATTEMPTS
            if error.tell_staff:
                _log.error("a push was refused by %s: %s", channel.name, error)
            if not final:
                raise
            return None
        except TimeoutError:
            # It may have arrived, and two are worse.
            calling.cancel()
            return "push_unsure"
        return "push"

    def _by_text(self, notice: Notice, now: _Standing) -> str:
        always = notice.payload["news"] == News.NEW_PLACE
        sender = self._desk.texts
        if not (now.wanted.sms or always):
            return "not_wanted"
        if sender is None or now.record is None or not now.record.phone:
            return _NO_WAY
        return self._texted(notice, sender, now.record.phone)

    def _texted(self, notice: Notice, sender: SmsSender, phone: str) -> str:
        if notice.reason == SENDING:
            # Whoever began to send it died before the outcome was kept.
            raise Undeliverable("sms_unsure")
        self._desk.notices.note(notice, SENDING)
        text = self._desk.knowledge.message("notices.sms")
        try:
            sender.send(Sms(phone, text, "", notice.key, SmsKind.NOTICE))
        except SmsUnsure as doubt:
            raise Undeliverable("sms_unsure") from doubt
        except NoTemplate:
            return _NO_WAY
        except SmsNotSent as refusal:
            if not refusal.permanent:
                raise
            raise Undeliverable(f"sms_{refusal.trouble}") from refusal
        return "sms"


def _remind_staff(notice: Notice) -> str:
    _log.warning("the review of %s is due by the next working day", notice.payload["number"])
    return "log"
