"""Whether everything that a turn needs is there."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from time import monotonic
from urllib.parse import urlsplit

from anyio.to_thread import run_sync

from desk.bootstrap import Desk
from gateway.inside import Inside, Unreachable

_FRESH_SECONDS = 1.0
LEDGER = "ledger"


class Probes:
    """Asks everything that a turn needs whether it is there; an answer is good for a second."""

    def __init__(self, desk: Desk, inside: Inside, timeout: float) -> None:
        self._desk, self._inside, self._timeout = desk, inside, timeout
        self._lock = asyncio.Lock()
        self._at, self._found = -_FRESH_SECONDS, dict[str, bool]()

    async def look(self) -> dict[str, bool]:
        """Each part's name, and whether it answered in time."""
        async with self._lock:
            if monotonic() - self._at >= _FRESH_SECONDS:
                self._found = await self._ask_all()
                self._at = monotonic()
            return self._found

    async def _ask_all(self) -> dict[str, bool]:
        settings = self._desk.settings
        actions = urlsplit(settings.actions_url)._replace(path="/health", query="").geturl()
        probes: dict[str, Callable[[], Awaitable[None]]] = {
            "database": self._database,
            "bot": lambda: self._get(f"{settings.bot_url.rstrip('/')}/webhooks/xiaohu/health"),
            "actions": lambda: self._get(actions),
        }
        if self._desk.core:
            probes[LEDGER] = partial(run_sync, self._desk.core.ping, abandon_on_cancel=True)
        asked = await asyncio.gather(*map(self._answers, probes.values()))
        return dict(zip(probes, asked, strict=True))

    async def _answers(self, ask: Callable[[], Awaitable[None]]) -> bool:
        try:
            async with asyncio.timeout(self._timeout):
                await ask()
        except Exception:  # noqa: BLE001 - whatever a part fails with, it is not there
            return False
        return True

    async def _database(self) -> None:
        await run_sync(self._desk.notices.backlog, abandon_on_cancel=True)

    async def _get(self, url: str) -> None:
        status, _ = await self._inside.get(url)
        if status != HTTPStatus.OK:
            raise Unreachable
