"""The adapters' shared values, kept in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class MemoryState:
    """The port `State` for one process, with the test's clock."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.values: dict[str, tuple[str, datetime]] = {}

    async def get(self, name: str) -> str | None:
        value, until = self.values.get(name, ("", datetime.min.replace(tzinfo=UTC)))
        return value if until > self._clock() else None

    async def put(self, name: str, value: str, *, lasts: timedelta | None = None) -> None:
        until = self._clock() + lasts if lasts else datetime.max.replace(tzinfo=UTC)
        self.values[name] = value, until

    async def lease(self, name: str, lasts: timedelta) -> bool:
        if await self.get(f"lease/{name}") is not None:
            return False
        await self.put(f"lease/{name}", "held", lasts=lasts)
        return True

    async def release(self, name: str) -> None:
        self.values.pop(f"lease/{name}", None)
