"""Looks, for all open streams at once, whether another process has written to their conversations."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

from anyio.to_thread import run_sync

from desk.bootstrap import Desk
from gateway.hub import Hub
from gateway.metrics import Metrics

_log = logging.getLogger(__name__)


class Lookout:
    """One question to the database for everybody; who has news is woken by the hub, as by our own writes.

    Args:
        poll: seconds between looks.
    """

    def __init__(self, desk: Desk, hub: Hub, metrics: Metrics, *, poll: float) -> None:
        self._desk, self._hub, self._metrics, self._poll = desk, hub, metrics, poll
        self._known: Mapping[str, int] = {}
        self._stopping = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look again and again inside the block."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep_looking())
            try:
                yield
            finally:
                self._stopping.set()

    async def _keep_looking(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._look()
            except Exception:  # noqa: BLE001 - streams go on when the database is back
                self._metrics.worker_failures.inc()
                _log.exception("looking for news failed; it goes on")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._poll)

    async def _look(self) -> None:
        watched = self._hub.watched()
        found = await run_sync(self._desk.conversations.lengths, watched) if watched else {}
        for conversation_id, length in found.items():
            # Also who has just come: what was written since their own look is news to them.
            if self._known.get(conversation_id) != length:
                self._hub.wake(conversation_id)
        self._known = found
