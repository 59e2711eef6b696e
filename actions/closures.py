"""The closure application in the customer's hand: consent, last word, progress, stopping, taking back."""

from __future__ import annotations

from actions.base import AccountAction
from actions.turn import Turn
from desk.closures.errors import NotEligible
from desk.closures.model import Application, Stage
from desk.closures.numbers import find_number
from desk.conversations.model import Reply
from desk.errors import DomainError
from desk.replies.base import AFFIRM


class Accept(AccountAction):
    """The consequences are accepted; now identity."""

    action_name = "action_accept"
    resumes = False

    def answer(self, turn: Turn) -> Reply:
        """The verification link."""
        if not _meant(turn) or (turn.stage is Stage.CONSENTING and not _has_read(turn)):
            return _step_or_status(turn, turn.application)
        application = turn.desk.closures.accept(turn.customer, turn.desk.replies.consent_version)
        return _step_or_status(turn, application)


class Submit(AccountAction):
    """The last word."""

    action_name = "action_submit"
    resumes = False

    def answer(self, turn: Turn) -> Reply:
        """The receipt."""
        if not _meant(turn):
            return _step_or_status(turn, turn.application)
        return turn.desk.replies.receipt(turn.desk.closures.submit(turn.customer))

    def refused(self, turn: Turn, refusal: DomainError) -> Reply:
        """Obstacles that came up meanwhile have ended the application, and the customer hears that too."""
        if isinstance(refusal, NotEligible):
            return turn.desk.replies.obstacles(refusal.obstacles, stopped=True)
        return super().refused(turn, refusal)


class ClosureStatus(AccountAction):
    """How far a closing is."""

    action_name = "action_closure_status"

    def answer(self, turn: Turn) -> Reply:
        """The application that the customer named, else the newest."""
        number = find_number(str(turn.message.get("text") or "")) or turn.entity("application_number")
        closures = turn.desk.closures
        found = closures.by_number(number, turn.customer) if number else closures.newest(turn.customer)
        return turn.desk.replies.status(found) if found else turn.desk.replies.no_application()


class Withdraw(AccountAction):
    """Takes an application back, once the customer has said so twice."""

    action_name = "action_withdraw"
    resumes = False

    def answer(self, turn: Turn) -> Reply:
        """A question first; before submission there is nothing to lose, and it stops at once."""
        if turn.in_hand:
            return _stopped(turn)
        if turn.application is None or not turn.filed:
            return _nothing_to_withdraw(turn)
        if not _said_again(turn):
            return turn.desk.replies.withdrawal(turn.application)
        turn.desk.closures.withdraw(turn.customer)
        return turn.desk.replies.say("withdrawal.done")


class Stop(AccountAction):
    """Leaves the process in hand."""

    action_name = "action_stop"
    resumes = False

    def answer(self, turn: Turn) -> Reply:
        """Abandons what is not submitted yet; a filed application is only taken back after a question."""
        if turn.in_hand:
            return _stopped(turn)
        if turn.application is not None and turn.filed:
            return turn.desk.replies.withdrawal(turn.application)
        return turn.desk.replies.say("stopped.nothing")

    def for_visitor(self, turn: Turn) -> Reply:
        """A visitor has nothing in hand."""
        return turn.desk.replies.say("stopped.nothing")


def _said_again(turn: Turn) -> bool:
    """Whether the question is answered: by a yes or in words, not by pressing twice what led to it."""
    said = turn.said_yes if turn.intent == AFFIRM else turn.typed
    return said and turn.question == "withdraw_closure"


def _meant(turn: Turn) -> bool:
    """Whether a yes means the step: a button says so itself, a typed one answers what was asked last."""
    return turn.said_yes and (not turn.typed or turn.question == AFFIRM)


def _has_read(turn: Turn) -> bool:
    """Whether the consequences of now were shown in full; the operator may change them at any time."""
    card = turn.desk.replies.consequences().card
    shown = turn.desk.conversations.carded(turn.conversation.id, "consequences")
    return any(card == one.card and all(item in one.text for item in card["items"]) for one in shown if card)


def _step_or_status(turn: Turn, application: Application | None) -> Reply:
    step = turn.step(application)
    if step or application is None:
        return step or turn.desk.replies.no_application()
    return turn.desk.replies.status(application)


def _stopped(turn: Turn) -> Reply:
    turn.desk.closures.stop(turn.customer)
    return turn.desk.replies.say("stopped.done")


def _nothing_to_withdraw(turn: Turn) -> Reply:
    newest = turn.desk.closures.newest(turn.customer)
    closed = newest is not None and newest.stage is Stage.CLOSED
    return turn.desk.replies.say("withdrawal.too_late" if closed else "withdrawal.nothing")
