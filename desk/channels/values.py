"""A channel's small values that all replicas share, and leases on doing something alone."""

from __future__ import annotations

import secrets
from datetime import timedelta

from desk.clock import Clock
from desk.work import Transactions


class SharedValues:
    """The values of one channel, and the leases that one holder has on it."""

    def __init__(self, transactions: Transactions, channel: str, *, clock: Clock) -> None:
        self._transactions, self._channel, self._clock = transactions, channel, clock
        self._held: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """The value, unless it is not there or has expired."""
        with self._transactions.read() as work:
            return work.passes.value(self._channel, name, self._clock())

    def put(self, name: str, value: str, *, lasts: timedelta | None = None) -> None:
        """Keep a value, for ever or for a while."""
        with self._transactions.write(lasting=False) as work:
            until = None if lasts is None else self._clock() + lasts
            work.passes.put_value(self._channel, name, value, until)

    def lease(self, name: str, lasts: timedelta) -> bool:
        """Become the only one who does something for that long; False when somebody is already."""
        holder = secrets.token_hex(16)
        with self._transactions.write(lasting=False) as work:
            got = work.passes.lease(self._channel, name, holder, self._clock(), lasts)
        if got:
            self._held[name] = holder
        return got

    def release(self, name: str) -> None:
        """End one's own lease early."""
        with self._transactions.write(lasting=False) as work:
            work.passes.release(self._channel, name, self._held.pop(name, ""))
