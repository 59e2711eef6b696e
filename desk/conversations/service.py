"""Turns: what a customer says is taken in once, masked, answered once, and kept in order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from desk.conversations.errors import (
    MalformedRating,
    UnknownConversation,
    UnknownMessage,
    UnknownSender,
    UnknownTurn,
)
from desk.conversations.handoff import HandOff
from desk.conversations.model import Conversation, Message, Received, Reply, Role
from desk.conversations.turns import heard, in_session, kept, moment, moved, received, understood
from desk.work import Work

LONGEST_PAGE = 200
RATED_ANEW = timedelta(days=1)
_BEYOND = 2**31 - 1


class ConversationService(HandOff):
    """The transcripts, and the one way into and out of them."""

    def of(self, owner: str, *, is_visitor: bool) -> Conversation:
        """The owner's conversation, begun at the first word.

        Args:
            owner: `site/sub` or `visitor/uuid`, from a checked signature and from nowhere else.
        """
        with self._transactions.read() as work:
            known = work.conversations.by_owner(owner)
        if known is not None:
            return known
        with self._transactions.write() as work:
            return work.conversations.of(owner, is_visitor=is_visitor, at=self._clock())

    def get(self, conversation_id: str) -> Conversation:
        """The conversation as it is now."""
        with self._transactions.read() as work:
            return _known(work.conversations.get(conversation_id))

    def by_sender(self, sender: str) -> Conversation:
        """Whose turn the bot is handling.

        Raises:
            UnknownSender: no session has this name.
        """
        with self._transactions.read() as work:
            found = work.conversations.by_sender(sender)
        if found is None:
            raise UnknownSender
        return found

    def receive(
        self,
        conversation_id: str,
        client_id: str,
        *,
        text: str | None = None,
        button: str | None = None,
        place: str | None = None,
    ) -> Received:
        """Take in one turn; secrets are masked before anything is stored.

        Args:
            client_id: the device's own id of the turn; a repetition returns what is known of the first.
            place: where the customer speaks: an app user's id, None for the widget.

        Raises:
            MalformedTurn: not exactly one of a text of 1 to 2,000 characters and a button.
            UnknownButton: this conversation was never given this button.
        """
        at, words_heard = self._clock(), heard(text)
        with self._transactions.write(lasting=False) as work:
            conversation = _known(work.conversations.get(conversation_id, lock=True))
            known = work.conversations.turn_of_client(conversation_id, client_id)
            if known is not None:
                said, *_ = work.conversations.turn_messages(known.id)
                return received(conversation, known, said, repeated=True)
            turn, words = understood(work, conversation, words_heard, button)
            turn = in_session(work, conversation, turn, at, place)
            work.conversations.add_turn(turn, client_id, at)
            said = work.conversations.append(
                conversation_id, Reply(words), role=Role.USER, at=at, turn_id=turn.id
            )
            return received(conversation, turn, said, repeated=False)

    def answer(self, turn_id: str, replies: Sequence[Reply]) -> Sequence[Message]:
        """Keep what the bot says to a turn, once: a second answer returns the first."""
        with self._transactions.write(lasting=False) as work:
            turn = work.conversations.turn(turn_id)
            if turn is None:
                raise UnknownTurn
            conversation = _known(work.conversations.get(turn.conversation_id, lock=True))
            if work.conversations.mark_answered(turn_id):
                return self._append(work, conversation, replies, role=Role.BOT, turn_id=turn_id)
            return [m for m in work.conversations.turn_messages(turn_id) if m.role is not Role.USER]

    def append(
        self,
        conversation_id: str,
        replies: Sequence[Reply],
        *,
        role: Role = Role.BOT,
        key: str | None = None,
        place: str | None = None,
    ) -> Sequence[Message]:
        """Say something that no turn asked for, such as a notice.

        Args:
            key: the notice's key; what was said under it before is returned, not said again.
            place: the app user that the customer was just seen as; None leaves them where they were.
        """
        with self._transactions.write() as work:
            conversation = _known(work.conversations.get(conversation_id, lock=True))
            if key is not None and (known := work.conversations.keyed(conversation_id, key)):
                return known
            if place is not None and place != conversation.place:
                change = moved(work, conversation, place, self._clock())
                work.conversations.change(conversation_id, **change)
            return self._append(work, conversation, replies, role=role, key=key)

    def turn_messages(self, turn_id: str) -> Sequence[Message]:
        """The customer's message of a turn and the answers to it."""
        with self._transactions.read() as work:
            return work.conversations.turn_messages(turn_id)

    def history(
        self, conversation_id: str, *, after: int | None = None, before: int | None = None, limit: int = 50
    ) -> Sequence[Message]:
        """The transcript, oldest first: what follows `after`, else what precedes `before`, else the start."""
        page = min(max(limit, 1), LONGEST_PAGE)
        # No transcript reaches that far, and not every database takes larger numbers.
        after, before = (seq if seq is None else min(seq, _BEYOND) for seq in (after, before))
        with self._transactions.read() as work:
            return work.conversations.page(conversation_id, after=after, before=before, limit=page)

    def lengths(self, conversation_ids: Collection[str]) -> Mapping[str, int]:
        """How many messages each of these conversations has, for who waits for the next."""
        with self._transactions.read() as work:
            return work.conversations.lengths(conversation_ids)

    def newest(self, conversation_id: str, *, limit: int = 50) -> Sequence[Message]:
        """The end of the transcript, oldest first."""
        return self.history(conversation_id, before=_BEYOND, limit=limit)

    def carded(self, conversation_id: str, kind: str, *, limit: int = 20) -> Sequence[Message]:
        """What was said with a card of this kind, newest first."""
        with self._transactions.read() as work:
            return work.conversations.carded(conversation_id, kind, limit)

    def rate(self, conversation_id: str, score: int, comment: str | None = None) -> None:
        """Keep the customer's satisfaction, 1 to 5; within a day the latest word counts, once."""
        if isinstance(score, bool) or score not in range(1, 6):
            raise MalformedRating
        words = _optional(comment)
        at = self._clock()
        with self._transactions.write() as work:
            # Held, so that two calls at once do not both find nothing to take the place of.
            work.conversations.get(conversation_id, lock=True)
            work.conversations.rate(conversation_id, score, words, at=at, since=at - RATED_ANEW)

    def feedback(
        self, conversation_id: str, message_id: str, *, helpful: bool, reason: str | None = None
    ) -> None:
        """Keep whether an answer helped.

        Raises:
            UnknownMessage: this conversation has no such message from our side.
        """
        words = _optional(reason)
        with self._transactions.write() as work:
            message = work.conversations.message(conversation_id, message_id)
            if message is None or message.role is Role.USER:
                raise UnknownMessage
            work.conversations.set_feedback(message_id, helpful=helpful, reason=words, at=self._clock())

    def _append(
        self,
        work: Work,
        conversation: Conversation,
        replies: Sequence[Reply],
        *,
        role: Role,
        turn_id: str | None = None,
        key: str | None = None,
    ) -> Sequence[Message]:
        about = moment(work, conversation).application_id
        if role is Role.BOT and replies:
            work.conversations.change(conversation.id, question=replies[-1].question)
        return [
            work.conversations.append(
                conversation.id,
                reply,
                role=role,
                at=self._clock(),
                turn_id=turn_id,
                application_id=about,
                key=key and (f"{key}#{number}" if number else key),
            )
            for number, reply in enumerate(replies)
        ]


def _known(conversation: Conversation | None) -> Conversation:
    if conversation is None:
        raise UnknownConversation
    return conversation


def _optional(text: str | None) -> str | None:
    return kept(text) if text else None
