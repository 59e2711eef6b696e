"""An event of the audit trail, and the seal that ties it to the one before."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """One thing that happened in a chain; ``data`` is the exact JSON text that was sealed."""

    chain: str
    seq: int
    at: datetime
    actor: str
    kind: str
    data: str
    seal: str = ""

    def sealed_by(self, key: bytes, previous: str) -> str:
        """The seal that belongs to this event behind one whose seal is ``previous`` ("" for the first)."""
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        told = [self.chain, self.seq, moment, self.actor, self.kind, self.data, previous]
        return hmac.new(key, canonical(told).encode(), hashlib.sha256).hexdigest()


class Fault(StrEnum):
    """What can be wrong with the trail."""

    FORGED = "forged"  # an event was changed, or put in, by someone without the key
    MISSING = "missing"  # an event inside a chain is gone
    CUT = "cut"  # the end of a chain is gone
    REWRITTEN = "rewritten"  # the end of a chain was cut, and other events came in its place
    CHAIN_REMOVED = "chain_removed"
    ANCHOR_MISSING = "anchor_missing"
    ANCHOR_FORGED = "anchor_forged"


@dataclass(frozen=True)
class Finding:
    """One fault: the chain and the number of the event where it shows."""

    fault: Fault
    chain: str
    seq: int


@dataclass(frozen=True)
class AuditReport:
    """The outcome of a verification; ``unanchored`` events are sound but not in the anchor file yet."""

    chains: int
    events: int
    unanchored: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was tampered with."""
        return not self.findings


def canonical(value: Any) -> str:
    """The one JSON text for a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
