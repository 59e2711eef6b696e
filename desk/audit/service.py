"""Asking whether the audit trail is whole."""

from collections.abc import Iterable

from desk.audit.anchor import Anchor, Mark
from desk.audit.model import AuditReport, Event, Fault, Finding
from desk.audit.verification import Seals, examine
from desk.work import Transactions


class AuditService:
    """Reads the trail for those who check it."""

    def __init__(self, transactions: Transactions, *, key: bytes, anchor: Anchor) -> None:
        self._transactions = transactions
        self._key = key
        self._anchor = anchor

    def of(self, chain: str) -> tuple[Event, ...]:
        """The events of one application, oldest first."""
        with self._transactions.read() as work:
            return work.audit.of(chain)

    def verify(self) -> AuditReport:
        """Check every event against the key, its neighbour and the anchor."""
        # The anchor first: whatever it holds was committed, so the trail read after it must hold it too.
        marks = list(self._anchor.marks())
        faults = [Finding(Fault.ANCHOR_FORGED, mark.chain, mark.seq) for mark in marks if not mark.genuine]
        anchored, rewritten = _places(mark for mark in marks if mark.genuine)
        faults += [Finding(Fault.REWRITTEN, *place) for place in rewritten]
        there = self._anchor.exists()
        with self._transactions.read() as work:
            report = examine(self._key, work.audit.everything(), anchored, faults)
        if there or not report.events:
            return report
        missing = Finding(Fault.ANCHOR_MISSING, "", 0)
        return AuditReport(report.chains, report.events, report.unanchored, (missing, *report.findings))


def _places(marks: Iterable[Mark]) -> tuple[Seals, tuple[tuple[str, int], ...]]:
    """The seal of each event by its place, and the places that were committed more than once.

    We never do that: the end of the chain was cut, and we went on from there without knowing.
    """
    seals: Seals = {}
    again: dict[tuple[str, int], None] = {}
    for mark in marks:
        place = mark.chain, mark.seq
        if seals.get(place, mark.seal) != mark.seal:
            again[place] = None
        seals[place] = mark.seal
    return seals, tuple(again)
