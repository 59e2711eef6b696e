"""What Prometheus may know: how long turns take, what fails, what waits to be delivered."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_TURN_SECONDS = (0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5, 10)
_CALL_SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3)


class Metrics:
    """The figures of one gateway, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.turn_seconds = Histogram(
            "xiaohu_turn_seconds", "From message to answer", buckets=_TURN_SECONDS, registry=self._registry
        )
        self.bot_failures = Counter(
            "xiaohu_bot_failures", "Turns that the bot did not answer", ["reason"], registry=self._registry
        )
        self.requests = Counter(
            "xiaohu_requests", "Answered requests", ["method", "route", "status"], registry=self._registry
        )
        self.worker_failures = Counter(
            "xiaohu_worker_failures", "Rounds of the delivery worker that broke", registry=self._registry
        )
        self.outbox_depth = Gauge(
            "xiaohu_outbox_depth", "Entries that wait to be delivered", registry=self._registry
        )
        self.outbox_dead = Gauge(
            "xiaohu_outbox_dead", "Entries given up after their last attempt", registry=self._registry
        )
        self.pushes = Counter(
            "xiaohu_channel_pushes",
            "Pushes of messaging apps",
            ["channel", "result"],
            registry=self._registry,
        )
        self.channel_backlog = Gauge(
            "xiaohu_channel_backlog", "What waits for messaging apps", ["what"], registry=self._registry
        )
        self.deliveries = Counter(
            "xiaohu_channel_deliveries",
            "Attempts to deliver to messaging apps",
            ["channel", "result"],
            registry=self._registry,
        )
        self.ledger_calls = Counter(
            "xiaohu_ledger_calls",
            "Calls of this process to the core system, by how they ended",
            ["verb", "outcome"],
            registry=self._registry,
        )
        self.ledger_seconds = Histogram(
            "xiaohu_ledger_seconds",
            "How long the core system takes to answer",
            ["verb"],
            buckets=_CALL_SECONDS,
            registry=self._registry,
        )
        self.ledger_waiting = Gauge(
            "xiaohu_ledger_waiting", "Changes that the core system has not taken yet", registry=self._registry
        )
        self.streams = Gauge("xiaohu_streams", "Open event streams", registry=self._registry)

    def ledger_called(self, verb: str, outcome: str, seconds: float) -> None:
        """Count one call to the core system."""
        self.ledger_calls.labels(verb, outcome).inc()
        self.ledger_seconds.labels(verb).observe(seconds)

    @contextmanager
    def one_turn(self) -> Iterator[None]:
        """Time one turn, also one that fails."""
        began = perf_counter()
        try:
            yield
        finally:
            self.turn_seconds.observe(perf_counter() - began)

    def exposition(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self._registry)
