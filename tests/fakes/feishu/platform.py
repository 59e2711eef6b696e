"""What Feishu knows: its apps' tokens, the chats, the cards and who logs in; and what its people do."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.fakes.feishu.events import Events
from tests.fakes.feishu.sealing import AppKeys, seal, signed_headers
from tests.fakes.serving import served

ANSWER_WITHIN = 3.0
REPUSHED_AFTER = [timedelta(seconds=15), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6)]
TOKEN_LASTS = timedelta(seconds=7200)
CODE_LASTS = timedelta(minutes=5)
UPDATE_LASTS = timedelta(minutes=30)
SAME_UUID = timedelta(hours=1)
A_SECOND = timedelta(seconds=1)
MOST_A_SECOND = 5


@dataclass
class Received:
    """A message as a phone shows it."""

    message_id: str
    to: str
    kind: str
    content: dict[str, Any]
    uuid: str
    below: str | None = None
    reverted: int = 0

    @property
    def text(self) -> str:
        """All its words."""
        if self.kind == "text":
            return str(self.content["text"])
        return "\n".join(e["text"]["content"] for e in self.content["body"]["elements"] if e["tag"] == "div")

    @property
    def buttons(self) -> list[str]:
        """The titles of the buttons that call back."""
        return [b["text"]["content"] for b in self._buttons("callback")]

    @property
    def links(self) -> dict[str, str]:
        """The pages that its buttons open, by their titles."""
        return {b["text"]["content"]: b["behaviors"][0]["default_url"] for b in self._buttons("open_url")}

    def value(self, title: str) -> dict[str, Any]:
        """What comes back when this button is tapped."""
        found = next(b for b in self._buttons("callback") if b["text"]["content"] == title)
        value: dict[str, Any] = found["behaviors"][0]["value"]
        return value

    def _buttons(self, behavior: str) -> list[dict[str, Any]]:
        elements = self.content["body"]["elements"] if self.kind == "interactive" else []
        return [e for e in elements if e["tag"] == "button" and e["behaviors"][0]["type"] == behavior]


@dataclass
class Callback:
    """A tap that was pushed: the token in it changes the card later."""

    message_id: str
    at: datetime
    answered: bool = False
    used: int = 0


@dataclass
class Waiting:
    """An event that was not taken: it comes again, with the same id."""

    content: dict[str, Any]
    at: datetime
    times: int = 0


@dataclass
class FakeFeishu:
    """The platform.

    Args:
        keys: of the one app that it knows.
        webhook: where events go.
        clock: what time it is there.
    """

    keys: AppKeys = field(default_factory=AppKeys)
    webhook: str = ""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    base: str = ""
    pauses: list[timedelta] = field(default_factory=lambda: list(REPUSHED_AFTER))
    tokens: dict[str, datetime] = field(default_factory=dict)
    messages: list[Received] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    sent_at: dict[str, list[datetime]] = field(default_factory=dict)
    uuids: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    callbacks: dict[str, Callback] = field(default_factory=dict)
    codes: dict[str, tuple[str, datetime, str]] = field(default_factory=dict)
    user_tokens: dict[str, str] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    browser: str = ""
    bot_enabled: bool = True
    failing: list[tuple[int, int]] = field(default_factory=list)
    refuses_cards: bool = False
    failing_updates: list[int] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    asked_in_groups: dict[str, str] = field(default_factory=dict)

    @property
    def events(self) -> Events:
        """Makes what is pushed."""
        return Events(self.keys, self.clock)

    def inbox(self, user: str) -> list[Received]:
        """What one person (or group) was sent, oldest first."""
        return [message for message in self.messages if message.to == user]

    def expire_tokens(self) -> None:
        """Every token is over, and nobody was told."""
        self.tokens.clear()

    # what people do

    def say(self, user: str, text: str) -> httpx.Response:
        """Type something to the bot."""
        self.known.add(user)
        return self.push(self.events.message(user, "text", {"text": text}))

    def say_in_group(self, user: str, group: str, text: str) -> httpx.Response:
        """Mention the bot where others read along."""
        event = self.events.message(
            user, "text", {"text": f"@_user_1 {text}"}, chat=group, mentions=("小户",)
        )
        self.asked_in_groups[event["event"]["message"]["message_id"]] = group
        return self.push(event)

    def open_chat(self, user: str) -> httpx.Response:
        """Open the chat with the bot for the first time."""
        self.known.add(user)
        return self.push(self.events.arrival(user))

    def tap(self, user: str, message: Received, title: str) -> httpx.Response:
        """Tap a button of a card."""
        token = f"c-{secrets.token_hex(20)}"
        self.callbacks[token] = Callback(message.message_id, self.clock())
        event = self.events.tap(user, message.message_id, message.value(title), token)
        response = self.push(event, keep=False)
        self.callbacks[token].answered = response.status_code == httpx.codes.OK
        return response

    # what the platform does with it

    def push(self, content: dict[str, Any], *, keep: bool = True) -> httpx.Response:
        """Push an event; when it is not taken within three seconds, it waits to be pushed again."""
        body = seal(self.keys, content)
        response = self.post(body, signed_headers(self.keys, body, self.clock()))
        if keep and response.status_code != httpx.codes.OK:
            self.waiting.append(Waiting(content, self.clock()))
        return response

    def post(self, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        """A push as it is; a 599 stands for no answer in time."""
        try:
            return httpx.post(self.webhook, content=body, headers=dict(headers), timeout=ANSWER_WITHIN)
        except httpx.HTTPError:
            return httpx.Response(599)

    def push_again(self) -> int:
        """Push what is due once more; returns how much still waits."""
        for one in list(self.waiting):
            if self.clock() - one.at < self.pauses[one.times]:
                continue
            one.times += 1
            body = seal(self.keys, one.content)
            response = self.post(body, signed_headers(self.keys, body, self.clock()))
            if response.status_code == httpx.codes.OK or one.times == len(self.pauses):
                self.waiting.remove(one)
        return len(self.waiting)

    # what the server asks

    def new_token(self) -> str:
        """A tenant_access_token; the ones before stay good."""
        token = f"t-{secrets.token_hex(12)}"
        self.tokens[token] = self.clock() + TOKEN_LASTS
        return token

    def is_token(self, token: str) -> bool:
        """Whether a token may call."""
        return self.tokens.get(token, self.clock()) > self.clock()

    def is_too_fast(self, to: str) -> bool:
        """Whether one more message to this person is more than five within a second."""
        now = self.clock()
        recent = [at for at in self.sent_at.get(to, []) if now - at < A_SECOND]
        self.sent_at[to] = [*recent, now]
        return len(recent) >= MOST_A_SECOND

    def deliver(
        self, to: str, kind: str, content: dict[str, Any], uuid: str, below: str | None = None
    ) -> Received:
        """Put a message onto a phone, once for a uuid."""
        at, message_id = self.uuids.get(uuid, (datetime.min.replace(tzinfo=UTC), ""))
        if uuid and self.clock() - at < SAME_UUID:
            return next(message for message in self.messages if message.message_id == message_id)
        message = Received(f"om_{secrets.token_hex(16)}", to, kind, content, uuid, below)
        self.messages.append(message)
        self.uuids[uuid] = self.clock(), message.message_id
        return message

    def update(self, token: str, card: dict[str, Any]) -> int:
        """Change a card after a tap; returns the error code."""
        if self.failing_updates:
            return self.failing_updates.pop()
        callback = self.callbacks.get(token)
        if callback is None or self.clock() - callback.at > UPDATE_LASTS or callback.used >= 2:
            return 300090
        callback.used += 1
        message = next(m for m in self.messages if m.message_id == callback.message_id)
        if not callback.answered:
            message.reverted += 1  # the platform takes it, and shows the old card again
        else:
            message.content = card
        return 0

    def new_code(self, redirect_uri: str, phone: str | None = None) -> str:
        """What the login page sends a browser back with, for whoever holds the phone."""
        code = secrets.token_hex(16)
        self.codes[code] = phone or self.browser, self.clock() + CODE_LASTS, redirect_uri
        return code


@contextmanager
def running_feishu(
    keys: AppKeys | None = None, *, clock: Callable[[], datetime] | None = None, port: int = 0
) -> Iterator[FakeFeishu]:
    """The platform on a free port."""
    from tests.fakes.feishu.server import build_server

    feishu = FakeFeishu(keys or AppKeys(), clock=clock or (lambda: datetime.now(UTC)))
    with served(build_server(feishu), port=port) as base:
        feishu.base = base
        yield feishu
