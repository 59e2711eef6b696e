"""The outbox in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Index,
    Integer,
    Row,
    String,
    Table,
    bindparam,
    case,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from desk.clock import Clock
from desk.notices.model import LONGEST_PAUSE, Backlog, Notice, State
from desk.persistence.registry import EnumText, UtcDateTime, metadata
from desk.persistence.statements import changed, insert_if_new

LONGEST_REASON = 100

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("key", String(200), nullable=False, unique=True),
    Column("payload", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("state", EnumText(State), nullable=False),
    Column("reason", String(LONGEST_REASON)),
    Column("settled_at", UtcDateTime),
    Index("ix_outbox_state_next_at", "state", "next_at"),
)


# Built once: the workers ask several times a second, and building costs more than asking.
_DUE = (
    select(outbox)
    .where(outbox.c.state == State.WAITING, outbox.c.next_at <= bindparam("at"))
    .order_by(outbox.c.id)
    .limit(bindparam("count"))
)
_DUE_OF_KINDS = _DUE.where(outbox.c.kind.in_(bindparam("kinds", expanding=True)))


class SqlOutbox:
    """The outbox within one session; see the port for what each verb promises."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, kind: str, key: str, payload: Mapping[str, Any]) -> None:
        """See the port."""
        now = self._clock()
        row = {"kind": kind, "key": key, "payload": dict(payload), "created_at": now, "next_at": now}
        insert_if_new(self._session, outbox, {**row, "attempts": 0, "state": State.WAITING})

    def due(self, at: datetime, limit: int, kinds: Collection[str] | None = None) -> Sequence[Notice]:
        """See the port."""
        bound: dict[str, Any] = {"at": at, "count": limit}
        if kinds is None:
            return [_notice(row) for row in self._session.execute(_DUE, bound)]
        rows = self._session.execute(_DUE_OF_KINDS, {**bound, "kinds": list(kinds)})
        return [_notice(row) for row in rows]

    def claim(self, notice: Notice, *, until: datetime) -> bool:
        """See the port."""
        mine = update(outbox).where(
            outbox.c.id == notice.id,
            outbox.c.state == State.WAITING,
            outbox.c.attempts == notice.attempts,
        )
        return changed(self._session, mine.values(attempts=notice.attempts + 1, next_at=until)) == 1

    def delivered(self, notice_id: int, reason: str | None = None) -> None:
        """See the port."""
        self._set(notice_id, state=State.DELIVERED, reason=_cut(reason), settled_at=self._clock())

    def postpone(self, notice_id: int, *, until: datetime, reason: str | None = None) -> None:
        """See the port."""
        self._set(notice_id, next_at=until, reason=_cut(reason))

    def note(self, notice_id: int, reason: str) -> None:
        """See the port."""
        self._set(notice_id, reason=_cut(reason))

    def hasten(self, key: str, at: datetime) -> None:
        """See the port."""
        waiting = update(outbox).where(outbox.c.key == key, outbox.c.state == State.WAITING)
        self._session.execute(waiting.where(outbox.c.next_at > at).values(next_at=at))

    def give_up(self, notice_id: int, reason: str | None = None) -> None:
        """See the port."""
        self._set(notice_id, state=State.DEAD, reason=_cut(reason), settled_at=self._clock())

    def listed(self, states: Collection[State], limit: int) -> Sequence[Notice]:
        """See the port."""
        query = select(outbox).where(outbox.c.state.in_(states)).order_by(outbox.c.id.desc()).limit(limit)
        return [_notice(row) for row in self._session.execute(query)]

    def get(self, notice_id: int) -> Notice | None:
        """See the port."""
        row = self._session.execute(select(outbox).where(outbox.c.id == notice_id)).first()
        return _notice(row) if row else None

    def revive(self, notice_id: int, at: datetime) -> bool:
        """See the port."""
        dead = update(outbox).where(outbox.c.id == notice_id, outbox.c.state == State.DEAD)
        fresh = {"state": State.WAITING, "attempts": 0, "next_at": at, "reason": None, "settled_at": None}
        return changed(self._session, dead.values(**fresh)) == 1

    def is_waiting(self, key: str) -> bool:
        """See the port."""
        return self._any(outbox.c.key == key)

    def waits_before(self, notice: Notice, prefix: str) -> bool:
        """See the port."""
        return self._any(outbox.c.id < notice.id, outbox.c.key.startswith(prefix, autoescape=True))

    def finish(self, key: str) -> None:
        """See the port."""
        waiting = update(outbox).where(outbox.c.key == key, outbox.c.state == State.WAITING)
        self._session.execute(waiting.values(state=State.DELIVERED))

    def backlog(self, kinds: Collection[str] | None = None) -> Backlog:
        """See the port."""
        waiting = outbox.c.state == State.WAITING
        # What was put off until the morning is not behind.
        late = waiting & (outbox.c.next_at <= self._clock() + LONGEST_PAUSE)
        query = select(
            func.count().filter(waiting),
            func.count().filter(outbox.c.state == State.DEAD),
            func.min(case((late, outbox.c.created_at))),
        )
        row = self._session.execute(query if kinds is None else query.where(outbox.c.kind.in_(kinds))).one()
        return Backlog(*row)

    def _any(self, *conditions: ColumnElement[bool]) -> bool:
        found = select(outbox.c.id).where(outbox.c.state == State.WAITING, *conditions).limit(1)
        return self._session.execute(found).first() is not None

    def _set(self, notice_id: int, **values: Any) -> None:
        # Only what still waits: a slow worker must not wake a notice that another one has finished.
        waiting = update(outbox).where(outbox.c.id == notice_id, outbox.c.state == State.WAITING)
        self._session.execute(waiting.values(**values))


def _cut(reason: str | None) -> str | None:
    return reason[:LONGEST_REASON] if reason else None


def _notice(row: Row[Any]) -> Notice:
    return Notice(**row._mapping)
