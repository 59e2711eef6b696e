"""When a person is wanted, and when somebody else may be pulling the strings."""

from __future__ import annotations

from actions.base import DeskAction
from actions.turn import Turn
from desk.conversations.model import Reply


class HumanAgent(DeskAction):
    """Queues the conversation for a person."""

    action_name = "action_human_agent"
    resumes = False

    def answer(self, turn: Turn) -> Reply:
        """The place in the queue, and the telephone for who does not want to wait."""
        position = turn.desk.conversations.request_person(turn.conversation.id)
        return turn.desk.replies.handoff("pending" if position else "claimed", position or None)


class Complaint(DeskAction):
    """Listens, and offers a person."""

    action_name = "action_complaint"

    def answer(self, turn: Turn) -> Reply:
        """Where to complain."""
        return turn.desk.replies.complaint()


class ReportScam(DeskAction):
    """Warns."""

    action_name = "action_report_scam"
    resumes = False

    def answer(self, turn: Turn) -> Reply:
        """The warning; with the ways out when a closing is open."""
        return turn.desk.replies.scam(turn.stage)
