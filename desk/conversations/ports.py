"""What keeps the transcripts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from desk.conversations.model import Conversation, IssuedButton, Message, Reply, Role, Turn


class Conversations(Protocol):
    """The conversations, their messages, buttons and turns, within one transaction."""

    def of(self, owner: str, *, is_visitor: bool, at: datetime) -> Conversation:
        """The owner's conversation, begun when there is none."""

    def get(self, conversation_id: str, *, lock: bool = False) -> Conversation | None:
        """The conversation; with `lock` no other transaction changes it until this one ends."""

    def by_sender(self, sender: str) -> Conversation | None:
        """The conversation that the bot knows by this name, past sessions included."""

    def by_owner(self, owner: str) -> Conversation | None:
        """The owner's conversation, when there is one."""

    def change(self, conversation_id: str, **values: Any) -> None:
        """Set attributes of the conversation."""

    def button_titled(self, conversation_id: str, title: str) -> IssuedButton | None:
        """The newest button of this conversation that reads so."""

    def begin_session(self, conversation_id: str, sender: str, at: datetime) -> None:
        """Give the bot a new name for the conversation and count its turns from nothing."""

    def append(
        self,
        conversation_id: str,
        reply: Reply,
        *,
        role: Role,
        at: datetime,
        turn_id: str | None = None,
        application_id: str | None = None,
        key: str | None = None,
    ) -> Message:
        """Add a message under the next number, which is taken in this transaction: no gaps, no repetition.

        Args:
            application_id: what the message's buttons are about.
            key: names the message for `keyed`; unique in the conversation.
        """

    def keyed(self, conversation_id: str, key: str) -> Sequence[Message]:
        """The messages that were appended under this key or under `key#n`."""

    def page(
        self, conversation_id: str, *, after: int | None, before: int | None, limit: int
    ) -> Sequence[Message]:
        """Messages, oldest first: those following `after`, else the last ones preceding `before`."""

    def lengths(self, conversation_ids: Collection[str]) -> Mapping[str, int]:
        """How many messages each of these conversations has."""

    def message(self, conversation_id: str, message_id: str) -> Message | None:
        """One message of this conversation."""

    def carded(self, conversation_id: str, kind: str, limit: int) -> Sequence[Message]:
        """The messages with a card of this kind, newest first."""

    def button(self, conversation_id: str, button_id: str) -> IssuedButton | None:
        """What stands behind a button of this conversation."""

    def add_turn(self, turn: Turn, client_id: str, at: datetime) -> None:
        """Keep a new turn under the id that the customer's device gave it."""

    def turn(self, turn_id: str) -> Turn | None:
        """A turn by its id."""

    def turn_of_client(self, conversation_id: str, client_id: str) -> Turn | None:
        """A turn by the id that the customer's device gave it."""

    def mark_answered(self, turn_id: str) -> bool:
        """Nothing remains to be done for the turn; False when that was so already."""

    def turn_messages(self, turn_id: str) -> Sequence[Message]:
        """The customer's message of a turn and the answers to it."""

    def rate(
        self, conversation_id: str, score: int, comment: str | None, *, at: datetime, since: datetime
    ) -> None:
        """Keep a rating; it takes the place of one that was given after `since`."""

    def set_feedback(self, message_id: str, *, helpful: bool, reason: str | None, at: datetime) -> None:
        """Keep what the customer thinks of one message; the latest word counts."""

    def waiting(self) -> Sequence[Conversation]:
        """Conversations that wait for a person, longest first."""
