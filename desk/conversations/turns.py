"""What one turn is: what was said or pressed, in which session, at which moment of the application."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from desk.conversations import session
from desk.conversations.buttons import is_stale
from desk.conversations.errors import MalformedTurn, UnknownButton
from desk.conversations.masking import Masked, mask
from desk.conversations.model import Conversation, IssuedButton, Message, Moment, Received, State, Turn
from desk.work import Work

LONGEST_TEXT = 2000
# Control characters and halves of surrogate pairs cannot be kept by every database, and say nothing.
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def kept(text: str) -> str:
    """What people typed, without what cannot or must not be stored."""
    return mask(_clean(text)).text


def moment(work: Work, conversation: Conversation) -> Moment:
    """Where the owner's application stands now."""
    application = None if conversation.is_visitor else work.closures.open_of(conversation.owner)
    return Moment("none", None) if application is None else Moment(str(application.stage), application.id)


def heard(text: str | None) -> Masked | None:
    """What may be kept of a text; None without one.

    Before the transaction: looking for secrets in a crafted text takes long enough to hold up others inside.

    Raises:
        MalformedTurn: not a text of 1 to 2,000 characters.
    """
    if text is None:
        return None
    words = _clean(text)
    if not 1 <= len(words) <= LONGEST_TEXT:
        raise MalformedTurn
    return mask(words)


def understood(
    work: Work, conversation: Conversation, text: Masked | None, button: str | None
) -> tuple[Turn, str]:
    """The turn, and the customer's words as they may be kept.

    Args:
        text: what ``heard`` made of it.

    Raises:
        MalformedTurn: not exactly one of a text and a button.
        UnknownButton: this conversation was never given this button.
    """
    if button is not None and text is None:
        issued = work.conversations.button(conversation.id, button)
        if issued is None:
            raise UnknownButton
        return _pressed(work, conversation, issued), issued.title
    if text is None or button is not None:
        raise MalformedTurn
    return _new_turn(conversation, masked=text), text.text


def _pressed(work: Work, conversation: Conversation, button: IssuedButton) -> Turn:
    stale = is_stale(button, moment(work, conversation), conversation.question)
    return _new_turn(conversation, intent=button.intent, stale=stale)


def _new_turn(
    conversation: Conversation,
    *,
    masked: Masked | None = None,
    intent: str | None = None,
    stale: bool = False,
) -> Turn:
    return Turn(
        id=secrets.token_hex(16),
        conversation_id=conversation.id,
        sender=conversation.sender,
        intent=intent,
        stale=stale,
        masked=masked is not None and masked.found,
        bare_secret=masked is not None and masked.bare,
        # While a person has the conversation, nothing is expected of the bot.
        answered=conversation.state is State.CLAIMED,
    )


def in_session(
    work: Work, conversation: Conversation, turn: Turn, at: datetime, place: str | None = None
) -> Turn:
    """The turn under the bot's current name for the conversation, which changes when the session is over.

    Args:
        place: where the customer speaks: an app user's id, None for the widget.
    """
    sender, turns = conversation.sender, conversation.session_turns
    if session.is_over(conversation, at):
        sender, turns = session.new_sender(), 0
        work.conversations.begin_session(conversation.id, sender, at)
    # Whoever writes again after a person was done has the bot before them.
    state = State.OPEN if conversation.state is State.RESOLVED else conversation.state
    now = {"session_turns": turns + 1, "last_turn_at": at, "state": state}
    work.conversations.change(conversation.id, **now, **moved(work, conversation, place, at))
    return replace(turn, sender=sender)


def moved(work: Work, conversation: Conversation, place: str | None, at: datetime) -> dict[str, Any]:
    """What changes when the customer goes on elsewhere: nothing that was said before is repeated there."""
    if conversation.place == place:
        return {}
    if conversation.place is not None:
        work.channels.drop_deliveries(conversation.place, at)
    return {"place": place, "sent_seq": conversation.last_seq}


def received(conversation: Conversation, turn: Turn, said: Message, *, repeated: bool) -> Received:
    """The turn as the gateway needs it."""
    return Received(
        turn=turn.id,
        customer_message=said,
        repeated=repeated,
        answered=turn.answered,
        masked=turn.masked,
        bare_secret=turn.bare_secret,
        intent=turn.intent,
        stale=turn.stale,
        sender=turn.sender,
        question=conversation.question,
    )


def _clean(text: str) -> str:
    return _UNKEEPABLE.sub("", text).strip()
