"""Keeps the last turns of recent conversations in memory: all that rules and fallback look back on."""

import json
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class RecentTurns(TrackerStore):  # type: ignore[misc]
    """A tracker store that forgets: the truth about a customer is in the business's database, not here.

    A turn costs the same however long the conversation is, and a conversation a few kilobytes.

    Args:
        turns: how many of the customer's messages, with what followed each, are kept of a conversation.
        conversations: how many conversations are kept; the one not heard from for longest goes first.
    """

    def __init__(
        self,
        domain: Domain | None,
        host: str | None = None,
        turns: int = 4,
        conversations: int = 2000,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, **kwargs)
        self._turns, self._conversations = turns, conversations
        self._kept: OrderedDict[str, str] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the end of the conversation."""
        await self.stream_events(tracker)
        events = [event.as_dict() for event in _last_turns(list(tracker.events), self._turns)]
        self._kept[tracker.sender_id] = json.dumps(events, ensure_ascii=False)
        self._kept.move_to_end(tracker.sender_id)
        if len(self._kept) > self._conversations:
            self._kept.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The end of the conversation, as a tracker of its own; None for one not heard from lately."""
        kept = self._kept.get(sender_id)
        if kept is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, json.loads(kept), self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The conversations kept."""
        return list(self._kept)


def _last_turns(events: list[Any], turns: int) -> list[Any]:
    """From the event before the oldest message kept, which is the bot's listening, to the end."""
    messages = [number for number, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(messages) <= turns:
        return events
    return events[max(messages[-turns] - 1, 0) :]
