"""Everything the calls need, put together once for one running gateway."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import httpx

from desk.bootstrap import Desk
from desk.keys import derive
from gateway.bot import Bot
from gateway.callers import Callers
from gateway.hub import Hub
from gateway.identity import Identities
from gateway.locks import Locks
from gateway.metrics import Metrics
from gateway.probes import Probes
from gateway.settings import GatewaySettings
from gateway.sites import Sites, load_sites
from gateway.stream import Stream
from gateway.turns import Turns
from gateway.worker import Worker

PAGES = Path(str(files("gateway"))) / "pages"


@dataclass(frozen=True)
class Parts:
    """One gateway's parts; each call's module takes the ones it needs.

    Args:
        face_links: the demo's face checks, and the link from which each was begun.
    """

    desk: Desk
    settings: GatewaySettings
    sites: Sites
    identities: Identities
    callers: Callers
    metrics: Metrics
    hub: Hub
    turns: Turns
    stream: Stream
    worker: Worker
    probes: Probes
    client: httpx.AsyncClient
    face_links: dict[str, str] = field(default_factory=dict)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver in the background while the gateway serves; let turns and streams end before it is gone."""
        async with self.client, self.worker.running():
            yield
            self.hub.close()
            await self.turns.finish()


def assemble(desk: Desk, settings: GatewaySettings) -> Parts:
    """The parts of a gateway that serves this desk; nothing runs yet."""
    sites = load_sites(desk.settings.sites_file)
    identities = _identities(desk, sites)
    metrics, hub, locks = Metrics(), Hub(), Locks()
    client = httpx.AsyncClient(timeout=settings.bot_timeout, trust_env=False)
    bot = Bot(
        client, desk.settings.bot_url, desk.settings.bot_secret.get_secret_value(), settings.bot_timeout
    )
    return Parts(
        desk=desk,
        settings=settings,
        sites=sites,
        identities=identities,
        callers=Callers(identities, settings),
        metrics=metrics,
        hub=hub,
        turns=Turns(desk, bot, locks, hub, metrics),
        stream=Stream(hub, metrics, poll=settings.stream_poll, ping=settings.stream_ping),
        worker=Worker(desk, locks, hub, metrics, interval=settings.worker_interval),
        probes=Probes(desk, client, settings.probe_timeout),
        client=client,
    )


def _identities(desk: Desk, sites: Sites) -> Identities:
    key = desk.settings.secret_key
    demo_key = derive(key, "demo tokens") if desk.demo else None
    return Identities(sites, visitor_key=derive(key, "visitor tokens"), demo_key=demo_key)
