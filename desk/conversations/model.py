"""What a conversation is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class ButtonSpec:
    """A button as the bot offers it; the conversation issues its id.

    Args:
        title: what the customer reads.
        intent: what pressing it means.
        stage: the only stage in which it may be pressed; None when it is good at any time.
    """

    title: str
    intent: str
    stage: str | None = None


@dataclass(frozen=True)
class Reply:
    """One message of the bot, before it is stored.

    Args:
        text: always filled, so that a channel without cards reads well.
        card: the contract's card, `{"kind": …}`, or None.
        buttons: the answers on offer, the way on first.
        question: the intent that a typed yes stands for; None when nothing is asked.
    """

    text: str
    card: Mapping[str, Any] | None = None
    buttons: tuple[ButtonSpec, ...] = ()
    question: str | None = None


class Role(StrEnum):
    """Who said a message."""

    USER = "user"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class State(StrEnum):
    """Who answers: the bot, the bot while a person is awaited, a person, the bot again."""

    OPEN = "open"
    PENDING = "pending"
    CLAIMED = "claimed"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Button:
    """A button as the customer was given it: the id is all that ever comes back."""

    id: str
    title: str


@dataclass(frozen=True)
class IssuedButton:
    """What stands behind a button's id: what it means, and when it may be pressed.

    Args:
        application_id: the application it was offered for; None when it is good without one.
        question: what its message asked; a yes or no answers only that.
    """

    id: str
    title: str
    intent: str
    stage: str | None
    application_id: str | None
    question: str | None


@dataclass(frozen=True)
class Message:
    """One message of the transcript."""

    id: str
    seq: int
    role: Role
    text: str
    created_at: datetime
    buttons: tuple[Button, ...] = ()
    card: Mapping[str, Any] | None = None

    @property
    def type(self) -> str:
        """The contract's `text` or `card`."""
        return "text" if self.card is None else "card"


@dataclass(frozen=True)
class Conversation:
    """One person's conversation, for ever.

    Args:
        owner: `site/sub` of a customer or `visitor/uuid`, made by the gateway from a signature.
        question: the intent that a typed yes stands for now.
        sender: the name under which the bot knows the present session; it tells nobody anything.
        session_turns: turns since this sender began.
        claimed_by: the person who has taken over.
        place: the app user with whom the customer last spoke here; None for the widget.
        sent_seq: what up to here need not be sent to `place` any more.
    """

    id: str
    owner: str
    is_visitor: bool
    state: State
    question: str | None
    sender: str
    session_turns: int
    last_turn_at: datetime
    person_requested_at: datetime | None
    claimed_by: str | None
    last_seq: int
    place: str | None = None
    sent_seq: int = 0


@dataclass(frozen=True)
class Moment:
    """Where the owner's application stands while a turn is handled: what buttons are checked against."""

    stage: str
    application_id: str | None


@dataclass(frozen=True)
class Turn:
    """What a customer did once, as it was stored: everything needed to answer it, now or after a crash."""

    id: str
    conversation_id: str
    sender: str
    intent: str | None
    stale: bool
    masked: bool
    bare_secret: bool
    answered: bool


@dataclass(frozen=True)
class Received:
    """A turn that was taken in.

    Args:
        turn: its id, for `answer`.
        customer_message: what the customer said, masked; for a button its title.
        repeated: this `client_id` was seen before.
        answered: nothing remains to be done; the messages are those of the turn.
        masked: a secret was taken out, so a warning comes first.
        bare_secret: nothing but a secret was said.
        intent: what a pressed button means; None for text.
        stale: the button's moment has passed.
        sender: the bot's name for the session.
        question: what a typed yes stands for now.
    """

    turn: str
    customer_message: Message
    repeated: bool
    answered: bool
    masked: bool
    bare_secret: bool
    intent: str | None
    stale: bool
    sender: str
    question: str | None
