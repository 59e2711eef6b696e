"""Proving one's identity, which happens outside the chat."""

from __future__ import annotations

from actions.base import DeskAction
from actions.turn import Turn
from actions.wanted import wanted_method
from desk.closures.model import Stage
from desk.conversations.model import Reply


class ResendCode(DeskAction):
    """Sends a new code."""

    action_name = "action_resend_code"

    def answer(self, turn: Turn) -> Reply:
        """A new code when a verification is open."""
        if turn.stage is not Stage.VERIFYING:
            return turn.desk.replies.say("verification.none_open")
        turn.desk.verification.resend(turn.customer)
        return turn.desk.replies.say("verification.resent")


class ChangeMethod(DeskAction):
    """Takes up the way to prove one's identity that the customer wants, or names the others."""

    action_name = "action_change_method"

    def answer(self, turn: Turn) -> Reply:
        """Whether the named method can be used; else that the page lets choose, with its link below."""
        if turn.stage is not Stage.VERIFYING:
            return turn.desk.replies.say("verification.change_none_open")
        wanted = wanted_method(turn.message)
        if wanted is None:
            return turn.desk.replies.say("verification.change")
        link = turn.desk.verification.link(turn.customer)
        offered = turn.desk.verification.view(link.token).methods
        return turn.desk.replies.other_method(link, wanted, offered)

    def resumes_after(self, turn: Turn) -> bool:
        """A named method is answered with the link itself."""
        return turn.stage is not Stage.VERIFYING or wanted_method(turn.message) is None


class SecretShared(DeskAction):
    """Answers a message that was nothing but a secret."""

    action_name = "action_secret_shared"

    def answer(self, turn: Turn) -> Reply:
        """The warning, which says where secrets belong."""
        return turn.desk.replies.warning("secret")
