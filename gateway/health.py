"""Whether the gateway lives, can serve, and what it has counted."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from desk.bootstrap import Desk
from gateway.addresses import is_direct_from
from gateway.problems import Problem

if TYPE_CHECKING:
    from gateway.parts import Parts

_FRESH_SECONDS = 1.0
_EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


class Probes:
    """Asks everything that a turn needs whether it is there; an answer is good for a second."""

    def __init__(self, desk: Desk, client: httpx.AsyncClient, timeout: float) -> None:
        self._desk, self._client, self._timeout = desk, client, timeout
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
        asked = await asyncio.gather(
            self._answers(self._database),
            self._answers(lambda: self._get(f"{settings.bot_url.rstrip('/')}/webhooks/xiaohu/health")),
            self._answers(lambda: self._get(actions)),
        )
        return dict(zip(("database", "bot", "actions"), asked, strict=True))

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
        (await self._client.get(url)).raise_for_status()


class Health:
    """The operator's calls."""

    def __init__(self, parts: "Parts") -> None:
        self._parts = parts

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
        ]

    async def alive(self, _request: Request) -> Response:
        """The process answers."""
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    async def ready(self, request: Request) -> Response:
        """A turn could be served now: database, bot and actions answer."""
        self._parts.callers.anyone(request)
        found = await self._parts.probes.look()
        checks = {name: "ok" if there else "down" for name, there in found.items()}
        if not all(found.values()):
            raise Problem("not-ready", checks=checks)
        return JSONResponse({"status": "ready", "checks": checks}, headers={"Cache-Control": "no-store"})

    async def metrics(self, request: Request) -> Response:
        """Prometheus' figures, for a scraper on this machine or at a configured address."""
        if not is_direct_from(request, self._parts.settings.metrics_addresses):
            raise Problem("forbidden")
        backlog = await run_sync(self._parts.desk.notices.backlog)
        self._parts.metrics.outbox_depth.set(backlog.waiting)
        self._parts.metrics.outbox_dead.set(backlog.dead)
        return Response(self._parts.metrics.exposition(), media_type=_EXPOSITION)
