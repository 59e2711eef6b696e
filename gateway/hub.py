"""Who is waiting for what is new in a conversation, and how they are woken."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Hub:
    """Wakes the streams of a conversation when this process has written to it; belongs to one event loop."""

    def __init__(self) -> None:
        self._watchers: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self.closing = asyncio.Event()

    @contextmanager
    def watch(self, conversation_id: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the conversation grew, or the gateway is closing."""
        event = asyncio.Event()
        self._watchers[conversation_id].add(event)
        try:
            yield event
        finally:
            self._watchers[conversation_id].discard(event)
            if not self._watchers[conversation_id]:
                del self._watchers[conversation_id]

    def is_watched(self, conversation_id: str) -> bool:
        """Whether somebody has the conversation open here."""
        return conversation_id in self._watchers

    def watched(self) -> list[str]:
        """The conversations that somebody watches."""
        return list(self._watchers)

    def wake(self, conversation_id: str) -> None:
        """Something was added to the conversation."""
        for event in self._watchers.get(conversation_id, ()):
            event.set()

    def close(self) -> None:
        """End all streams: the gateway is going down."""
        self.closing.set()
        for events in self._watchers.values():
            for event in events:
                event.set()
