"""Everything the calls need, put together once for one running gateway."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from desk.bootstrap import Desk
from desk.keys import derive
from desk.notices.quiet import QuietHours
from gateway.bot import Bot
from gateway.callers import Callers
from gateway.channels.apps import Apps, build_apps
from gateway.channels.doors import Doors
from gateway.channels.port import Connect
from gateway.channels.registry import discovered
from gateway.hub import Hub
from gateway.identity import Identities
from gateway.inside import Inside
from gateway.locks import Locks
from gateway.lookout import Lookout
from gateway.metrics import Metrics
from gateway.news import NewsTeller
from gateway.pages_folder import PAGES
from gateway.probes import Probes
from gateway.settings import GatewaySettings
from gateway.sites import Sites, load_sites
from gateway.stream import Stream
from gateway.turns import Turns
from gateway.worker import Worker

__all__ = ["PAGES", "Parts", "assemble"]


@dataclass(frozen=True)
class Parts:
    """One gateway's parts; each call's module takes the ones it needs.

    Args:
        face_links: the demo's face checks, and the link from which each was begun.
        slow_owners: the demo customers whose network is slow now.
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
    lookout: Lookout
    probes: Probes
    inside: Inside
    apps: Apps
    doors: Doors
    face_links: dict[str, str] = field(default_factory=dict)
    slow_owners: set[str] = field(default_factory=set)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver in the background while the gateway serves; let turns and streams end before it is gone."""
        async with self.inside, self.lookout.running(), self.worker.running(), self.apps.running():
            yield
            self.hub.close()
            await self.turns.finish()


def assemble(
    desk: Desk,
    settings: GatewaySettings,
    connects: Mapping[str, Connect] | None = None,
    metrics: Metrics | None = None,
) -> Parts:
    """The parts of a gateway that serves this desk; nothing runs yet.

    Args:
        connects: the messaging apps there are; those that come with the gateway when none are given.
        metrics: where others count already; new ones when none are given.
    """
    sites = load_sites(desk.settings.sites_file)
    identities = _identities(desk, sites)
    metrics, hub, locks = metrics or Metrics(), Hub(), Locks()
    inside = Inside()
    bot = Bot(
        inside, desk.settings.bot_url, desk.settings.bot_secret.get_secret_value(), settings.bot_timeout
    )
    turns = Turns(desk, bot, locks, hub, metrics)
    can_bind = desk.demo is not None or bool(sites.logins)
    connects = discovered() if connects is None else connects
    apps = build_apps(desk, settings, turns, metrics, connects, can_bind=can_bind)
    news = NewsTeller(
        desk,
        hub,
        apps.channels,
        quiet=QuietHours.read(settings.quiet_hours),
        delay=timedelta(seconds=settings.news_delay),
    )
    return Parts(
        desk=desk,
        settings=settings,
        sites=sites,
        identities=identities,
        callers=Callers(identities, settings),
        metrics=metrics,
        hub=hub,
        turns=turns,
        stream=Stream(hub, metrics, ping=settings.stream_ping),
        lookout=Lookout(desk, hub, metrics, poll=settings.stream_poll),
        worker=Worker(desk, locks, hub, metrics, news, interval=settings.worker_interval),
        probes=Probes(desk, inside, settings.probe_timeout),
        inside=inside,
        apps=apps,
        doors=Doors(desk, in_use=bool(apps.channels)),
    )


def _identities(desk: Desk, sites: Sites) -> Identities:
    key = desk.settings.secret_key
    demo_key = derive(key, "demo tokens") if desk.demo else None
    return Identities(sites, visitor_key=derive(key, "visitor tokens"), demo_key=demo_key)
