"""Closing the account, and what stands against it."""

from __future__ import annotations

from actions.base import AccountAction, DeskAction
from actions.turn import Turn
from desk.conversations.model import Reply


class CloseAccount(AccountAction):
    """Starts the closing, or shows where it stands."""

    action_name = "action_close_account"
    resumes = False

    def answer(self, turn: Turn) -> Reply:
        """Obstacles come as a refusal; else the step that the application waits at."""
        application = turn.desk.closures.start(turn.customer, turn.conversation.id)
        return turn.step(application) or turn.desk.replies.status(application)


class HowToClose(DeskAction):
    """Explains the way, and offers to walk it."""

    action_name = "action_how_to_close"

    def answer(self, turn: Turn) -> Reply:
        """The steps; without the offer when a closing is open already."""
        return turn.desk.replies.steps(offer=turn.application is None)


class CheckEligibility(AccountAction):
    """Says whether this account can be closed now."""

    action_name = "action_check_eligibility"

    def answer(self, turn: Turn) -> Reply:
        """Every obstacle, or the offer to begin."""
        return _eligibility(turn, "eligible.text")


class WhyBlocked(AccountAction):
    """Explains why closing did not work."""

    action_name = "action_why_blocked"

    def answer(self, turn: Turn) -> Reply:
        """Every obstacle, or the news that there is none."""
        return _eligibility(turn, "eligible.not_blocked")

    def for_visitor(self, turn: Turn) -> Reply:
        """The usual reasons, until we know whose account."""
        return turn.desk.replies.login(general=True)


class Outstanding(AccountAction):
    """Says what is still to be paid."""

    action_name = "action_outstanding"

    def answer(self, turn: Turn) -> Reply:
        """Amounts and days; the month or the day that the customer named comes first."""
        owed = turn.desk.accounts.outstanding(turn.customer)
        return turn.desk.replies.outstanding(owed, within=turn.entity("date"))


def _eligibility(turn: Turn, said: str) -> Reply:
    own = turn.application
    found = turn.desk.accounts.obstacles(turn.customer, application_id=own.id if own else None)
    if found:
        return turn.desk.replies.obstacles(found)
    return turn.desk.replies.eligible(said, offer=own is None)
