"""The one place where replies come from."""

from __future__ import annotations

from desk.accounts.errors import NoAccount
from desk.accounts.model import Obstacle, ObstacleKind
from desk.closures.errors import NotEligible
from desk.closures.model import FILED, Application
from desk.conversations.model import Reply
from desk.errors import DomainError
from desk.replies.account import AccountReplies
from desk.replies.base import lines
from desk.replies.formats import spoken
from desk.replies.steps import StepReplies
from desk.replies.talk import TalkReplies
from desk.verification.model import ChallengeLink


class Replies(StepReplies, AccountReplies, TalkReplies):
    """Builds every reply from facts; the words come from the knowledge."""

    def pending(
        self, application: Application | None, link: ChallengeLink | None, question: str | None
    ) -> Reply | None:
        """What the customer was in the middle of: the step in hand, else the question that is still open.

        Args:
            application: the newest open application.
            link: a live link while it is at `verifying`.
            question: what the last reply asked.
        """
        step = self.step(application, link, again=True) if application else None
        return step or self._open_question(application, question)

    def refusal(self, error: DomainError) -> Reply:
        """The answer to a refusal: that of its class, else of the nearest class above it."""
        match error:
            case NotEligible():
                return self.obstacles(error.obstacles)
            case NoAccount():
                return self.obstacles((Obstacle(ObstacleKind.NO_ACCOUNT),))
        facts = {name: spoken(name, value) for name, value in vars(error).items()}
        names = (f"refusals.{kind.__name__}" for kind in type(error).__mro__)
        return self.say(next(name for name in names if self.knowledge.has(name)), **facts)

    def _open_question(self, application: Application | None, question: str | None) -> Reply | None:
        match question:
            case "withdraw_closure" if application and application.stage in FILED:
                return self.withdrawal(application)
            case "close_account" if application is None:
                return self.offer_closing()
            case "human_agent":
                return self.offer_person("offer_person")
            case _:
                return None


def joined(first: Reply, second: Reply) -> tuple[Reply, ...]:
    """Two replies as one message, or as two when each has a card of its own."""
    if first.card is not None and second.card is not None:
        return first, second
    text = lines(first.text, second.text)
    return (Reply(text, second.card or first.card, (*first.buttons, *second.buttons), second.question),)
