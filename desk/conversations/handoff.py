"""When a person takes over: asking for one, claiming, speaking, handing back."""

from __future__ import annotations

from collections.abc import Sequence

from desk.clock import Clock
from desk.conversations.errors import AlreadyClaimed, MalformedTurn, NotClaimed, UnknownConversation
from desk.conversations.model import Conversation, Message, Reply, Role, State
from desk.conversations.turns import kept
from desk.work import Transactions, Work


class HandOff:
    """Moves conversations between the bot and the people of the support team."""

    def __init__(self, transactions: Transactions, *, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock

    def request_person(self, conversation_id: str) -> int:
        """Queue the conversation for a person; asking again keeps the place.

        Returns:
            the place in the queue, from 1; 0 when a person is there already.
        """
        with self._transactions.write() as work:
            conversation = _locked(work, conversation_id)
            if conversation.state is State.CLAIMED:
                return 0
            if conversation.state is not State.PENDING:
                now = self._clock()
                work.conversations.change(conversation_id, state=State.PENDING, person_requested_at=now)
            return _place(work, conversation_id)

    def position(self, conversation_id: str) -> int | None:
        """The place in the queue, from 1; None for a conversation that waits for nobody."""
        with self._transactions.read() as work:
            waiting = [conversation.id for conversation in work.conversations.waiting()]
        return waiting.index(conversation_id) + 1 if conversation_id in waiting else None

    def waiting(self) -> Sequence[Conversation]:
        """Conversations that wait for a person, longest first."""
        with self._transactions.read() as work:
            return work.conversations.waiting()

    def claim(self, conversation_id: str, by: str) -> None:
        """A person takes the conversation over; from now on the bot is silent.

        Raises:
            AlreadyClaimed: somebody else was faster.
        """
        with self._transactions.write() as work:
            conversation = _locked(work, conversation_id)
            if conversation.state is State.CLAIMED and conversation.claimed_by != by:
                raise AlreadyClaimed(conversation.claimed_by)
            # The bot's last question is not the person's: a yes said to a person starts nothing.
            taken = {"state": State.CLAIMED, "claimed_by": by, "person_requested_at": None, "question": None}
            work.conversations.change(conversation_id, **taken)

    def say(self, conversation_id: str, by: str, text: str) -> Message:
        """What the person says to the customer, masked like everything that is typed.

        Raises:
            NotClaimed: this person has not taken the conversation over.
            MalformedTurn: nothing in it can be read.
        """
        words = kept(text)
        if not words:
            raise MalformedTurn
        with self._transactions.write() as work:
            _claimed(work, conversation_id, by)
            reply = Reply(words)
            return work.conversations.append(conversation_id, reply, role=Role.AGENT, at=self._clock())

    def resolve(self, conversation_id: str, by: str) -> None:
        """The person is done; the bot answers again.

        Raises:
            NotClaimed: this person has not taken the conversation over.
        """
        with self._transactions.write() as work:
            _claimed(work, conversation_id, by)
            work.conversations.change(conversation_id, state=State.RESOLVED, claimed_by=None)


def _locked(work: Work, conversation_id: str) -> Conversation:
    conversation = work.conversations.get(conversation_id, lock=True)
    if conversation is None:
        raise UnknownConversation
    return conversation


def _claimed(work: Work, conversation_id: str, by: str) -> None:
    conversation = _locked(work, conversation_id)
    if conversation.state is not State.CLAIMED or conversation.claimed_by != by:
        raise NotClaimed


def _place(work: Work, conversation_id: str) -> int:
    return [conversation.id for conversation in work.conversations.waiting()].index(conversation_id) + 1
