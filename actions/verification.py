"""Proving one's identity, which happens outside the chat."""

from __future__ import annotations

from actions.base import DeskAction
from actions.turn import Turn
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
    """Names the other ways to prove one's identity."""

    action_name = "action_change_method"

    def answer(self, turn: Turn) -> Reply:
        """The page lets the customer choose; the step in hand below this carries its link."""
        open_now = turn.stage is Stage.VERIFYING
        return turn.desk.replies.say("verification.change" if open_now else "verification.change_none_open")


class SecretShared(DeskAction):
    """Answers a message that was nothing but a secret."""

    action_name = "action_secret_shared"

    def answer(self, turn: Turn) -> Reply:
        """The warning, which says where secrets belong."""
        return turn.desk.replies.warning("secret")
