"""What goes on without anybody calling: notices are delivered, stale applications end."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from time import monotonic

from anyio.to_thread import run_sync

from desk.bootstrap import Desk
from desk.notices.ports import Handler
from gateway.hub import Hub
from gateway.locks import Locks
from gateway.metrics import Metrics
from gateway.news import NewsTeller
from gateway.notices import conversation_handlers

_log = logging.getLogger(__name__)
_LOCK_SECONDS = 3.0
_EXPIRY_SECONDS = 600.0


class Worker:
    """Delivers the outbox: texts, conversations and the core system apart, so that none delays another.

    Args:
        interval: seconds between looks at the outbox when nobody wakes the worker.
    """

    def __init__(
        self, desk: Desk, locks: Locks, hub: Hub, metrics: Metrics, news: NewsTeller, *, interval: float
    ) -> None:
        self._desk, self._locks, self._hub, self._metrics = desk, locks, hub, metrics
        self._news = news
        self._interval = interval
        self._stopping = False
        self._wakes: list[asyncio.Event] = []

    def wake(self) -> None:
        """Something was just left in the outbox."""
        for event in self._wakes:
            event.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work in the background inside the block; what was begun is finished at its end."""
        loop = asyncio.get_running_loop()
        appended = conversation_handlers(self._desk, self._in_order(loop))
        async with asyncio.TaskGroup() as tasks:
            handlers = (
                {"sms": self._desk.verification.deliver_sms},
                {"face": self._desk.verification.poll_face},
                appended,
                self._news.handlers(loop),
                self._desk.core_orders,
            )
            for work in (*(self._delivery(each) for each in handlers if each), self._expiry()):
                wake = asyncio.Event()
                self._wakes.append(wake)
                tasks.create_task(self._repeat(work, wake))
            try:
                yield
            finally:
                self._stopping = True
                self.wake()

    async def _repeat(self, work: Callable[[], None], wake: asyncio.Event) -> None:
        while not self._stopping:
            wake.clear()
            try:
                await run_sync(work)
            except Exception:  # noqa: BLE001 - the worker outlives everything, a database that is away included
                self._metrics.worker_failures.inc()
                _log.exception("the worker failed; it goes on")
            with suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), self._interval)

    def _delivery(self, handlers: Mapping[str, Handler]) -> Callable[[], None]:
        def deliver() -> None:
            self._desk.notices.deliver(handlers)

        return deliver

    def _expiry(self) -> Callable[[], None]:
        due = monotonic()

        def expire() -> None:
            nonlocal due
            if monotonic() >= due:
                due = monotonic() + _EXPIRY_SECONDS
                self._desk.closures.expire_stale()
                self._desk.closures.remind_due()

        return expire

    def _in_order(self, loop: asyncio.AbstractEventLoop) -> Callable[[str, Callable[[], None]], None]:
        def run(conversation_id: str, append: Callable[[], None]) -> None:
            asyncio.run_coroutine_threadsafe(self._between_turns(conversation_id, append), loop).result()

        return run

    async def _between_turns(self, conversation_id: str, append: Callable[[], None]) -> None:
        # A turn that takes longer is not waited for: the outbox tries again, and others come first.
        async with asyncio.timeout(_LOCK_SECONDS) as waiting, self._locks.hold(conversation_id):
            waiting.reschedule(None)
            await run_sync(append)
        self._hub.wake(conversation_id)
