"""What came from apps is worked on and answered: each person in order, several persons at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from time import monotonic

from anyio.to_thread import run_sync

from desk.bootstrap import Desk
from desk.channels.model import AppUser, Incoming
from gateway.channels.delivery import Deliveries
from gateway.channels.dialogue import Dialogue
from gateway.channels.model import Contact
from gateway.channels.port import Channel, TransportError
from gateway.logs import facts
from gateway.metrics import Metrics

_log = logging.getLogger(__name__)
_LOOK = 200
_PURGE_SECONDS = 3600.0
_HAND_OFF_SECONDS = 1.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


class ChannelWorker:
    """Drains the inbox and delivers, for as long as the gateway runs.

    Args:
        interval: seconds between looks when nobody wakes it.
        at_once: how many persons of one app are worked for at the same time.
    """

    def __init__(
        self,
        desk: Desk,
        channels: Mapping[str, Channel],
        dialogue: Dialogue,
        deliveries: Deliveries,
        metrics: Metrics,
        *,
        interval: float,
        at_once: int,
    ) -> None:
        self._desk, self._channels, self._metrics = desk, channels, metrics
        self._dialogue, self._deliveries = dialogue, deliveries
        self._interval = interval
        # Each app has its own: a platform that answers late or never holds up nobody else's people.
        self._rooms = {name: asyncio.Semaphore(at_once) for name in channels}
        self._wake = asyncio.Event()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._pauses: dict[str, tuple[float, float]] = {}
        self._stopping = False

    def wake(self) -> None:
        """Something came, or was said in a conversation."""
        self._wake.set()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Work until stopped; what was begun is finished."""
        purged = told = 0.0
        telling: asyncio.Task[None] | None = None
        while not self._stopping:
            self._wake.clear()
            await self._guarded("look", self._begin_what_is_due())
            if monotonic() - told >= _HAND_OFF_SECONDS and (telling is None or telling.done()):
                # Beside everything else: a platform may take its time to hear it.
                told = monotonic()
                telling = asyncio.create_task(self._guarded("hand-off", self._tell_of_persons()))
            if monotonic() - purged >= _PURGE_SECONDS:
                purged = monotonic()
                self._pauses = {name: pause for name, pause in self._pauses.items() if self._rests(name)}
                await self._guarded("purge", run_sync(self._desk.channels.purge))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._interval)
        if telling is not None:
            # It is told again at the next start.
            telling.cancel()
        await asyncio.gather(*self._busy.values(), *([telling] if telling else []), return_exceptions=True)

    async def _begin_what_is_due(self) -> None:
        for name, room in self._rooms.items():
            # Whoever is left alone for a while takes nobody else's place.
            most = _LOOK + len(self._pauses)
            for app_user_id in await run_sync(self._desk.channels.due, most, (name,)):
                if app_user_id not in self._busy and not self._rests(app_user_id):
                    task = asyncio.create_task(self._work_for(app_user_id, room))
                    self._busy[app_user_id] = task
                    task.add_done_callback(partial(self._finished, app_user_id))

    def _finished(self, app_user_id: str, _task: asyncio.Task[None]) -> None:
        del self._busy[app_user_id]

    async def _work_for(self, app_user_id: str, room: asyncio.Semaphore) -> None:
        async with room:
            try:
                await self._rounds(app_user_id)
                self._pauses.pop(app_user_id, None)
            except Exception:  # noqa: BLE001 - one person's trouble is nobody else's; it is tried again
                self._metrics.worker_failures.inc()
                _log.exception("working for somebody in an app failed; it is tried again")
                self._rest(app_user_id)

    async def _rounds(self, app_user_id: str) -> None:
        """One thing that came, then everything that is to be said to it, until there is nothing left."""
        more = True
        while more and not self._stopping:
            user = await run_sync(self._desk.channels.user, app_user_id)
            channel = self._channels.get(user.channel)
            if channel is None:
                return
            came = await self._incoming(user, channel)
            user = await run_sync(self._desk.channels.user, app_user_id)
            more = await self._deliveries.deliver(user, channel) or came

    async def _incoming(self, user: AppUser, channel: Channel) -> bool:
        incoming = await run_sync(self._desk.channels.begin, user.id)
        if incoming is None:
            return False
        try:
            await self._dialogue.handle(user, channel, incoming)
        except Exception:  # noqa: BLE001 - it is tried again in its place, and in the end apologised for
            _log.exception("what came from an app was not worked on", extra=facts(channel=channel.name))
            await self._again(channel, incoming)
        return True

    async def _again(self, channel: Channel, incoming: Incoming) -> None:
        self._metrics.worker_failures.inc()
        if await run_sync(self._desk.channels.failed, incoming):
            await self._dialogue.apologise(channel, incoming)

    async def _tell_of_persons(self) -> None:
        for user, to_person in await run_sync(self._desk.channels.taken_over):
            channel, name = self._channels.get(user.channel), f"hand-off/{user.id}"
            if channel is None or self._rests(name):
                continue
            # Put off before it is tried, so that a platform which refuses is not asked every second.
            self._rest(name)
            await self._guarded("hand-off", self._tell(user, channel, to_person=to_person))

    async def _tell(self, user: AppUser, channel: Channel, *, to_person: bool) -> None:
        contact = Contact(user.channel, user.app, user.user)
        try:
            await channel.hand_off(contact, to_person=to_person)
        except TransportError as error:
            told = facts(channel=channel.name, reason=str(error), permanent=error.permanent)
            _log.error("the platform was not told who answers", extra=told)
            if not error.permanent:
                return
        self._pauses.pop(f"hand-off/{user.id}", None)
        tell = partial(self._desk.channels.told_of_person, with_person=to_person)
        await run_sync(tell, user.id)

    def _rests(self, name: str) -> bool:
        return self._pauses.get(name, (0.0, 0.0))[0] > monotonic()

    def _rest(self, name: str) -> None:
        """Leave something alone for a while, longer each time."""
        before = self._pauses.get(name, (0.0, _FIRST_PAUSE / 2))[1]
        pause = min(before * 2, _LONGEST_PAUSE)
        self._pauses[name] = (monotonic() + pause, pause)

    async def _guarded(self, what: str, work: object) -> None:
        try:
            await work  # type: ignore[misc]
        except Exception:  # noqa: BLE001 - the worker outlives everything, a database that is away included
            self._metrics.worker_failures.inc()
            _log.exception("the apps' worker failed; it goes on", extra=facts(what=what))
