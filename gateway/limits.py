"""How fast one caller may go, and how much at once. Token buckets in memory, the oldest forgotten first."""

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_MOST_BUCKETS = 100_000


@dataclass
class _Bucket:
    level: float
    at: float


class Limit:
    """`burst` calls at once for each key, and `rate` calls a second after that."""

    def __init__(self, burst: int, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str) -> float:
        """Count one call; 0 when it may go on, otherwise the seconds until the next one may."""
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(self._burst, now))
        self._buckets.move_to_end(key)
        if len(self._buckets) > _MOST_BUCKETS:
            self._buckets.popitem(last=False)
        bucket.level = min(self._burst, bucket.level + (now - bucket.at) * self._rate)
        bucket.at = now
        if bucket.level < 1:
            return (1 - bucket.level) / self._rate
        bucket.level -= 1
        return 0.0


class AtOnce:
    """How many of something that lasts each key may have open at the same time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    def is_full(self, key: str) -> bool:
        """Whether one more would be one too many."""
        return self._open[key] >= self._most

    @contextmanager
    def one(self, key: str) -> Iterator[None]:
        """Count one as open inside the block."""
        self._open[key] += 1
        try:
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]
