"""What the gateway gives an adapter, in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import httpx

from desk.conversations.model import Button, Message, Role
from desk.knowledge import Knowledge
from gateway.channels.model import Inbound, Push
from gateway.channels.port import Surroundings
from tests.conftest import KNOWLEDGE, SettableClock
from tests.fakes.state import MemoryState
from tests.fakes.wxpushing import Pusher

_seqs = count(1)


class MemoryIntake:
    """The port `Intake`: keeps what came once, with the state, as one step."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state
        self.took: dict[str, Inbound] = {}
        self.failing = 0
        self.came = asyncio.Event()

    async def take(self, inbound: Sequence[Inbound], *, state: Mapping[str, str] | None = None) -> None:
        if self.failing:
            self.failing -= 1
            raise OSError("the disk is full")
        for one in inbound:
            json.dumps(dict(one.reply_to))
            self.took.setdefault(one.key, one)
            self.came.set()
        for name, value in (state or {}).items():
            await self._state.put(name, value)


@asynccontextmanager
async def surroundings(clock: SettableClock) -> AsyncIterator[Surroundings]:
    """Everything an adapter is given."""
    async with httpx.AsyncClient(trust_env=False, timeout=5) as http:
        words = Knowledge(KNOWLEDGE).message
        yield Surroundings(http, MemoryState(clock), words, clock, "https://chat.example")


def said(text: str, *buttons: str, card: Mapping[str, Any] | None = None, role: Role = Role.BOT) -> Message:
    """A message of the conversation."""
    seq = next(_seqs)
    ids = tuple(Button(f"button-{seq}-{place}", title) for place, title in enumerate(buttons))
    return Message(f"m{seq}", seq, role, text, SettableClock().now, ids, card)


class Mailbox(Pusher):
    """A platform whose pushes are kept instead of sent, for tests that hand them over themselves."""

    def post(self, query: Mapping[str, str], body: bytes) -> httpx.Response:
        self.last = Push("POST", dict(query), {}, body)
        return httpx.Response(200, text="success")

    @classmethod
    def instead_of(cls, pusher: Pusher) -> Mailbox:
        return cls(**vars(pusher))
