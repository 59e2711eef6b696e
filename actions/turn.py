"""One turn as an action sees it: whose conversation, what was understood, what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker

from actions.yes import is_plain_yes
from desk.accounts.errors import LedgerUnavailable
from desk.bootstrap import Desk
from desk.closures.model import FILED, IN_HAND, Application, Stage
from desk.conversations.model import Conversation, Reply
from desk.replies.base import AFFIRM


@dataclass(frozen=True)
class Turn:
    """Reads the truth from desk; Rasa only says which session speaks, and what it understood.

    Args:
        message: the tracker's latest message.
        events: the tracker's events, oldest first.
    """

    desk: Desk
    conversation: Conversation
    message: Mapping[str, Any]
    events: Sequence[Mapping[str, Any]]

    @classmethod
    def of(cls, desk: Desk, tracker: Tracker) -> Turn:
        """The turn that a tracker tells of."""
        conversation = desk.conversations.by_sender(tracker.sender_id)
        return cls(desk, conversation, tracker.latest_message, tracker.events)

    @property
    def customer(self) -> str:
        """Who speaks, as the gateway made sure of it."""
        return self.conversation.owner

    @property
    def is_visitor(self) -> bool:
        """Whether nobody is logged in."""
        return self.conversation.is_visitor

    @property
    def question(self) -> str | None:
        """What a typed yes stands for."""
        return self.conversation.question

    @property
    def intent(self) -> str:
        """What was understood."""
        intent = self.message.get("intent") or {}
        return str(intent.get("name") or "")

    @property
    def typed(self) -> bool:
        """Whether the customer typed; a pressed button and an event reach Rasa without a text."""
        return bool(self.message.get("text"))

    @property
    def said_yes(self) -> bool:
        """Whether the customer pressed a yes, or typed one that is nothing else."""
        return self.intent == AFFIRM and (not self.typed or is_plain_yes(str(self.message["text"])))

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What an unclear text may have meant, best first."""
        return tuple(self.message.get("suggestions") or ())[:3]

    @property
    def also(self) -> str | None:
        """What was asked besides, unless it cannot be done now."""
        asked = next(iter(self.message.get("also") or ()), None)
        match asked:
            case "close_account":
                return None if self.application else asked
            case "withdraw_closure":
                return asked if self.filed else None
            case _:
                return asked

    def entity(self, name: str) -> str | None:
        """The value of an entity in the text."""
        values = (e.get("value") for e in self.message.get("entities") or () if e.get("entity") == name)
        return next((str(value) for value in values), None)

    def actions_backwards(self) -> Iterator[str]:
        """The actions of the turns before, newest first."""
        for event in reversed(self.events):
            if event.get("event") == "action" and event.get("name") != "action_listen":
                yield str(event["name"])

    @cached_property
    def application(self) -> Application | None:
        """The open application."""
        return None if self.is_visitor else self.desk.closures.current(self.customer)

    @property
    def stage(self) -> Stage:
        """Where the open application stands."""
        return self.application.stage if self.application else Stage.NONE

    @property
    def in_hand(self) -> bool:
        """Whether the customer is in the middle of a closing."""
        return self.stage in IN_HAND

    @property
    def filed(self) -> bool:
        """Whether the staff have the application."""
        return self.stage in FILED

    def step(self, application: Application | None) -> Reply | None:
        """The step that an application waits at, shown in full."""
        if application is None:
            return None
        if application.stage is not Stage.VERIFYING:
            return self.desk.replies.step(application, None)
        return self.desk.replies.step(application, self.desk.verification.link(self.customer))

    def pending(self, *, without: str | None = None) -> Reply | None:
        """What the customer was in the middle of; asked anew, because the action may have moved it.

        Nothing when the books are away that a new link needs: what was answered is said all the same.

        Args:
            without: a question that is not to be asked again.
        """
        with suppress(LedgerUnavailable):
            return self._pending(without)
        return None

    def _pending(self, without: str | None) -> Reply | None:
        application = None if self.is_visitor else self.desk.closures.current(self.customer)
        verifying = application is not None and application.stage is Stage.VERIFYING
        link = self.desk.verification.link(self.customer) if verifying else None
        question = None if self.question == without else self.question
        return self.desk.replies.pending(application, link, question)
