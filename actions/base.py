"""What every action shares: it leaves the event loop, answers refusals, comes back to the step in hand."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Mapping
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from desk.bootstrap import Desk
from desk.conversations.model import ButtonSpec, Reply
from desk.errors import DomainError
from desk.replies.service import joined

_log = logging.getLogger(__name__)


class DeskAction(Action):  # type: ignore[misc]  # rasa_sdk ships no types
    """One answer of the bot, decided by desk.

    A subclass names itself and says its answer; whatever it raises becomes an answer here. It never sets the
    slot `stage`: the gateway sends that with each turn, and setting it would revert the turn.

    Attributes:
        action_name: the name in the domain.
        resumes: whether the step in hand is shown again below the answer.
    """

    action_name: ClassVar[str]
    resumes: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def name(self) -> str:
        """The name in the domain."""
        return self.action_name

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: Mapping[str, Any],  # noqa: ARG002 - what rasa-sdk passes
    ) -> list[dict[str, Any]]:
        """Answer, off the event loop: one customer's database must not hold up another's."""
        for reply in await asyncio.to_thread(self.replies, tracker):
            dispatcher.utter_message(**_utterance(reply))
        return []

    def replies(self, tracker: Tracker) -> tuple[Reply, ...]:
        """What the customer hears; never nothing, and never an error."""
        try:
            turn = Turn.of(self._desk, tracker)
            return _with_offer(turn, self.replies_to(turn))
        except Exception as error:  # noqa: BLE001 - the boundary: silence would be the customer's answer
            _log_failure(self.action_name, error)
            return (self._desk.replies.apology(),)

    def answer(self, turn: Turn) -> Reply:
        """The answer itself; one call to a service, and what to say about it."""
        raise NotImplementedError

    def replies_to(self, turn: Turn) -> tuple[Reply, ...]:
        """The answer or the refusal, and the step in hand below it."""
        try:
            reply = self.answer(turn)
        except DomainError as refusal:
            return _resumed(turn, self.refused(turn, refusal))
        return _resumed(turn, reply) if self.resumes_after(turn) else (reply,)

    def resumes_after(self, turn: Turn) -> bool:  # noqa: ARG002 - for those whom it depends on
        """Whether the step in hand follows this answer."""
        return self.resumes

    def refused(self, turn: Turn, refusal: DomainError) -> Reply:
        """The answer to a refusal."""
        return turn.desk.replies.refusal(refusal)


class AccountAction(DeskAction):
    """An answer that needs to know whose account; a visitor is asked to log in."""

    def replies_to(self, turn: Turn) -> tuple[Reply, ...]:
        """The login for a visitor, the answer for a customer."""
        return (self.for_visitor(turn),) if turn.is_visitor else super().replies_to(turn)

    def for_visitor(self, turn: Turn) -> Reply:
        """What somebody hears who is not logged in."""
        return turn.desk.replies.login()


def _resumed(turn: Turn, reply: Reply) -> tuple[Reply, ...]:
    if reply.question is not None:
        return (reply,)
    # An offer to close makes no sense right below what stands against closing.
    blocked = reply.card is not None and reply.card["kind"] == "obstacles"
    pending = turn.pending(without="close_account" if blocked else None)
    return joined(reply, pending) if pending else (reply,)


def _with_offer(turn: Turn, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """The replies with what was asked besides offered at their end, unless it is offered already."""
    asked = turn.also
    if asked is None or any(button.intent == asked for reply in replies for button in reply.buttons):
        return replies
    return (*replies[:-1], turn.desk.replies.offering(replies[-1], asked))


def _utterance(reply: Reply) -> dict[str, Any]:
    return {
        "text": reply.text,
        "buttons": [{"title": button.title, "payload": _payload(button)} for button in reply.buttons],
        "json_message": {"card": reply.card, "question": reply.question},
    }


def _payload(button: ButtonSpec) -> str:
    return f"{button.intent}@{button.stage}" if button.stage else button.intent


def _log_failure(name: str, error: Exception) -> None:
    """Log where it failed but not the error's own words, which may quote the customer."""
    where = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s failed with %s\n%s", name, type(error).__qualname__, where)
