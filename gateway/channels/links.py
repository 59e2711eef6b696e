"""Links that may be said in an app: each leads past the platform's login, and is tied to the person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from desk.channels.binding import new_ticket
from desk.channels.deliveries import Links
from desk.channels.model import AppUser
from desk.channels.sealing import digest
from desk.conversations.model import Message
from gateway.channels.port import Words


@dataclass
class LinkMaker:
    """Rewrites the messages of one delivery, and remembers what has to be kept with it.

    Args:
        user: to whom they go.
        public_url: how customers reach the gateway.
        words: the sentences.
        can_bind: whether there is a shop in which the person can log in.
    """

    user: AppUser
    public_url: str
    words: Words
    can_bind: bool
    _bind: str | None = None
    _enter: dict[str, str] = field(default_factory=dict)

    def rewritten(self, messages: Sequence[Message]) -> list[Message]:
        """The messages as they may be said in the app."""
        return [self._rewritten(message) for message in messages]

    def links(self) -> Links:
        """What belongs to the links that were put in, by digest; the links themselves are kept nowhere."""
        enter = tuple((digest(ticket), token) for token, ticket in self._enter.items())
        return Links(bind=(digest(self._bind),) if self._bind else (), enter=enter)

    def _rewritten(self, message: Message) -> Message:
        card = message.card
        if card is not None and card["kind"] == "login" and self.can_bind and not self.user.is_bound:
            return self._with_login(message)
        text, card = self._entered(message.text), card and {k: self._value(v) for k, v in card.items()}
        return replace(message, text=text, card=card)

    def _with_login(self, message: Message) -> Message:
        self._bind = self._bind or new_ticket()
        url = f"{self.public_url}/bind/{self._bind}"
        text = f"{message.text}\n{self.words('channels.bind', url=url)}"
        return replace(message, text=text, card={"kind": "login", "url": url})

    def _value(self, value: Any) -> Any:
        return self._entered(value) if isinstance(value, str) else value

    def _entered(self, text: str) -> str:
        return re.sub(rf"{re.escape(self.public_url)}/verify/([A-Za-z0-9_-]+)", self._door, text)

    def _door(self, match: re.Match[str]) -> str:
        ticket = self._enter.setdefault(match[1], new_ticket())
        return f"{self.public_url}/enter/{ticket}"
