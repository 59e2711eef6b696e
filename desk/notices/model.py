"""What waits in the outbox, and how patiently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

ATTEMPTS = 10
_FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=15)
LONGEST_ABSENCE = timedelta(seconds=30)
"""How long a receiver that is away is left alone at most."""


class State(StrEnum):
    """Where a notice stands: still to be delivered, delivered, or given up."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True)
class Notice:
    """One thing to be told to somebody outside the transaction that decided it.

    Args:
        kind: which handler delivers it.
        key: names it for ever; receivers use it to recognise a repetition.
        payload: the facts, as JSON; secrets in it are sealed.
        attempts: deliveries begun, this one included.
        reason: one word on how it went: the last failure, or how it reached its receiver.
    """

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    created_at: datetime
    attempts: int
    next_at: datetime
    state: State
    reason: str | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True)
class Backlog:
    """How far delivery is behind: what waits, since when (put off for hours aside), and what was given up."""

    waiting: int
    dead: int
    oldest: datetime | None


def pause_after(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts: 1 s, 2 s, 4 s … up to a quarter of an hour."""
    return min(_FIRST_PAUSE * 2.0 ** min(attempts - 1, 30), LONGEST_PAUSE)
