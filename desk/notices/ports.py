"""Where notices wait, and who takes them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from desk.notices.model import Backlog, Notice, State

Handler = Callable[[Notice], str | None]
"""Delivers one notice, outside any transaction of the outbox; raising means that it has to be tried again.

What it returns, if anything, is one word for staff on how the notice reached its receiver.
"""


class Outbox(Protocol):
    """The notices, in the same transaction as the decision that caused them."""

    def add(self, kind: str, key: str, payload: Mapping[str, Any]) -> None:
        """Leave a notice; one with a key that is already known is the same notice, and nothing happens."""

    def due(self, at: datetime, limit: int, kinds: Collection[str] | None = None) -> Sequence[Notice]:
        """Waiting notices whose time has come, oldest first; of any kind when none is named."""

    def claim(self, notice: Notice, *, until: datetime) -> bool:
        """Count one more attempt and keep others away `until` then; False when somebody else was faster."""

    def delivered(self, notice_id: int, reason: str | None = None) -> None:
        """It arrived; `reason` says how."""

    def postpone(self, notice_id: int, *, until: datetime, reason: str | None = None) -> None:
        """It did not arrive; try again then."""

    def note(self, notice_id: int, reason: str) -> None:
        """Say how far its delivery is."""

    def hasten(self, key: str, at: datetime) -> None:
        """A waiting notice is due at this time already. For handlers that may run twice at once only."""

    def give_up(self, notice_id: int, reason: str | None = None) -> None:
        """It will not arrive."""

    def listed(self, states: Collection[State], limit: int) -> Sequence[Notice]:
        """Notices in these states, newest first."""

    def get(self, notice_id: int) -> Notice | None:
        """One notice."""

    def revive(self, notice_id: int, at: datetime) -> bool:
        """Have a notice that was given up delivered from the beginning; False when it was not."""

    def is_waiting(self, key: str) -> bool:
        """Whether the notice of this key is still to be delivered."""

    def waits_before(self, notice: Notice, prefix: str) -> bool:
        """Whether a notice that was left earlier, under a key that begins so, is still to be delivered."""

    def finish(self, key: str) -> None:
        """The notice of this key needs no delivery any more."""

    def backlog(self, kinds: Collection[str] | None = None) -> Backlog:
        """How far delivery is behind, of these kinds or of all."""
