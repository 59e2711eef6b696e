"""What a messaging app is to the gateway: one complete folder an adapter; what they share is beside them.

The way of a message: the platform pushes to `/webhooks/<name>`; the adapter verifies, decrypts and reads it;
the inbox keeps it under a unique key; the platform is answered; the worker runs the turn; what then
stands in the conversation is rendered by the adapter, kept as deliveries, and sent by the platform's API, in
order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import httpx

from desk.conversations.model import Message
from gateway.channels.model import Answer, Contact, Finding, Grant, Inbound, Payload, Push, Ring


class NotGenuine(Exception):
    """The push is not the platform's, is stale or was altered: 401, one line in the log, nothing kept.

    Args:
        reason: for the log, without anything from the payload.
    """


class Unreadable(Exception):
    """The push is genuine (or unsigned) and cannot be read: 400, one line in the log, nothing kept."""


class TransportError(Exception):
    """A message was not delivered.

    Args:
        message: one fact for the log and for staff, without personal data.
        permanent: trying the same again is of no use.
        retry_after: seconds after which it is, when the platform says so.
        gone: this person takes no more messages from us (blocked, unfollowed).
        closed: the platform's window or allowance is used up; the person has to write first.
        tell_staff: somebody has to change a setting (wrong secret, right withdrawn, quota of the day).
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        gone: bool = False,
        closed: bool = False,
        tell_staff: bool = False,
    ) -> None:
        super().__init__(message)
        self.permanent, self.retry_after = permanent, retry_after
        self.gone, self.closed, self.tell_staff = gone, closed, tell_staff


class LoginRefused(Exception):
    """The platform's login did not say who this is (code used or expired, a snapshot user …)."""


class State(Protocol):
    """Small values that all replicas share (access tokens, cursors), sealed where they are kept."""

    async def get(self, name: str) -> str | None:
        """The value, unless it is not there or has expired."""

    async def put(self, name: str, value: str, *, lasts: timedelta | None = None) -> None:
        """Keep a value, for ever or for a while."""

    async def lease(self, name: str, lasts: timedelta) -> bool:
        """Become the only one who does something for that long; False when somebody else is."""

    async def release(self, name: str) -> None:
        """End one's own lease early."""


class Intake(Protocol):
    """Where an adapter that fetches or listens by itself puts what came."""

    async def take(self, inbound: Sequence[Inbound], *, state: Mapping[str, str] | None = None) -> None:
        """Keep what came and the new cursor in one transaction; redeliveries are dropped."""


class Words(Protocol):
    """The customers' sentences, from knowledge/messages.yml."""

    def __call__(self, key: str, /, **values: Any) -> str:
        """The sentence of this key, filled in."""


@dataclass(frozen=True)
class Surroundings:
    """What the gateway gives an adapter.

    Args:
        http: a client with the gateway's time-outs; give every call its own shorter one where it matters.
        state: values shared by all replicas, this channel's only.
        words: the sentences.
        clock: what time it is, in UTC.
        public_url: how customers reach the gateway.
    """

    http: httpx.AsyncClient
    state: State
    words: Words
    clock: Callable[[], datetime]
    public_url: str


class Login(Protocol):
    """The platform's own way to say who is looking at a page of ours (OAuth)."""

    def authorize_url(self, *, redirect_uri: str, state: str) -> str:
        """Where the browser is sent; `state` is [a-zA-Z0-9], single use, and comes back."""

    async def identify(self, code: str) -> str:
        """Who came back with this code: comparable with `Inbound.identity` or `Contact.user`.

        Raises:
            LoginRefused: the platform says it is nobody, or nobody real.
            TransportError: the platform cannot be asked now.
        """


class Channel(Protocol):
    """One messaging app. Instances are made by the folder's `connect`, when its settings are there."""

    name: str
    """The last part of `/webhooks/<name>`."""

    allowance: Mapping[str, Grant] | None
    """What each act allows us to send; None when the platform sets no such limit."""

    login: Login | None
    """The platform's login; None when it has none, and the shop's login stands in."""

    async def receive(self, push: Push) -> Answer:
        """Verify, decrypt and read a push. Calls nobody, and is done within milliseconds.

        Raises:
            NotGenuine: signature, age or addressee are wrong.
            Unreadable: it cannot be understood at all; an unknown kind of message is `Act.OTHER` instead.
        """

    def render(self, messages: Sequence[Message], *, room: int | None, key: str) -> Sequence[Payload]:
        """What the conversation says, as messages of the platform.

        Args:
            messages: what the bot, a person or the system said and has not been sent yet, oldest first.
            room: the most payloads that may be made; None when there is no limit. All must be said in them.
            key: unique for this delivery; payload n is given `key` with n appended, cut to 32 characters.
        """

    async def send(self, contact: Contact, payload: Payload, reply_to: Mapping[str, Any]) -> None:
        """Hand one payload to the platform; return once it has accepted it.

        Args:
            reply_to: of the newest inbound of this contact; may be out of date.

        Raises:
            TransportError: it was not accepted.
        """

    async def ring(self, contact: Contact, ring: Ring) -> None:
        """Send a push outside of the conversation (template, subscription, app message).

        Raises:
            TransportError: not accepted; with `closed` when this platform, or this account, has no such way.
        """

    async def hand_off(self, contact: Contact, *, to_person: bool) -> None:
        """A person of ours takes the conversation over, or gives it back; nothing to do on most platforms."""

    async def run(self, intake: Intake) -> None:
        """Listen or fetch in the background for as long as the gateway runs; return at once if not needed."""

    async def check(self) -> Sequence[Finding]:
        """Try the credentials against the platform, without any effect there."""


Connect = Callable[[Surroundings], Channel | None]
"""The function `connect` of each folder: the channel, or None when none of its settings is there.

Raises ConfigurationError, in one sentence by the variable's name, when they are there in part or unusable.
Its settings are read with `desk.settings.read_settings` from `XIAOHU_<NAME>_…`; secrets are `SecretStr`, the
platform's addresses are settings too (`…_API_BASE`), so that tests and the demo can point them at a fake.
"""
