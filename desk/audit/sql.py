"""The audit trail in the database."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, Text, func, insert, select
from sqlalchemy.orm import Session

from desk.audit.anchor import Anchor
from desk.audit.model import Data, Event, canonical
from desk.persistence.registry import UtcDateTime, metadata

audit_events = Table(
    "audit_events",
    metadata,
    Column("chain", String(64), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(255), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("data", Text, nullable=False),
    Column("seal", String(64), nullable=False),
)


class SqlAuditTrail:
    """Appends within the session's transaction; ``appended`` is what to anchor once it is committed."""

    def __init__(self, session: Session, key: bytes, anchor: Anchor) -> None:
        self._session = session
        self._key = key
        self._anchor = anchor
        self.appended: list[Event] = []

    def append(self, chain: str, actor: str, kind: str, data: Data, *, at: datetime) -> Event:
        """See the port."""
        self._anchor.prepare()
        self._queue_up(chain)
        last = self._last(chain)
        seq, previous = (last.seq + 1, last.seal) if last else (1, "")
        bare = Event(chain, seq, at, actor, kind, canonical(data))
        event = Event(chain, seq, at, actor, kind, bare.data, bare.sealed_by(self._key, previous))
        self._session.execute(insert(audit_events).values(vars(event)))
        self.appended.append(event)
        return event

    def of(self, chain: str) -> tuple[Event, ...]:
        """See the port."""
        query = select(audit_events).where(audit_events.c.chain == chain).order_by(audit_events.c.seq)
        return tuple(Event(**row) for row in self._session.execute(query).mappings())

    def everything(self) -> Iterator[Event]:
        """See the port."""
        query = select(audit_events).order_by(audit_events.c.chain, audit_events.c.seq)
        for row in self._session.execute(query.execution_options(yield_per=500)).mappings():
            yield Event(**row)

    def _last(self, chain: str) -> Event | None:
        newest = select(audit_events).where(audit_events.c.chain == chain).order_by(audit_events.c.seq.desc())
        row = self._session.execute(newest.limit(1)).mappings().first()
        return Event(**row) if row else None

    def _queue_up(self, chain: str) -> None:
        # SQLite has one writer at a time; on PostgreSQL two events of a chain must not both be "next".
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(select(func.pg_advisory_xact_lock(func.hashtext(chain))))
