"""What is kept about people in messaging apps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

UNBOUND = "visitor"
"""The site of those who are no customer yet; no shop may have this name."""

LONGEST_FIELD = 255


@dataclass(frozen=True)
class AppUser:
    """Somebody in a messaging app.

    Args:
        id: our own name for them; also the `place` of a conversation.
        channel: the messaging app.
        app: the operator's account in it.
        user: how the platform addresses them.
        identity: who the platform's login says they are.
        owner: whose conversation they speak in: that of the customer they are bound to, else a visitor's.
        blocked: they take no more messages until they write again.
        held: the platform's allowance is used up until they write again.
        with_person: the platform was told that a person of ours has taken over.
        offered: ids and titles of the buttons shown last, in the order of their numbers.
        reply_to: what the platform needs to be answered.
        bound_at: since when they are a customer's; None when they are nobody's.
    """

    id: str
    channel: str
    app: str
    user: str
    identity: str
    owner: str
    blocked: bool
    held: bool
    with_person: bool
    offered: Sequence[Mapping[str, str]]
    reply_to: Mapping[str, Any] = field(repr=False)
    last_seen_at: datetime
    bound_at: datetime | None

    @property
    def is_bound(self) -> bool:
        """Whether they speak for a customer."""
        return self.bound_at is not None


def unbound_owner(app_user_id: str) -> str:
    """Under which name somebody has a conversation who is bound to nobody; no token can carry it."""
    return f"{UNBOUND}/app-{app_user_id}"


@dataclass(frozen=True)
class Allowed:
    """How many messages an act allows us to send, and for how long."""

    kind: str
    messages: int
    lasts: timedelta


@dataclass(frozen=True)
class Arrival:
    """One thing that somebody did in an app, as it came out of a checked envelope.

    Args:
        key: names it on this channel for ever.
        body: what the worker needs; JSON values only, sealed where it is kept.
        private: False when others read along: nothing about the person is learnt from it, and no answer
            of the conversation goes to where it came from.
        left: they will take no more messages.
        identity: who the platform's login will say they are, when that is not `user`.
    """

    key: str
    app: str
    user: str
    body: Mapping[str, Any] = field(repr=False)
    private: bool = True
    left: bool = False
    identity: str | None = None
    allowed: Allowed | None = None
    reply_to: Mapping[str, Any] = field(default_factory=dict, repr=False)


class InboxState(StrEnum):
    """Where something that came stands."""

    RECEIVED = "received"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Incoming:
    """Something that came and is to be worked on.

    Args:
        digest: its key, the same at every redelivery.
        attempts: how often it was begun, this time included.
    """

    id: int
    app_user_id: str
    channel: str
    digest: str
    attempts: int
    not_before: datetime
    body: Mapping[str, Any] = field(repr=False)


class DeliveryState(StrEnum):
    """Where something that goes out stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Delivery:
    """One message of the platform, rendered, on its way.

    Args:
        key: the same at every attempt.
        attempts: how often it was tried, this time included.
        reply_to: what it answers; None when it goes to wherever the person wrote from last.
    """

    id: int
    app_user_id: str
    key: str
    attempts: int
    not_before: datetime
    reply_to: Mapping[str, Any] | None = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class FailedDelivery:
    """A message that was given up, as staff see it: nothing about the person or the content."""

    id: int
    channel: str
    app_user_id: str
    attempts: int
    error: str
    at: datetime


@dataclass(frozen=True)
class ChannelBacklog:
    """How far work for apps is behind.

    Args:
        received: what came and is not worked on.
        waiting: messages on their way.
        held: people to whom nothing may be sent until they write.
        failed: messages given up within the time for which they are kept.
    """

    received: int
    waiting: int
    held: int
    failed: int


@dataclass(frozen=True)
class Rendered:
    """One payload of an adapter, to be kept until it is delivered."""

    key: str
    body: Mapping[str, Any] = field(repr=False)
