"""Whether the gateway lives, can serve, and what it has counted."""

from dataclasses import asdict

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.addresses import is_direct_from
from gateway.parts import Parts
from gateway.probes import LEDGER
from gateway.problems import Problem

_EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


class Health:
    """The operator's calls."""

    def __init__(self, parts: Parts) -> None:
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
        """A turn could be served now: database, bot and actions answer.

        Without the core system of accounts it is degraded: questions are answered, and customers told so.
        """
        self._parts.callers.anyone(request)
        found = await self._parts.probes.look()
        checks = {name: "ok" if there else "down" for name, there in found.items()}
        if not all(there for name, there in found.items() if name != LEDGER):
            raise Problem("not-ready", checks=checks)
        status = "ready" if found.get(LEDGER, True) else "degraded"
        return JSONResponse({"status": status, "checks": checks}, headers={"Cache-Control": "no-store"})

    async def metrics(self, request: Request) -> Response:
        """Prometheus' figures, for a scraper on this machine or at a configured address."""
        if not is_direct_from(request, self._parts.settings.metrics_addresses):
            raise Problem("forbidden")
        backlog = await run_sync(self._parts.desk.notices.backlog)
        if self._parts.desk.core:
            orders = await run_sync(self._parts.desk.notices.backlog, self._parts.desk.core_orders.keys())
            self._parts.metrics.ledger_waiting.set(orders.waiting)
        self._parts.metrics.outbox_depth.set(backlog.waiting)
        self._parts.metrics.outbox_dead.set(backlog.dead)
        if self._parts.apps.channels:
            apps = await run_sync(self._parts.desk.channels.backlog)
            for what, count in asdict(apps).items():
                self._parts.metrics.channel_backlog.labels(what).set(count)
        return Response(self._parts.metrics.exposition(), media_type=_EXPOSITION)
