"""People with Feishu or DingTalk, and a whole system that speaks with one of them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.channels.browser import eventually
from tests.e2e.running import RunningSystem, start, stop
from tests.fakes import dingtalk, feishu
from tests.fakes.dingtalk.robot import Person, text


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def running_system(folder: Path, port: int, **settings: str) -> Iterator[RunningSystem]:
    """The real parts, with these settings."""
    system = start(folder, port, **settings)
    try:
        yield system
    finally:
        stop(system)


@dataclass
class FeishuPhone:
    """Somebody with Feishu; what is not taken is pushed again until it is."""

    platform: feishu.FakeFeishu
    user: str
    last: dict[str, Any] = field(default_factory=dict)

    def says(self, words: str) -> None:
        """Type something."""
        self.platform.known.add(self.user)
        self.last = self.platform.events.message(self.user, "text", {"text": words})
        self._until_taken()

    def taps(self, title: str) -> None:
        """Tap the newest button with this title."""
        card = eventually(lambda: next((m for m in self.received()[::-1] if title in m.buttons), None))
        assert self.platform.tap(self.user, card, title).status_code == 200

    def again(self) -> None:
        """The platform delivers the last event once more."""
        self._until_taken()

    def received(self) -> list[feishu.Received]:
        """What the phone shows."""
        return self.platform.inbox(self.user)

    def texts(self) -> list[str]:
        """What can be read and opened of it."""
        return ["\n".join((message.text, *message.links.values())) for message in self.received()]

    def _until_taken(self) -> None:
        self.platform.push(self.last)
        eventually(lambda: not self.platform.push_again(), 60)


@dataclass
class DingTalkPhone:
    """Somebody with DingTalk; what is not taken is lost, and said again."""

    platform: dingtalk.FakeDingTalk
    person: Person
    by_stream: bool
    last: dict[str, Any] = field(default_factory=dict)

    def says(self, words: str) -> None:
        """Type something, and type it again when nobody was there."""
        eventually(lambda: self.tell(self.platform.told(self.person, **text(words))), 60)

    def taps(self, title: str) -> None:
        """Tap the newest button with this title: it says so."""
        card = eventually(lambda: next((m for m in self.received()[::-1] if title in m.choices), None))
        self.says(card.says(title))

    def again(self) -> None:
        """The same message comes twice."""
        assert self.tell(self.last)

    def received(self) -> list[dingtalk.Received]:
        """What the phone shows."""
        return self.platform.inbox(self.person.staff_id)

    def texts(self) -> list[str]:
        """What can be read and opened of it."""
        return ["\n".join((message.text, *message.links.values())) for message in self.received()]

    def tell(self, told: dict[str, Any]) -> bool:
        self.last = told
        if not self.by_stream:
            return self.platform.push(told).status_code == 200
        connections = self.platform.connections
        return bool(connections.opened) and connections.robot_message(told) == 200
