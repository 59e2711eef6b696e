"""Questions with an answer of their own."""

from __future__ import annotations

from actions.base import DeskAction
from actions.turn import Turn
from desk.conversations.model import Reply


class Faq(DeskAction):
    """Answers from `knowledge/faq`."""

    action_name = "action_faq"

    def answer(self, turn: Turn) -> Reply:
        """The file of this intent."""
        return turn.desk.replies.answer(turn.intent)
