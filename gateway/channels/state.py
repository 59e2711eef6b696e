"""A channel's shared values, off the event loop."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from anyio.to_thread import run_sync

from desk.channels.values import SharedValues


class SharedState:
    """See the port's `State`."""

    def __init__(self, values: SharedValues) -> None:
        self._values = values

    async def get(self, name: str) -> str | None:
        """See the port."""
        return await run_sync(self._values.get, name)

    async def put(self, name: str, value: str, *, lasts: timedelta | None = None) -> None:
        """See the port."""
        await run_sync(partial(self._values.put, name, value, lasts=lasts))

    async def lease(self, name: str, lasts: timedelta) -> bool:
        """See the port."""
        return await run_sync(self._values.lease, name, lasts)

    async def release(self, name: str) -> None:
        """See the port."""
        await run_sync(self._values.release, name)
