"""Where audit events go."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from desk.audit.model import Data, Event


class AuditTrail(Protocol):
    """The append-only trail, written in the transaction of the thing it records."""

    def append(self, chain: str, actor: str, kind: str, data: Data, *, at: datetime) -> Event:
        """Add an event to the end of ``chain``.

        Args:
            chain: the closure application's id, so that one chain tells one application's story.
            actor: the customer, the reviewer's name, or ``"system"``.
            kind: what happened, such as ``closure.submitted``.
            data: the facts, as JSON values; no secrets, no phone numbers.
            at: when.
        """

    def of(self, chain: str) -> tuple[Event, ...]:
        """The events of one chain, oldest first."""

    def everything(self) -> Iterator[Event]:
        """Every event, chain by chain, oldest first."""
