"""The inbox and the deliveries of messaging apps: nothing is lost, nothing is done twice, all in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from desk.channels.deliveries import KEPT, DeliveryService
from desk.channels.model import ChannelBacklog


class ChannelService(DeliveryService):
    """Keeps what came and what goes out, and knows for whom there is something to do."""

    def due(self, limit: int, channels: Collection[str] | None = None) -> Sequence[str]:
        """App users for whom there is something to do now, of these apps or of all."""
        with self._transactions.read() as work:
            return work.channels.due(self._clock(), limit, channels)

    def backlog(self) -> ChannelBacklog:
        """How far work for apps is behind, for the operator's metrics."""
        with self._transactions.read() as work:
            return work.channels.backlog()

    def purge(self) -> None:
        """Delete what was settled a week ago, and what is over."""
        at = self._clock()
        with self._transactions.write(lasting=False) as work:
            work.channels.purge(at - KEPT, at)
