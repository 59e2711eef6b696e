"""What all reply builders share: sentences, lines and buttons by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from desk.closures.policy import ClosurePolicy
from desk.conversations.model import ButtonSpec, Reply
from desk.knowledge import Knowledge, Policy

# What a typed yes stands for while the application itself asks: the rules of that stage decide.
AFFIRM = "affirm"


class Texts:
    """The knowledge in the shape that builders need.

    Args:
        public_url: the address that customers' links begin with.
        proof_lifetime: how long after a passed verification the last word may be given.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        policy: Policy,
        public_url: str,
        *,
        proof_lifetime: timedelta = ClosurePolicy.proof_lifetime,
    ) -> None:
        self.knowledge = knowledge
        self.policy = policy
        self._public_url = public_url.rstrip("/")
        self._proof_lifetime = proof_lifetime

    def say(self, key: str, /, **facts: object) -> Reply:
        """A plain sentence."""
        return Reply(self._text(key, **facts))

    def _text(self, key: str, /, **facts: object) -> str:
        return self.knowledge.message(key, **facts)

    def _button(self, name: str, intent: str, stage: str | None = None) -> ButtonSpec:
        return ButtonSpec(self._text(f"buttons.{name}"), intent, stage)


def lines(*parts: str | None) -> str:
    """The parts below each other, without the empty ones."""
    return "\n".join(part for part in parts if part)


def numbered(items: Iterable[str]) -> str:
    """A list that reads well where there are no cards."""
    return "\n".join(f"{index}. {item}" for index, item in enumerate(items, 1))
