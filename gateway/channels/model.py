"""What passes between a messaging app and the gateway: who did what there, and what they are sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Contact:
    """Somebody in a messaging app, as the platform names them; always from a checked envelope.

    Args:
        channel: the adapter's name.
        app: the operator's own account there (appid, corpid and agent, customer-service account, robot).
        user: the address that answers go to (openid, userid, external_userid, staff id, open_id).
    """

    channel: str
    app: str
    user: str


class Act(StrEnum):
    """What somebody did."""

    SAID = "said"  # typed a text
    PRESSED = "pressed"  # tapped a button of ours: `button` is the id that the conversation issued
    ENTERED = "entered"  # followed, opened the chat, scanned a code: is greeted
    LEFT = "left"  # unfollowed, blocked: nothing more is sent
    OTHER = "other"  # voice, picture, file …: is told in a sentence that text is needed
    GROUP = "group"  # spoke to the bot where others read along: is asked to write in private


@dataclass(frozen=True)
class Inbound:
    """One thing that somebody did in the app, once.

    Args:
        key: names it on this channel for ever (the platform's message id); a second one is a redelivery.
        contact: who.
        act: what.
        text: the words, for SAID.
        button: the button's id, for PRESSED.
        identity: who the platform's login will say this is, when that is not `contact.user`.
        grant: the allowance that this gives (a key of `Channel.allowance`), if any.
        ticket: the one-time binding ticket that came along (a scene parameter), if any.
        reply_to: what the platform needs to be answered (a session webhook, a message id, a welcome code);
            JSON values only.
    """

    key: str
    contact: Contact
    act: Act
    text: str | None = None
    button: str | None = None
    identity: str | None = None
    grant: str | None = None
    ticket: str | None = None
    reply_to: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Push:
    """A request to a channel's webhook; the body is whole and within the limit."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What the platform is answered at once, after `inbound` and `state` are kept in one transaction.

    Args:
        body: the answer's text.
        media_type: its type.
        status: its HTTP status.
        inbound: what is to be worked on.
        state: values to keep (see `State.put`), in the same transaction.
    """

    body: str = ""
    media_type: str = "text/plain"
    status: int = 200
    inbound: Sequence[Inbound] = ()
    state: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Grant:
    """How many messages an act allows us to send, and for how long."""

    messages: int
    lasts: timedelta


@dataclass(frozen=True)
class Payload:
    """One message of the platform, ready to be sent.

    Args:
        body: what the adapter's `send` needs; JSON values only, kept until it is delivered.
        key: the same at every attempt; 32 characters of [0-9a-z], for platforms that recognise repetitions.
    """

    body: Mapping[str, Any]
    key: str


@dataclass(frozen=True)
class Ring:
    """A push to somebody who has not just written: no amount, name, number or reason is in it.

    Args:
        kind: `submitted`, `approved`, `rejected`, `closed`, `withdrawn`, `due_soon`, `new_place`.
        title: what it is about, in a few words.
        text: one sentence that says to open the chat.
        url: where; None when there is no page.
        at: when it happened.
    """

    kind: str
    title: str
    text: str
    url: str | None
    at: datetime


@dataclass(frozen=True)
class Finding:
    """One result of `xiaohu channels check`."""

    good: bool
    sentence: str
