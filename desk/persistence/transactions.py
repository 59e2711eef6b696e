"""Transactions over SQLAlchemy sessions, and what happens right after one is committed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from desk.accounts.core import CoreLedger, Sight
from desk.accounts.ports import AccountLedger, CoreSystem
from desk.accounts.sql import SqlAccountLedger, SqlCustomerRecords
from desk.audit.anchor import Anchor
from desk.audit.sql import SqlAuditTrail
from desk.channels.deliveries_sql import SqlChannels
from desk.channels.passes_sql import SqlPasses
from desk.channels.sealing import Box
from desk.clock import Clock
from desk.closures.sql import SqlApplications
from desk.conversations.sql import SqlConversations
from desk.notices.preferences import SqlNoticePreferences
from desk.notices.sql import SqlOutbox
from desk.persistence.engine import for_writing, plain_refusals
from desk.persistence.mapping import map_all
from desk.staff.sql import SqlStaffRecords
from desk.verification.sql import SqlChallenges
from desk.work import Work

log = logging.getLogger(__name__)


class SqlTransactions:
    """The port ``Transactions`` over one database.

    Args:
        core: the company's own books; without them, the books are in this database too.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Clock,
        audit_key: bytes,
        anchor: Anchor,
        box: Box,
        core: CoreSystem | None = None,
    ) -> None:
        map_all()
        self._engine = engine
        self._lasting, self._passing = for_writing(engine), for_writing(engine, lasting=False)
        self._clock = clock
        self._audit_key = audit_key
        self._anchor = anchor
        self._box = box
        self._core = core

    @contextmanager
    def write(self, *, lasting: bool = True, about: str | None = None) -> Iterator[Work]:
        """See the port."""
        sight = self._sight(about)
        engine = self._lasting if lasting else self._passing
        with plain_refusals(), Session(engine, expire_on_commit=False) as session:
            trail = SqlAuditTrail(session, self._audit_key, self._anchor)
            yield self._work(session, trail, sight, writing=True)
            if trail.appended and not lasting:
                raise ValueError("What is audited has to last: write it in a transaction that does.")
            session.commit()
        self._remember(trail)

    @contextmanager
    def read(self, *, about: str | None = None) -> Iterator[Work]:
        """See the port."""
        sight = self._sight(about)
        with plain_refusals(), Session(self._engine, expire_on_commit=False) as session:
            trail = SqlAuditTrail(session, self._audit_key, self._anchor)
            yield self._work(session, trail, sight, writing=False)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _sight(self, customer: str | None) -> Sight | None:
        return Sight.of(self._core, customer) if self._core and customer is not None else None

    def _work(self, session: Session, trail: SqlAuditTrail, sight: Sight | None, *, writing: bool) -> Work:
        closures, outbox = SqlApplications(session, writing=writing), SqlOutbox(session, self._clock)
        books: AccountLedger = SqlAccountLedger(session, writing=writing)
        if self._core:
            books = CoreLedger(sight, outbox, has_ended=closures.has_ended)
        return Work(
            customers=SqlCustomerRecords(session),
            ledger=books,
            closures=closures,
            challenges=SqlChallenges(session),
            conversations=SqlConversations(session),
            outbox=outbox,
            preferences=SqlNoticePreferences(session),
            audit=trail,
            channels=SqlChannels(session, self._box),
            passes=SqlPasses(session, self._box),
            staff=SqlStaffRecords(session),
        )

    def _remember(self, trail: SqlAuditTrail) -> None:
        if not trail.appended:
            return
        try:
            self._anchor.add(trail.appended)
        except OSError:
            # It is committed, and the customer must not pay for a full disk; the anchor may lag behind.
            log.exception("The audit anchor could not be written; make room, then run 'xiaohu audit verify'.")
