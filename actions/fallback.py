"""When a message was not understood, or came too late."""

from __future__ import annotations

from itertools import takewhile

from actions.base import DeskAction
from actions.people import HumanAgent
from actions.turn import Turn
from desk.conversations.model import Reply

PATIENCE = 2
PERSON = ("human_agent",)


class Fallback(DeskAction):
    """Asks what was meant, and offers a person when asking has not helped."""

    action_name = "action_fallback"
    resumes = False

    def answer(self, turn: Turn) -> Reply:
        """Suggestions, else the menu; the second time with a person among them, after that only a person."""
        replies, asked = turn.desk.replies, self._in_vain(turn)
        if turn.intent == "deny" and turn.question == "human_agent":
            return replies.say("talk.deny")
        if asked >= PATIENCE:
            return replies.offer_person("fallback.person")
        if not turn.suggestions:
            return replies.menu("fallback.menu")
        return replies.choices(dict.fromkeys((*turn.suggestions, *PERSON) if asked else turn.suggestions))

    def _in_vain(self, turn: Turn) -> int:
        return len(list(takewhile(lambda name: name == self.action_name, turn.actions_backwards())))


class StaleButton(DeskAction):
    """A button that came after its moment."""

    action_name = "action_stale_button"

    def answer(self, turn: Turn) -> Reply:
        """Says so; the step in hand follows, or how far a filed application is, or what else can be done."""
        replies = turn.desk.replies
        if turn.filed and turn.application:
            return replies.status(turn.application, below="stale_button")
        return replies.say("stale_button") if turn.in_hand else replies.menu("stale_button_menu")


class RepeatStep(DeskAction):
    """A yes or no that decides nothing: shows what is open once more."""

    action_name = "action_repeat_step"
    resumes = False

    def replies_to(self, turn: Turn) -> tuple[Reply, ...]:
        """A person, when that was the question; else the step or the question that is open."""
        if turn.question == "human_agent" and turn.intent == "affirm":
            return HumanAgent(turn.desk).replies_to(turn)
        return super().replies_to(turn)

    def answer(self, turn: Turn) -> Reply:
        """What is open, else a sentence."""
        return turn.pending() or turn.desk.replies.say("talk.affirm")
