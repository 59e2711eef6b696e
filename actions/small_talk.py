"""Talk around the matter, and a yes or no that only makes sense beside a question."""

from __future__ import annotations

from collections.abc import Mapping

from actions.base import DeskAction
from actions.closing import CloseAccount
from actions.closures import Withdraw
from actions.people import HumanAgent
from actions.turn import Turn
from desk.conversations.model import Reply

# What a yes to an open question does.
YES: Mapping[str, type[DeskAction]] = {
    "close_account": CloseAccount,
    "withdraw_closure": Withdraw,
    "human_agent": HumanAgent,
}
WITH_MENU = frozenset({"greet", "bot_challenge", "out_of_scope"})


class SmallTalk(DeskAction):
    """Greets, thanks, says good-bye, and says what it is here for."""

    action_name = "action_small_talk"
    resumes = False

    def answer(self, turn: Turn) -> Reply:
        """A sentence; what people come for below it where that helps."""
        said, replies = f"talk.{turn.intent}", turn.desk.replies
        if turn.in_hand:
            return replies.say(said)
        if turn.intent == "goodbye" and turn.desk.policy.rating["on_goodbye"]:
            return replies.rating(said)
        return replies.menu(said) if turn.intent in WITH_MENU else replies.say(said)

    def resumes_after(self, turn: Turn) -> bool:
        """Who is in the middle of a closing is shown the step again; who leaves is left alone."""
        return turn.in_hand and turn.intent != "goodbye"


class Affirm(DeskAction):
    """A yes: to the question that is open, or to nothing."""

    action_name = "action_affirm"
    resumes = False

    def replies_to(self, turn: Turn) -> tuple[Reply, ...]:
        """What the question stands for, else a sentence that starts nothing."""
        meant = YES.get(turn.question or "")
        return meant(turn.desk).replies_to(turn) if meant else super().replies_to(turn)

    def answer(self, turn: Turn) -> Reply:
        """A yes to nothing does nothing."""
        return turn.desk.replies.say("talk.affirm")


class Deny(DeskAction):
    """A no: to the question that is open, or to nothing."""

    action_name = "action_deny"
    resumes = False

    def answer(self, turn: Turn) -> Reply:
        """Nothing changes, and the customer hears so."""
        kept = turn.filed and turn.question == "withdraw_closure"
        return turn.desk.replies.say("withdrawal.kept" if kept else "talk.deny")
