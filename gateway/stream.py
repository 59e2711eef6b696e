"""A conversation as a stream of server-sent events."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Receive, Scope, Send

from desk.conversations.model import Message
from gateway.hub import Hub
from gateway.identity import Identity
from gateway.messages import message_json
from gateway.metrics import Metrics

_FAREWELL_SECONDS = 5
NewMessages = Callable[[int], Awaitable[Sequence[Message]]]


class _Held(EventSourceResponse):
    """A stream that takes up room from its first byte to its last."""

    def __init__(self, room: AbstractContextManager[None], events: AsyncIterator[Any], *, ping: int) -> None:
        # The hub ends the stream when the gateway closes; cut off by force it would look like a failure.
        super().__init__(events, ping=ping, shutdown_grace_period=_FAREWELL_SECONDS)
        self._room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        with self._room:
            await super().__call__(scope, receive, send)


class Stream:
    """The messages of one conversation after a position, as they come, until the token ends.

    Args:
        hub: wakes the stream when there is something new, whichever process wrote it.
        ping: seconds between signs of life.
    """

    def __init__(self, hub: Hub, metrics: Metrics, *, ping: int) -> None:
        self._hub, self._metrics, self._ping = hub, metrics, ping

    def response(
        self,
        identity: Identity,
        conversation_id: str,
        after: int,
        newer: NewMessages,
        room: AbstractContextManager[None],
    ) -> EventSourceResponse:
        """The open stream; `room` is held until it ends, however it does."""
        events = self._events(identity, conversation_id, after, newer)
        return _Held(room, events, ping=self._ping)

    async def _events(
        self, identity: Identity, conversation_id: str, after: int, newer: NewMessages
    ) -> AsyncIterator[ServerSentEvent]:
        with self._hub.watch(conversation_id) as news, self._metrics.streams.track_inprogress():
            while not self._hub.closing.is_set() and time.time() < identity.expires_at:
                news.clear()
                page = await newer(after)
                for message in page:
                    after = message.seq
                    yield _event(message)
                if not page:
                    await self._wait(news, identity.expires_at)

    async def _wait(self, news: asyncio.Event, until: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(news.wait(), max(0.0, until - time.time()))


def _event(message: Message) -> ServerSentEvent:
    data = json.dumps(message_json(message), ensure_ascii=False)
    return ServerSentEvent(data, id=str(message.seq), event="message", sep="\n")
