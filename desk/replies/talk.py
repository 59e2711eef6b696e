"""Answers, choices, warnings and hand-offs: everything that is not about one account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desk.closures.model import FILED, IN_HAND, Stage
from desk.conversations.model import ButtonSpec, Reply
from desk.replies.base import Texts, lines

MENU = ("close_account", "ask_how_to_close", "ask_closure_status", "human_agent")
LEVELS = {"scam": "high", "secret": "medium"}


class TalkReplies(Texts):
    """What can be said to anybody."""

    def answer(self, intent: str) -> Reply:
        """The answer to a question, with where it comes from and since when it holds."""
        topic = self.knowledge.topic(intent)
        card = {
            "kind": "answer",
            "topic": topic.intent,
            "source": topic.source,
            "effective": topic.effective.isoformat(),
        }
        return Reply(lines(topic.text, *(f"{link.title}：{link.url}" for link in topic.links)), card)

    def choices(self, intents: Iterable[str], *, said: str = "fallback.suggest") -> Reply:
        """Questions to choose from, by their titles."""
        buttons = tuple(ButtonSpec(self.knowledge.title(intent), intent) for intent in intents)
        return Reply(self._text(said), {"kind": "choices", "items": [b.title for b in buttons]}, buttons)

    def offering(self, reply: Reply, intent: str) -> Reply:
        """The reply with something else to go on with, below everything that it says and offers itself."""
        title = self.knowledge.title(intent)
        text = lines(reply.text, self._text("also", title=title))
        return replace(reply, text=text, buttons=(*reply.buttons, ButtonSpec(title, intent)))

    def menu(self, said: str) -> Reply:
        """What people come for most, below a sentence."""
        return self.choices(MENU, said=said)

    def offer_person(self, said: str) -> Reply:
        """A person, for who wants one."""
        buttons = (self._button("person", "human_agent"), self._button("no_person", "deny"))
        return Reply(self._text(said), None, buttons, "human_agent")

    def new_place(self) -> Reply:
        """Somebody has verified from where this customer never did."""
        return Reply(self._text("notices.new_place"), None, (self._button("person", "human_agent"),))

    def complaint(self) -> Reply:
        """Where to complain, and a person now."""
        offer = self.offer_person("offer_person")
        return Reply(lines(self._text("complaint.text"), offer.text), None, offer.buttons, offer.question)

    def handoff(self, state: str, position: int | None = None) -> Reply:
        """How far the way to a person is: `pending`, `claimed` or `resolved`."""
        queue = self._text("handoff.queue", position=position) if position else None
        card = {"kind": "handoff", "state": state, "position": position}
        return Reply(lines(self._text(f"handoff.{state}"), queue), card)

    def warning(self, level: str) -> Reply:
        """A warning: `secret` when something was masked, `scam` when somebody may be cheating."""
        text = lines(self._text(f"warnings.{level}"), self._text(f"warnings.{level}_next"))
        return Reply(text, {"kind": "warning", "level": LEVELS[level]})

    def scam(self, stage: Stage) -> Reply:
        """The scam warning; while a closing is open, with the ways out of it and on."""
        warning = self.warning("scam")
        if stage in IN_HAND:
            said, buttons = "warnings.scam_open", self._stop_or_on(stage)
        elif stage in FILED:
            said, buttons = "warnings.scam_submitted", (self._button("withdraw_ask", "withdraw_closure"),)
        else:
            return warning
        return Reply(lines(warning.text, self._text(said)), warning.card, buttons)

    def rating(self, said: str) -> Reply:
        """A sentence, and the wish for a rating below it."""
        return Reply(lines(self._text(said), self._text("rating.text")), {"kind": "rating"})

    def apology(self) -> Reply:
        """Something failed that the customer cannot help."""
        return self.say("failed")

    def _stop_or_on(self, stage: Stage) -> tuple[ButtonSpec, ...]:
        # Going on is asking for the closing again, which shows the step in hand; a bare yes must not take it.
        return self._button("stop", "stop", stage), self._button("really_me", "close_account", stage)
