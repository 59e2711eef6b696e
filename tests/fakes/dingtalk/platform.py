"""What DingTalk knows: tokens, tickets, sessions, the directory; and what its people do."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.fakes.dingtalk.robot import SESSION_LASTS, Person, RobotKeys, message, signed_headers, text
from tests.fakes.dingtalk.stream import Connections
from tests.fakes.serving import served

TOKEN_LASTS, TICKET_LASTS, CODE_LASTS = timedelta(seconds=7200), timedelta(seconds=90), timedelta(minutes=5)
ANSWER_WITHIN = 5.0


@dataclass
class Received:
    """A message as a phone shows it.

    Args:
        to: a staff id, `group:…`, or the sender id of somebody outside.
        way: `session` or `api`.
    """

    to: str
    way: str
    text: str
    buttons: dict[str, str] = field(default_factory=dict)

    def says(self, title: str) -> str:
        """What a tap on this button makes its person say."""
        parts = urlsplit(self.buttons[title])
        assert (parts.scheme, parts.netloc, parts.path) == ("dtmd", "dingtalkclient", "/sendMessage")
        return parse_qs(parts.query)["content"][0]

    @property
    def choices(self) -> list[str]:
        """The titles of the buttons that make somebody say something."""
        return [title for title, url in self.buttons.items() if url.startswith("dtmd:")]

    @property
    def links(self) -> dict[str, str]:
        """The pages that buttons open."""
        return {title: url for title, url in self.buttons.items() if not url.startswith("dtmd:")}


@dataclass
class FakeDingTalk:
    """The platform.

    Args:
        keys: of the one app that it knows.
        webhook: where messages go in HTTP mode.
        clock: what time it is there.
    """

    keys: RobotKeys = field(default_factory=RobotKeys)
    webhook: str = ""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    base: str = ""
    members: set[str] = field(default_factory=set)
    tokens: dict[str, datetime] = field(default_factory=dict)
    tickets: dict[str, datetime] = field(default_factory=dict)
    sessions: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    messages: list[Received] = field(default_factory=list)
    codes: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    user_tokens: dict[str, str] = field(default_factory=dict)
    browser: Person = field(default_factory=Person)
    connections: Connections = field(default_factory=Connections)
    failing: list[tuple[str, int]] = field(default_factory=list)
    failing_sessions: list[str] = field(default_factory=list)
    flow_controlled: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)  # for a connection, with a wrong secret

    def inbox(self, to: str) -> list[Received]:
        """What one person (or group) was sent, oldest first."""
        return [received for received in self.messages if received.to == to]

    def expire_tokens(self) -> None:
        """Every token is over, and nobody was told."""
        self.tokens.clear()

    def expire_sessions(self) -> None:
        """Every session is over."""
        self.sessions.clear()

    # what people do

    def told(self, person: Person, *, group: str = "", **said: Any) -> dict[str, Any]:
        """What the robot is told when somebody does something; a session to answer to comes with it."""
        if person.staff_id:
            self.members.add(person.staff_id)
        session = secrets.token_hex(16)
        to = f"group:{group}" if group else person.staff_id or person.sender_id
        self.sessions[session] = to, self.clock() + SESSION_LASTS
        url = f"{self.base}/robot/sendBySession?session={session}"
        return message(self.keys, person, url, self.clock(), group=group, **said)

    def say(self, person: Person, words: str) -> httpx.Response:
        """Type something to the robot, by HTTP."""
        return self.push(self.told(person, **text(words)))

    def tap(self, person: Person, received: Received, title: str) -> httpx.Response:
        """Tap a button of a card: its words are said."""
        return self.say(person, received.says(title))

    def say_by_stream(self, person: Person, words: str) -> int | None:
        """Type something to the robot in Stream mode; the code it was answered with, None for no answer."""
        return self.connections.robot_message(self.told(person, **text(words)))

    # what the platform does with it

    def push(self, told: dict[str, Any], *, at: datetime | None = None) -> httpx.Response:
        """Push by HTTP; a 599 stands for no answer in time."""
        headers = signed_headers(self.keys, at or self.clock())
        return self.post(json.dumps(told, ensure_ascii=False).encode(), headers)

    def post(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """A push as it is."""
        try:
            return httpx.post(self.webhook, content=body, headers=headers, timeout=ANSWER_WITHIN)
        except httpx.HTTPError:
            return httpx.Response(599)

    # what the server asks

    def new_token(self) -> str:
        """An accessToken; the ones before stay good."""
        token = secrets.token_hex(16)
        self.tokens[token] = self.clock() + TOKEN_LASTS
        return token

    def is_token(self, token: str) -> bool:
        """Whether a token may call."""
        return self.tokens.get(token, self.clock()) > self.clock()

    def new_ticket(self) -> str:
        """For one connection of Stream mode, within 90 seconds."""
        ticket = secrets.token_hex(16)
        self.tickets[ticket] = self.clock() + TICKET_LASTS
        return ticket

    def take_ticket(self, ticket: str) -> bool:
        """Whether a ticket opens a connection; it never does again."""
        return self.tickets.pop(ticket, self.clock()) > self.clock()

    def session(self, session: str) -> str | None:
        """Whose session it is, while it lasts."""
        to, until = self.sessions.get(session, ("", self.clock()))
        return to if until > self.clock() else None

    def new_code(self, phone: str | None = None) -> str:
        """What the login page sends a browser back with, for whoever holds the phone (by unionId)."""
        code = secrets.token_hex(16)
        self.codes[code] = phone or self.browser.union_id, self.clock() + CODE_LASTS
        return code


@contextmanager
def running_dingtalk(
    keys: RobotKeys | None = None, *, clock: Callable[[], datetime] | None = None, port: int = 0
) -> Iterator[FakeDingTalk]:
    """The platform on a free port."""
    from tests.fakes.dingtalk.server import build_server

    dingtalk = FakeDingTalk(keys or RobotKeys(), clock=clock or (lambda: datetime.now(UTC)))
    with served(build_server(dingtalk), port=port) as base:
        dingtalk.base = base
        try:
            yield dingtalk
        finally:
            dingtalk.connections.close()
