"""One turn at a time in a conversation, first come first served."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

WAIT = 5.0


@dataclass
class _Door:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class FairLocks(LockStore):  # type: ignore[misc]
    """`asyncio` locks, which wake the one who waited longest; Rasa's own polls once a second and may starve.

    They serve one process, and a conversation must always come to the same one.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        kwargs = endpoint_config.kwargs if endpoint_config else {}
        self._wait = float(kwargs.get("wait", WAIT))
        self._doors: dict[str, _Door] = {}

    @contextlib.asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = 0, wait_time_in_seconds: float = 0
    ) -> AsyncIterator[None]:
        """Hold the conversation; Rasa's two figures are for locks that expire and are polled.

        Raises:
            LockError: the turns before it took longer than the wait.
        """
        door = self._doors.setdefault(conversation_id, _Door())
        door.users += 1
        try:
            await self._enter(door, conversation_id)
            try:
                yield
            finally:
                door.lock.release()
        finally:
            door.users -= 1
            if not door.users:
                del self._doors[conversation_id]

    async def _enter(self, door: _Door, conversation_id: str) -> None:
        try:
            await asyncio.wait_for(door.lock.acquire(), self._wait)
        except asyncio.TimeoutError as late:
            raise LockError(
                f"The turns before this one in {conversation_id} took over {self._wait:g} s."
            ) from late
