"""Finding what was done to the trail behind our back."""

import hmac
from collections.abc import Iterable, Iterator
from itertools import groupby

from desk.audit.model import AuditReport, Event, Fault, Finding

Seals = dict[tuple[str, int], str]


def examine(key: bytes, events: Iterable[Event], anchored: Seals, faults: Iterable[Finding]) -> AuditReport:
    """Check every chain in itself and against the anchor.

    Args:
        key: the key of the seals.
        events: the whole trail, chain by chain, oldest first.
        anchored: the seal that the anchor remembers for (chain, seq), read before ``events``.
        faults: what is wrong with the anchor itself.
    """
    findings, ends, chains, unanchored = list(faults), dict[str, int](), 0, 0
    for chain, own in groupby(events, key=lambda event: event.chain):
        seen = list(own)
        chains, ends[chain] = chains + 1, seen[-1].seq
        findings += _chain(key, seen, anchored)
        unanchored += sum((event.chain, event.seq) not in anchored for event in seen)
    findings += _shortened(anchored, ends)
    return AuditReport(chains, sum(ends.values()), unanchored, tuple(findings))


def _chain(key: bytes, events: list[Event], anchored: Seals) -> Iterator[Finding]:
    previous, expected = "", 1
    for event in events:
        if event.seq > expected:
            yield Finding(Fault.MISSING, event.chain, expected)
        elif not _genuine(key, event, previous, anchored):
            # Behind a gap the seal cannot match, and the gap is the finding.
            yield Finding(Fault.FORGED, event.chain, event.seq)
        previous, expected = event.seal, event.seq + 1


def _genuine(key: bytes, event: Event, previous: str, anchored: Seals) -> bool:
    remembered = anchored.get((event.chain, event.seq), event.seal)
    sealed = hmac.compare_digest(event.seal, event.sealed_by(key, previous))
    return sealed and hmac.compare_digest(event.seal, remembered)


def _shortened(anchored: Seals, ends: dict[str, int]) -> Iterator[Finding]:
    furthest: dict[str, int] = {}
    for chain, seq in anchored:
        furthest[chain] = max(seq, furthest.get(chain, 0))
    for chain, seq in furthest.items():
        if chain not in ends:
            yield Finding(Fault.CHAIN_REMOVED, chain, seq)
        elif ends[chain] < seq:
            yield Finding(Fault.CUT, chain, ends[chain] + 1)
