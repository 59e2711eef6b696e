"""All configured messaging apps of one running gateway, and what works for them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from desk.bootstrap import Desk
from desk.channels.values import SharedValues
from desk.clock import utc_now
from gateway.channels.delivery import Deliveries
from gateway.channels.dialogue import Dialogue
from gateway.channels.intake import ChannelIntake
from gateway.channels.port import Channel, Connect, Surroundings
from gateway.channels.registry import connected
from gateway.channels.state import SharedState
from gateway.channels.worker import ChannelWorker
from gateway.logs import facts
from gateway.metrics import Metrics
from gateway.settings import GatewaySettings
from gateway.turns import Turns

_log = logging.getLogger(__name__)
_TIMEOUT = 6.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


@dataclass(frozen=True)
class Apps:
    """The channels, their intakes and their worker."""

    channels: Mapping[str, Channel]
    intakes: Mapping[str, ChannelIntake]
    worker: ChannelWorker
    http: httpx.AsyncClient

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen, work and deliver inside the block; what was begun is finished at its end."""
        async with self.http:
            if not self.channels:
                yield
                return
            listeners = [asyncio.create_task(self._listen(channel)) for channel in self.channels.values()]
            working = asyncio.create_task(self.worker.run())
            try:
                yield
            finally:
                for listener in listeners:
                    listener.cancel()
                await asyncio.gather(*listeners, return_exceptions=True)
                self.worker.stop()
                await working

    async def _listen(self, channel: Channel) -> None:
        """Run what the channel fetches by itself, and again when it breaks."""
        pause = _FIRST_PAUSE
        while True:
            try:
                await channel.run(self.intakes[channel.name])
                return
            except Exception:  # noqa: BLE001 - a platform that is away comes back
                _log.exception(
                    "listening to an app broke; it is begun again", extra=facts(channel=channel.name)
                )
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


def new_client() -> httpx.AsyncClient:
    """The client that adapters call their platforms with."""
    return httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False)


def surroundings_of(desk: Desk, name: str, http: httpx.AsyncClient) -> Surroundings:
    """What the adapter of this name is given."""
    values = SharedValues(desk.transactions, name, clock=utc_now)
    public_url = desk.settings.public_url.rstrip("/")
    return Surroundings(http, SharedState(values), desk.knowledge.message, utc_now, public_url)


def build_apps(
    desk: Desk,
    settings: GatewaySettings,
    turns: Turns,
    metrics: Metrics,
    connects: Mapping[str, Connect],
    *,
    can_bind: bool,
) -> Apps:
    """The apps that are configured; nothing runs yet.

    Raises:
        ConfigurationError: the settings of one are there in part, or unusable.
    """
    http = new_client()
    channels = connected(connects, lambda name: surroundings_of(desk, name, http))
    worker = ChannelWorker(
        desk,
        channels,
        Dialogue(desk, turns),
        Deliveries(desk, metrics, can_bind=can_bind),
        metrics,
        interval=settings.worker_interval,
        at_once=settings.channel_turns,
    )
    intakes = {name: ChannelIntake(channel, desk.channels, worker.wake) for name, channel in channels.items()}
    return Apps(channels, intakes, worker, http)
